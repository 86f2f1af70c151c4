/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/query.h"

#include <string.h>

#include <tfprovider/log.h>

#include "aws/client_internal.h"
#include "http/body.h"
#include "http/url.h"

/* A page of 1,000 subnets with 50 tags each is well below this, in bytes. */
#define LARGEST_ANSWER ((size_t)32 * 1024 * 1024)

/* As much of a header is shown, in bytes. */
#define LONGEST_HEADER 200

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

/* A header's value, which may be as long as whoever answers likes. */
static const char *header_text(tf_arena *arena, const http_response *response, const char *name, const char *without)
{
    const char *value = http_response_header(response, name);
    return value == NULL ? without : tf_log_excerpt(arena, value, strlen(value), LONGEST_HEADER);
}

static void describe_foreign_answer(tf_arena *arena, const http_response *response, const char *problem,
                                    aws_error *error)
{
    error->code = "";
    error->outcome_unknown = response->status < 300 || response->status >= 500;
    if (response->status >= 300 && response->status < 400)
        error->message = tf_format(arena, "a redirect to %s, which is not followed",
                                   header_text(arena, response, "Location", "nowhere"));
    else
        error->message = tf_format(arena, "an answer that is not one of %s's own (%s; %s): %s", error->service,
                                   header_text(arena, response, "Content-Type", "no content type"), problem,
                                   http_describe_body(arena, response));
}

/* IAM and STS: ErrorResponse/Error and RequestId; EC2: Response/Errors/Error and RequestID. */
static void read_error(tf_arena *arena, const http_response *response, const xml_element *root, const char *problem,
                       aws_error *error)
{
    const xml_element *parent = xml_child(root, "Errors");
    const xml_element *details = xml_child(parent != NULL ? parent : root, "Error");
    const char *code = xml_child_text(details, "Code", NULL);
    if (code == NULL) {
        describe_foreign_answer(arena, response, problem != NULL ? problem : "it names no error", error);
        return;
    }
    error->code = code;
    error->message = http_quote(arena, xml_child_text(details, "Message", ""));
    error->request_id = xml_child_text(root, "RequestId", xml_child_text(root, "RequestID", error->request_id));
    error->outcome_unknown = response->status >= 500 && !aws_error_is_throttling(error);
}

static bool read_answer(tf_arena *arena, const aws_query *query, const http_response *response, const xml_element **out,
                        aws_error *error)
{
    const char *problem = NULL;
    const xml_element *root = xml_parse(arena, response->body, response->size, &problem);
    const char *date = http_response_header(response, "Date");
    error->status = response->status;
    error->date = date != NULL ? date : "";
    error->request_id = header_text(arena, response, "x-amzn-RequestId", "");
    if (response->status < 200 || response->status >= 300) {
        read_error(arena, response, root, problem, error);
        return false;
    }
    if (root != NULL && strcmp(root->name, tf_format(arena, "%sResponse", query->action)) == 0) {
        *out = root;
        return true;
    }
    if (root != NULL)
        problem = tf_format(arena, "it is a document of another kind, %s", root->name);
    describe_foreign_answer(arena, response, problem, error);
    return false;
}

static bool fail_as_reported(aws_error *error)
{
    error->reported = true;
    return false;
}

/* Everything of one request but what is asked: `credentials` are NULL where it is not signed. */
static bool post(aws_client *client, tf_call *call, const aws_query *query, const aws_endpoint *endpoint,
                 const aws_credentials *credentials, http_response *out, aws_error *error)
{
    static const aws_credentials nobody;
    const aws_credentials *signer = credentials != NULL ? credentials : &nobody;
    tf_arena *arena = query->form.arena;
    const aws_settings *settings = NULL;
    if (!aws_client_settings(client, call, &settings))
        return fail_as_reported(error);
    const http_signature signature = {
        .scope = tf_format(arena, "aws:amz:%s:%s", endpoint->signing_region, query->service->id),
        .access_key = signer->access_key,
        .secret_key = signer->secret_key,
    };
    const http_header token = { .name = "X-Amz-Security-Token", .value = signer->token, .secret = true };
    const http_request request = {
        .method = "POST",
        .url = endpoint->url,
        .what = query->action,
        .headers = &token,
        .header_count = signer->token != NULL ? 1 : 0,
        .content_type = "application/x-www-form-urlencoded; charset=utf-8",
        .body = tf_built_text(&query->form),
        .body_size = query->form.length,
        .confidential = query->confidential,
        .idempotent = !query->only_once,
        .max_retries = settings->max_attempts - 1,
        .timeout_ms = client->request_timeout_ms,
        .deadline = tf_call_deadline(call),
        .cancel = tf_call_cancel(call),
        .ca_bundle = settings->ca_bundle,
        .max_body = LARGEST_ANSWER,
        .signature = credentials != NULL ? &signature : NULL,
        .is_throttled = asks_to_come_later,
        .pace = &client->paces[query->service->number],
    };
    http_error failure;
    if (http_perform(client->engine, arena, &request, out, &failure))
        return true;
    error->transport = failure.kind;
    error->message = failure.message;
    error->outcome_unknown = failure.sent;
    return false;
}

static aws_error error_before_any_answer(const aws_query *query)
{
    return (aws_error){
        .service = query->service->name,
        .service_id = query->service->id,
        .action = query->action,
        .host = "",
        .code = "",
        .message = "",
        .request_id = "",
        .date = "",
    };
}

bool aws_query_send(aws_client *client, tf_call *call, const aws_query *query, const aws_credentials *credentials,
                    const xml_element **out, aws_error *error)
{
    tf_arena *arena = query->form.arena;
    *error = error_before_any_answer(query);
    const aws_settings *settings = NULL;
    const char *region = NULL;
    aws_endpoint endpoint;
    if (!aws_client_settings(client, call, &settings) || !aws_client_region(client, call, &region)
        || !aws_resolve_endpoint(call, settings, query->service, region, &endpoint))
        return fail_as_reported(error);
    error->host = http_url_host(arena, endpoint.url);
    error->region = region;
    error->credentials_source = credentials != NULL ? credentials->source : "nowhere";
    http_response response;
    return post(client, call, query, &endpoint, credentials, &response, error)
           && read_answer(arena, query, &response, out, error);
}
