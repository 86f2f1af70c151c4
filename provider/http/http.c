/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request from its first attempt to its last: pace, retries, deadline, and what the log says of each. The attempts
 * themselves are exchange.c's.
 */
#include "http/http.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

#include <tfprovider/log.h>

#include "http/engine.h"
#include "http/exchange.h"
#include "http/pace.h"
#include "http/retry.h"
#include "http/url.h"

#define LOG_MODULE "provider.http"

/* Bodies are cut to this many bytes in the log. */
#define LONGEST_LOGGED_BODY 32768

const char *http_response_header(const http_response *response, const char *name)
{
    for (size_t i = 0; i < response->header_count; i++) {
        if (strcasecmp(response->headers[i].name, name) == 0)
            return response->headers[i].value;
    }
    return NULL;
}

static void log_body(tf_arena *arena, const char *message, const http_request *request, const char *body, size_t size)
{
    if (body == NULL || size == 0 || request->confidential || !tf_log_enabled(TF_LOG_TRACE))
        return;
    const tf_log_field fields[] = {
        { "what", request->what },
        { "body", tf_log_excerpt(arena, body, size, LONGEST_LOGGED_BODY) },
        { NULL, NULL },
    };
    tf_log_fields(TF_LOG_TRACE, LOG_MODULE, message, fields);
}

static void log_headers(tf_arena *arena, const http_request *request)
{
    if (!tf_log_enabled(TF_LOG_TRACE))
        return;
    tf_text_builder text = { .arena = arena };
    for (size_t i = 0; i < request->header_count; i++) {
        const http_header *header = &request->headers[i];
        tf_append_format(&text, "%s: %s\n", header->name, header->secret ? "(sensitive value)" : header->value);
    }
    const tf_log_field fields[] = { { "what", request->what }, { "headers", tf_built_text(&text) }, { NULL, NULL } };
    tf_log_fields(TF_LOG_TRACE, LOG_MODULE, "HTTP request headers", fields);
}

static void log_request(tf_arena *arena, const http_request *request, int number)
{
    if (!tf_log_enabled(TF_LOG_DEBUG))
        return;
    const tf_log_field fields[] = {
        { "what", request->what },
        { "method", request->method },
        { "url", request->confidential ? http_url_shown(arena, request->url) : request->url },
        { "attempt", tf_format(arena, "%d", number) },
        { NULL, NULL },
    };
    tf_log_fields(TF_LOG_DEBUG, LOG_MODULE, "HTTP request", fields);
    log_headers(arena, request);
    log_body(arena, "HTTP request body", request, request->body, request->body_size);
}

/* `response` is NULL where no answer came. */
static void log_outcome(tf_arena *arena, const http_request *request, const http_response *response,
                        const http_error *error, int64_t started)
{
    if (!tf_log_enabled(TF_LOG_DEBUG))
        return;
    const tf_log_field fields[] = {
        { "what", request->what },
        { response != NULL ? "status" : "error",
          response != NULL ? tf_format(arena, "%d", response->status) : error->message },
        { "bytes", tf_format(arena, "%zu", response != NULL ? response->size : 0) },
        { "milliseconds", tf_format(arena, "%lld", (long long)(tf_now_ms() - started)) },
        { NULL, NULL },
    };
    tf_log_fields(TF_LOG_DEBUG, LOG_MODULE, response != NULL ? "HTTP response" : "HTTP request failed", fields);
    if (response != NULL)
        log_body(arena, "HTTP response body", request, response->body, response->size);
}

static double random_chance(void)
{
    uint32_t bits = 0;
    if (getentropy(&bits, sizeof bits) != 0)
        return 0.5;
    return (double)bits / 4294967296.0;
}

static bool should_retry(const http_request *request, int number, const http_response *response,
                         const http_error *error, int64_t *out_delay_ms)
{
    struct timespec wall = { 0 };
    (void)clock_gettime(CLOCK_REALTIME, &wall);
    http_attempt attempt = {
        .idempotent = request->idempotent,
        .number = number,
        .max_retries = request->max_retries,
        .chance = random_chance(),
        .wall_seconds = wall.tv_sec,
        .left_ms = request->deadline == 0 || request->deadline == TF_NEVER ? TF_NEVER : request->deadline - tf_now_ms(),
    };
    if (response != NULL) {
        attempt.status = response->status;
        attempt.throttled = request->is_throttled != NULL && request->is_throttled(response);
        attempt.retry_after = http_response_header(response, "Retry-After");
    } else {
        attempt.error = error->kind;
        attempt.sent = error->sent;
    }
    return http_should_retry(&attempt, out_delay_ms);
}

