/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes forms and reads XML. How a request gets to AWS is request.c's.
 */
#include "aws/query.h"

#include <string.h>

#include "aws/request.h"
#include "http/body.h"
#include "http/url.h"

/* A page of 1,000 subnets with 50 tags each is well below this, in bytes. */
#define LARGEST_ANSWER ((size_t)32 * 1024 * 1024)

aws_query aws_query_start(tf_arena *arena, const aws_service *service, const char *action)
{
    aws_query query = { .service = service, .action = action, .form = { .arena = arena } };
    aws_query_add(&query, "Action", action);
    aws_query_add(&query, "Version", service->version);
    return query;
}

void aws_query_add(aws_query *query, const char *name, const char *value)
{
    if (value == NULL)
        return;
    tf_append_format(&query->form, "%s%s=%s", query->form.length > 0 ? "&" : "", name,
                     http_escape(query->form.arena, value));
}

void aws_query_add_number(aws_query *query, const char *name, int64_t value)
{
    aws_query_add(query, name, tf_format(query->form.arena, "%lld", (long long)value));
}

void aws_query_add_item(aws_query *query, const char *list, size_t index, const char *member, const char *value)
{
    aws_query_add(query,
                  tf_format(query->form.arena, "%s.%zu%s%s", list, index, member != NULL ? "." : "",
                            member != NULL ? member : ""),
                  value);
}

static bool asks_to_come_later(const http_response *response)
{
    const char *code = response->status >= 400 ? strstr(response->body, "<Code>") : NULL;
    if (code == NULL)
        return false;
    code += strlen("<Code>");
    return aws_code_asks_to_come_later(code, strcspn(code, "<"));
}

/* IAM and STS: ErrorResponse/Error and RequestId; EC2: Response/Errors/Error and RequestID. */
static void read_error(const aws_request *request, const http_response *response, const xml_element *root,
                       const char *problem, aws_error *error)
{
    const xml_element *parent = xml_child(root, "Errors");
    const xml_element *details = xml_child(parent != NULL ? parent : root, "Error");
    const char *code = xml_child_text(details, "Code", NULL);
    if (code == NULL) {
        aws_request_describe_foreign(request, response, problem != NULL ? problem : "it names no error", error);
        return;
    }
    error->code = code;
    error->message = http_quote(request->arena, xml_child_text(details, "Message", ""));
    error->request_id = xml_child_text(root, "RequestId", xml_child_text(root, "RequestID", error->request_id));
    error->outcome_unknown = response->status >= 500 && !aws_error_is_throttling(error);
}

static bool read_answer(const aws_request *request, const http_response *response, const xml_element **out,
                        aws_error *error)
{
    const char *problem = NULL;
    const xml_element *root = xml_parse(request->arena, response->body, response->size, &problem);
    if (response->status < 200 || response->status >= 300) {
        read_error(request, response, root, problem, error);
        return false;
    }
    if (root != NULL && strcmp(root->name, tf_format(request->arena, "%sResponse", request->action)) == 0) {
        *out = root;
        return true;
    }
    if (root != NULL)
        problem = tf_format(request->arena, "it is a document of another kind, %s", root->name);
    aws_request_describe_foreign(request, response, problem, error);
    return false;
}

bool aws_query_send(aws_client *client, tf_call *call, const aws_query *query, const aws_credentials *credentials,
                    const xml_element **out, aws_error *error)
{
    const aws_request request = {
        .arena = query->form.arena,
        .service = query->service,
        .action = query->action,
        .region = query->region,
        .content_type = "application/x-www-form-urlencoded; charset=utf-8",
        .body = tf_built_text(&query->form),
        .body_size = query->form.length,
        .largest_answer = LARGEST_ANSWER,
        .only_once = query->only_once,
        .confidential = query->confidential,
        .is_throttled = asks_to_come_later,
    };
    http_response response;
    return aws_request_send(client, call, &request, credentials, &response, error)
           && read_answer(&request, &response, out, error);
}
