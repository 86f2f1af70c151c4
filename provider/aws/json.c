/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes and reads the bodies of JSON 1.1. How a request gets to AWS is request.c's.
 */
#include "aws/json.h"

#include <string.h>

#include "aws/request.h"
#include "http/body.h"
#include "json/arena_json.h"

/* A manifest has 4 MiB at most, and takes twice that where all of it is escaped; in bytes. */
#define LARGEST_ANSWER ((size_t)8 * 1024 * 1024)

/* "com.amazonaws.ecr#ImageNotFoundException" and the code alone mean the same. NULL where the answer names none. */
static const char *code_of(const json_t *answer)
{
    const char *type = json_string_value(json_object_get(answer, "__type"));
    const char *mark = type != NULL ? strrchr(type, '#') : NULL;
    return mark != NULL ? mark + 1 : type;
}

static const char *message_of(const json_t *answer)
{
    const char *message = json_string_value(json_object_get(answer, "message"));
    if (message == NULL)
        message = json_string_value(json_object_get(answer, "Message"));
    return message != NULL ? message : "";
}

static bool asks_to_come_later(const http_response *response)
{
    if (response->status < 400)
        return false;
    json_t *answer = json_loadb(response->body, response->size, 0, NULL);
    const char *code = code_of(answer);
    const bool later = code != NULL && aws_code_asks_to_come_later(code, strlen(code));
    json_decref(answer);
    return later;
}

static bool read_answer(const aws_request *request, const http_response *response, json_t **out, aws_error *error)
{
    json_t *answer = arena_json_read(request->arena, response->body, response->size);
    const bool is_success = response->status >= 200 && response->status < 300;
    if (is_success && json_is_object(answer)) {
        *out = answer;
        return true;
    }
    const char *code = is_success ? NULL : code_of(answer);
    const char *problem = answer == NULL ? "it is no JSON" : is_success ? "it is no object" : "it names no error";
    if (code == NULL) {
        aws_request_describe_foreign(request, response, problem, error);
    } else {
        error->code = tf_copy_text(request->arena, code);
        error->message = http_quote(request->arena, message_of(answer));
        error->outcome_unknown = response->status >= 500 && !aws_error_is_throttling(error);
    }
    json_decref(answer);
    return false;
}

bool aws_json_send(aws_client *client, tf_call *call, const aws_json_query *query, const aws_credentials *credentials,
                   json_t **out, aws_error *error)
{
    tf_arena *arena = tf_call_arena(call);
    const char *body = arena_json_dump(arena, query->input);
    const aws_request request = {
        .arena = arena,
        .service = query->service,
        .action = query->action,
        .region = query->region,
        .target = tf_format(arena, "%s.%s", query->service->target_prefix, query->action),
        .content_type = "application/x-amz-json-1.1",
        .body = body,
        .body_size = strlen(body),
        .largest_answer = LARGEST_ANSWER,
        .confidential = query->confidential,
        .is_throttled = asks_to_come_later,
    };
    http_response response;
    return aws_request_send(client, call, &request, credentials, &response, error)
           && read_answer(&request, &response, out, error);
}