/* Waits between two attempts. False where the cancel token fired. */
static bool wait_before_retry(tf_arena *arena, const http_request *request, int64_t delay_ms)
{
    if (tf_log_enabled(TF_LOG_DEBUG)) {
        const tf_log_field fields[] = {
            { "what", request->what },
            { "milliseconds", tf_format(arena, "%lld", (long long)delay_ms) },
            { NULL, NULL },
        };
        tf_log_fields(TF_LOG_DEBUG, LOG_MODULE, "HTTP request will be made again", fields);
    }
    return tf_cancel_wait(request->cancel, tf_deadline_in_ms(delay_ms));
}

static bool is_told_to_slow_down(const http_request *request, const http_response *response)
{
    if (response->status == 409)
        return false;
    return response->status == 429 || (request->is_throttled != NULL && request->is_throttled(response));
}

/* Tells those that share the request's pace how it went. */
static void note_pace(const http_request *request, const http_response *response, int64_t delay_ms)
{
    if (request->pace == NULL || response == NULL)
        return;
    if (is_told_to_slow_down(request, response)) {
        http_pace_slow_down(request->pace, tf_now_ms(), delay_ms);
    } else if (response->status < 400) {
        http_pace_speed_up(request->pace);
    }
}

/*
 * Waits for the request's place among those that share its pace. False where the cancel token or the deadline came
 * first.
 */
static bool keep_pace(const http_request *request)
{
    if (request->pace == NULL)
        return true;
    const int64_t now = tf_now_ms();
    const int64_t start = http_pace_take(request->pace, now);
    const int64_t deadline = request->deadline == 0 ? TF_NEVER : request->deadline;
    return start <= now || (tf_cancel_wait(request->cancel, start < deadline ? start : deadline) && start < deadline);
}

static bool fail(http_error *error, http_error_kind kind, const char *message)
{
    error->kind = kind;
    error->message = message;
    return false;
}

static bool is_acceptable(tf_arena *arena, const http_request *request, http_error *error)
{
    const char *problem =
        request->is_metadata ? http_metadata_url_problem(arena, request->url) : http_url_problem(arena, request->url);
    if (problem != NULL) {
        const int size = (int)strlen(problem) - 1; /* without the full stop */
        return fail(error, HTTP_ERROR_REFUSED,
                    tf_format(arena, "no request was made to \"%s\": %.*s", http_url_shown(arena, request->url), size,
                              problem));
    }
    for (size_t i = 0; i < request->header_count; i++) {
        const http_header *header = &request->headers[i];
        if (strpbrk(header->name, "\r\n:") != NULL || strpbrk(header->value, "\r\n") != NULL) {
            return fail(error, HTTP_ERROR_REFUSED,
                        tf_format(arena, "the value for header %s contains a line break", header->name));
        }
    }
    return true;
}

bool http_perform(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                  http_error *error)
{
    *error = (http_error){ .kind = HTTP_ERROR_NONE };
    if (!is_acceptable(arena, request, error))
        return false;
    if (tf_arena_left(arena) == 0) {
        return fail(error, HTTP_ERROR_MEMORY,
                    "no request was made, since the call has taken all memory that it may have");
    }
    if (!http_engine_start(engine))
        return fail(error, HTTP_ERROR_TRANSPORT, "the system has no memory or thread left for making requests");
    bool may_have_arrived = false;
    for (int number = 1;; number++) {
        *error = (http_error){ .attempts = number };
        *out = (http_response){ .attempts = number };
        const bool in_time = keep_pace(request);
        if (tf_cancel_fired(request->cancel)) {
            error->sent = may_have_arrived;
            return fail(error, HTTP_ERROR_CANCELLED, "the operation was cancelled");
        }
        if (!in_time) {
            error->sent = may_have_arrived;
            return fail(error, HTTP_ERROR_DEADLINE, "the time was over while the service asked to slow down");
        }
        log_request(arena, request, number);
        const int64_t started = tf_now_ms();
        const bool answered = http_exchange(engine, arena, request, out, error);
        log_outcome(arena, request, answered ? out : NULL, error, started);
        int64_t delay_ms = 0;
        const bool again = should_retry(request, number, answered ? out : NULL, error, &delay_ms);
        note_pace(request, answered ? out : NULL, delay_ms);
        may_have_arrived = may_have_arrived || (!answered && error->sent);
        if (!again) {
            error->sent = error->sent || may_have_arrived;
            return answered;
        }
        if (!wait_before_retry(arena, request, delay_ms)) {
            error->sent = may_have_arrived;
            return fail(error, HTTP_ERROR_CANCELLED, "the operation was cancelled");
        }
    }
}
