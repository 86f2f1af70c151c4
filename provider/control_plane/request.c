/* SPDX-License-Identifier: Apache-2.0 */
/* One request and its answer, told apart by kind. What the body means is the decoder's business. */
#include "control_plane/request.h"

#include <string.h>

#include "control_plane/id.h"
#include "http/body.h"

static control_plane_error_kind kind_of_transport(http_error_kind kind)
{
    switch (kind) {
    case HTTP_ERROR_CANCELLED:
        return CONTROL_PLANE_ERROR_CANCELLED;
    case HTTP_ERROR_DEADLINE:
        return CONTROL_PLANE_ERROR_DEADLINE;
    case HTTP_ERROR_TOO_LARGE:
    case HTTP_ERROR_MEMORY:
        return CONTROL_PLANE_ERROR_FOREIGN;
    default:
        return CONTROL_PLANE_ERROR_NO_ANSWER;
    }
}

static control_plane_error_kind kind_of_status(int status)
{
    switch (status) {
    case 400:
    case 422:
        return CONTROL_PLANE_ERROR_INVALID;
    case 401:
        return CONTROL_PLANE_ERROR_UNAUTHORIZED;
    case 403:
        return CONTROL_PLANE_ERROR_FORBIDDEN;
    case 404:
        return CONTROL_PLANE_ERROR_NOT_FOUND;
    case 409:
        return CONTROL_PLANE_ERROR_CONFLICT;
    case 429:
        return CONTROL_PLANE_ERROR_THROTTLED;
    case 405: /* what a web server says of a path that is there for something else */
        return CONTROL_PLANE_ERROR_FOREIGN;
    default:
        if (status >= 500)
            return CONTROL_PLANE_ERROR_UNAVAILABLE;
        return status >= 400 ? CONTROL_PLANE_ERROR_REFUSED : CONTROL_PLANE_ERROR_FOREIGN;
    }
}

static const char *location_text(tf_arena *arena, const json_t *location)
{
    tf_text_builder builder = { .arena = arena };
    size_t index;
    json_t *step;
    json_array_foreach(location, index, step)
    {
        const char *name = json_string_value(step);
        if (index == 0 && name != NULL && strcmp(name, "body") == 0)
            continue;
        const char *between = builder.length > 0 ? "." : "";
        if (name != NULL) {
            tf_append_format(&builder, "%s%s", between, name);
        } else if (json_is_integer(step)) {
            tf_append_format(&builder, "%s%lld", between, (long long)json_integer_value(step));
        }
    }
    return tf_built_text(&builder);
}

/* `{"detail": [{"loc": [...], "msg": "..."}]}` as problems, and in words. */
static const char *read_problems(tf_arena *arena, const json_t *entries, control_plane_error *error)
{
    control_plane_problem *problems = tf_alloc_array(arena, json_array_size(entries), sizeof *problems);
    tf_text_builder builder = { .arena = arena };
    size_t index;
    json_t *entry;
    json_array_foreach(entries, index, entry)
    {
        const char *message = http_quote(arena, json_string_value(json_object_get(entry, "msg")));
        problems[index] = (control_plane_problem){
            .location = location_text(arena, json_object_get(entry, "loc")),
            .message = message == NULL ? "is not accepted" : message,
        };
        const char *between = index == 0 ? "" : "; ";
        const char *colon = *problems[index].location == '\0' ? "" : ": ";
        tf_append_format(&builder, "%s%s%s%s", between, problems[index].location, colon, problems[index].message);
    }
    error->problems = problems;
    error->problem_count = json_array_size(entries);
    return tf_built_text(&builder);
}

/* The service's own words; NULL where the body is none of its errors. */
static const char *read_detail(tf_arena *arena, const json_t *body, control_plane_error *error)
{
    const json_t *detail = json_object_get(body, "detail");
    if (json_is_array(detail))
        return read_problems(arena, detail, error);
    return http_quote(arena, json_string_value(detail));
}

/*
 * Whether doing nothing further is safe to assume: an answer in the service's own words that is no failure of its own.
 */
