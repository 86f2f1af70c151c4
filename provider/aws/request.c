/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the endpoint, signs, sends. What the answer means is the protocol's: query.c, json.c.
 */
#include "aws/request.h"

#include <string.h>

#include <tfprovider/log.h>

#include "aws/client_internal.h"
#include "http/body.h"
#include "http/url.h"

/* As much of a header is shown, in bytes. */
#define LONGEST_HEADER 200

/* A header's value, which may be as long as whoever answers likes. */
static const char *header_text(tf_arena *arena, const http_response *response, const char *name, const char *without)
{
    const char *value = http_response_header(response, name);
    return value == NULL ? without : tf_log_excerpt(arena, value, strlen(value), LONGEST_HEADER);
}

void aws_request_describe_foreign(const aws_request *request, const http_response *response, const char *problem,
                                  aws_error *error)
{
    tf_arena *arena = request->arena;
    error->code = "";
    error->outcome_unknown = response->status < 300 || response->status >= 500;
    if (response->status >= 300 && response->status < 400) {
        error->message = tf_format(arena, "a redirect to %s, which is not followed",
                                   header_text(arena, response, "Location", "nowhere"));
    } else {
        error->message = tf_format(arena, "an answer that is not one of %s's own (%s; %s): %s", error->service,
                                   header_text(arena, response, "Content-Type", "no content type"), problem,
                                   http_describe_body(arena, response));
    }
}

static bool fail_as_reported(aws_error *error)
{
    error->reported = true;
    return false;
}

/* Everything of one request but what is asked: `credentials` are NULL where it is not signed. */
static bool post(aws_client *client, tf_call *call, const aws_request *asked, const aws_endpoint *endpoint,
                 const aws_credentials *credentials, http_response *out, aws_error *error)
{
    static const aws_credentials nobody;
    const aws_credentials *signer = credentials != NULL ? credentials : &nobody;
    const aws_settings *settings = NULL;
    if (!aws_client_settings(client, call, &settings))
        return fail_as_reported(error);
    const http_signature signature = {
        .scope = tf_format(asked->arena, "aws:amz:%s:%s", endpoint->signing_region, asked->service->id),
        .access_key = signer->access_key,
        .secret_key = signer->secret_key,
    };
    http_header headers[2];
    size_t header_count = 0;
    if (asked->target != NULL)
        headers[header_count++] = (http_header){ .name = "X-Amz-Target", .value = asked->target };
    if (signer->token != NULL) {
        headers[header_count++] =
            (http_header){ .name = "X-Amz-Security-Token", .value = signer->token, .secret = true };
    }
    const http_request request = {
        .method = "POST",
        .url = endpoint->url,
        .what = asked->action,
        .headers = headers,
        .header_count = header_count,
        .content_type = asked->content_type,
        .body = asked->body,
        .body_size = asked->body_size,
        .confidential = asked->confidential,
        .idempotent = !asked->only_once,
        .max_retries = settings->max_attempts - 1,
        .timeout_ms = client->request_timeout_ms,
        .deadline = tf_call_deadline(call),
        .cancel = tf_call_cancel(call),
        .ca_bundle = settings->ca_bundle,
        .max_body = asked->largest_answer,
        .signature = credentials != NULL ? &signature : NULL,
        .is_throttled = asked->is_throttled,
        .pace = &client->paces[asked->service->number],
    };
    http_error failure;
    if (http_perform(client->engine, asked->arena, &request, out, &failure))
        return true;
    error->transport = failure.kind;
    error->message = failure.message;
    error->outcome_unknown = failure.sent;
    return false;
}

static aws_error error_before_any_answer(const aws_request *request)
{
    return (aws_error){
        .service = request->service->name,
        .service_id = request->service->id,
        .action = request->action,
        .host = "",
        .code = "",
        .message = "",
        .request_id = "",
        .date = "",
    };
}

bool aws_request_send(aws_client *client, tf_call *call, const aws_request *request, const aws_credentials *credentials,
                      http_response *out, aws_error *error)
{
    tf_arena *arena = request->arena;
    *error = error_before_any_answer(request);
    const aws_settings *settings = NULL;
    const char *region = request->region;
    aws_endpoint endpoint;
    if (!aws_client_settings(client, call, &settings) || (region == NULL && !aws_client_region(client, call, &region))
        || !aws_resolve_endpoint(call, settings, request->service, region, &endpoint))
        return fail_as_reported(error);
    error->host = http_url_host(arena, endpoint.url);
    error->region = region;
    error->credentials_source = credentials != NULL ? credentials->source : "nowhere";
    if (!post(client, call, request, &endpoint, credentials, out, error))
        return false;
    const char *date = http_response_header(out, "Date");
    error->status = out->status;
    error->date = date != NULL ? date : "";
    error->request_id = header_text(arena, out, "x-amzn-RequestId", "");
    return true;
}