static bool was_refused(const control_plane_error *error)
{
    return error->kind != CONTROL_PLANE_ERROR_UNAVAILABLE && error->kind != CONTROL_PLANE_ERROR_FOREIGN;
}

static bool read_failure(tf_arena *arena, const control_plane_request *request, const http_response *response,
                         const json_t *body, control_plane_error *error)
{
    error->status = response->status;
    error->kind = kind_of_status(response->status);
    error->detail = read_detail(arena, body, error);
    if (error->detail == NULL) {
        error->detail = tf_format(arena, "HTTP %d with %s", response->status, http_describe_body(arena, response));
        /* What a proxy or another service refuses, or does not have, says nothing about the project. */
        if (error->kind == CONTROL_PLANE_ERROR_NOT_FOUND || error->kind == CONTROL_PLANE_ERROR_CONFLICT
            || error->kind == CONTROL_PLANE_ERROR_REFUSED)
            error->kind = CONTROL_PLANE_ERROR_FOREIGN;
    }
    error->outcome_unknown = !request->idempotent && !was_refused(error);
    return false;
}

bool control_plane_read_answer(const control_plane_session *session, const control_plane_request *request,
                               const http_response *response, control_plane_error *error)
{
    tf_arena *arena = session->arena;
    json_t *body = arena_json_read(arena, response->body, response->size);
    bool accepted = false;
    if (response->status < 200 || response->status > 299) {
        accepted = read_failure(arena, request, response, body, error);
    } else if (request->decode == NULL || request->decode(arena, body, request->out)) {
        accepted = true;
    } else {
        error->status = response->status;
        error->kind = CONTROL_PLANE_ERROR_FOREIGN;
        error->detail = tf_format(arena, "HTTP %d with %s, which is not an answer of the control plane",
                                  response->status, http_describe_body(arena, response));
        error->outcome_unknown = !request->idempotent;
    }
    json_decref(body);
    return accepted;
}

/* The last gate before a request goes out: an id like ".." would make it one for something else. */
static bool fail_as_misdirected(const control_plane_request *request, control_plane_error *error)
{
    json_decref(request->body);
    error->kind = CONTROL_PLANE_ERROR_INVALID;
    error->detail = "no request was made, since an id in it is none of the control plane's";
    return false;
}

bool control_plane_send(const control_plane_session *session, const control_plane_request *request,
                        control_plane_error *error)
{
    const control_plane_config *config = session->config;
    *error = (control_plane_error){ .what = request->what, .endpoint = config->endpoint, .detail = "" };
    if (!control_plane_is_path(request->path))
        return fail_as_misdirected(request, error);
    const char *body = request->body == NULL ? NULL : arena_json_dump(session->arena, request->body);
    json_decref(request->body);
    const http_header headers[] = {
        { .name = "X-Api-Key", .value = config->api_key, .secret = true },
        { .name = "Accept", .value = "application/json" },
        { .name = "X-Tenant-Id", .value = session->workspace_id },
    };
    const http_request http = {
        .method = request->method,
        .url = tf_format(session->arena, "%s%s", config->endpoint, request->path),
        .what = request->what,
        .headers = headers,
        .header_count = session->workspace_id == NULL ? 2 : 3,
        .content_type = body == NULL ? NULL : "application/json",
        .body = body,
        .body_size = body == NULL ? 0 : strlen(body),
        .confidential = true, /* environment variables, and in v2 nothing tells which are secret */
        .idempotent = request->idempotent,
        .max_retries = session->max_retries,
        .pace = session->pace,
        .timeout_ms = config->request_timeout_ms,
        .deadline = session->deadline,
        .cancel = session->cancel,
        .ca_bundle = config->ca_bundle,
    };
    if (config->summary != NULL) {
        error->kind = CONTROL_PLANE_ERROR_UNUSABLE;
        error->summary = config->summary;
        error->detail = config->detail;
        return false;
    }
    http_response response;
    http_error failure;
    if (!config->perform(session->engine, session->arena, &http, &response, &failure)) {
        error->kind = kind_of_transport(failure.kind);
        error->detail = failure.message;
        error->outcome_unknown = !request->idempotent && failure.sent;
        return false;
    }
    return control_plane_read_answer(session, request, &response, error);
}
