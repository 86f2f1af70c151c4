/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP for the whole process: one engine, whose thread drives every transfer through libcurl's multi interface and
 * keeps connections for reuse (HTTP/2 where the server offers it). Requests are made from any thread and block it.
 *
 * The engine repeats by itself what is safe to repeat (see http/retry.h), never follows a redirect, speaks plain http
 * to loopback addresses only, and keeps the cancel token and the deadline of a request to the millisecond. It logs
 * requests and answers at debug, bodies at trace; headers marked secret, and signatures, never.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfprovider/arena.h>
#include <tfprovider/cancel.h>

typedef struct http_engine http_engine;

/** A new engine. Costs next to nothing: libcurl and the thread start with the first request. The caller owns it. */
http_engine *http_engine_new(void);

/** Ends the thread and closes all connections. No request may be under way. NULL is accepted. */
void http_engine_free(http_engine *engine);

/** Bodies of answers are limited to this where a request does not say otherwise. */
#define HTTP_DEFAULT_MAX_BODY ((size_t)8 * 1024 * 1024)

/** An attempt may take this long, in milliseconds, where a request does not say otherwise. */
#define HTTP_DEFAULT_TIMEOUT_MS 30000

typedef struct http_header {
    const char *name;
    const char *value;
    bool secret; /**< never logged */
} http_header;

/** Signs each attempt by AWS's Signature Version 4, all headers of the request included. */
typedef struct http_signature {
    const char *scope; /**< libcurl's CURLOPT_AWS_SIGV4, such as "aws:amz:us-east-1:iam" */
    const char *access_key;
    const char *secret_key;
} http_signature;

typedef struct http_response {
    int status; /**< such as 200 */
    const http_header *headers;
    size_t header_count;
    const char *body; /**< NUL-terminated, never NULL */
    size_t size;      /**< bytes in `body`, without the NUL */
    int attempts;     /**< how often the request was made, 1 or more */
} http_response;

/** A request. Everything that it points to stays the caller's and unchanged until http_perform returns. */
typedef struct http_request {
    const char *method; /**< "GET", "POST", "PATCH", "DELETE" … */
    const char *url;    /**< absolute, query included, without user information */
    const char *what;   /**< what it does, in words for logs and errors: "CreateRole", "read the project" */
    const http_header *headers;
    size_t header_count;
    const char *content_type; /**< of `body`; NULL sends none */
    const char *body;         /**< NULL where there is none */
    size_t body_size;         /**< bytes */
    bool confidential; /**< the bodies, both ways, and the query of the URL hold secrets that nobody registered: they
                          are never logged */
    bool idempotent; /**< doing it twice does no harm, so that it is repeated even where an attempt may have arrived */
    int max_retries; /**< attempts beyond the first; 0 for none */
    int64_t timeout_ms;              /**< for each attempt; 0 means HTTP_DEFAULT_TIMEOUT_MS */
    int64_t deadline;                /**< for all of it, waits included, tf_now_ms based; 0 means TF_NEVER */
    tf_cancel *cancel;               /**< ends it within milliseconds; NULL where nothing does */
    size_t max_body;                 /**< bytes accepted as the answer's body; 0 means HTTP_DEFAULT_MAX_BODY */
    const char *ca_bundle;           /**< PEM file of trusted certificates; NULL means those of http/trust.h */
    const http_signature *signature; /**< NULL where it is not to be signed */
    bool is_metadata; /**< asks a metadata service, to which plain http may go: see http_is_metadata. No proxy is asked
                       */
    /**
     * Whether an answer says, in the service's own words, that nothing was done and the request should come again later
     * (throttling by other means than 429). Such an answer is treated as a 429. Optional; runs on the caller's thread.
     */
    bool (*is_throttled)(const http_response *response);
    /**
     * Shared by the requests that wait together when one of them is told to slow down; NULL for none. An answer 409
     * concerns one object only, and slows down nobody else.
     */
    struct http_pace *pace;
} http_request;

typedef enum http_error_kind {
    HTTP_ERROR_NONE = 0,
    HTTP_ERROR_CANCELLED, /**< the cancel token fired */
    HTTP_ERROR_DEADLINE,  /**< the request's deadline passed */
    HTTP_ERROR_TIMEOUT,   /**< the last attempt took longer than `timeout_ms` */
    HTTP_ERROR_CONNECT,   /**< no connection: name not found, refused, unreachable, nobody there within some seconds */
    HTTP_ERROR_TLS,       /**< certificate not trusted, handshake failed, CA bundle not readable */
    HTTP_ERROR_TRANSPORT, /**< the connection broke, or what came was not HTTP */
    HTTP_ERROR_TOO_LARGE, /**< the answer's body is larger than `max_body` */
    HTTP_ERROR_MEMORY,    /**< the arena has no room left for an answer, see tf_arena_limit */
    HTTP_ERROR_REFUSED,   /**< nothing was sent: not an acceptable URL (see http_url_problem), method or header */
} http_error_kind;

typedef struct http_error {
    http_error_kind kind;
    const char *message; /**< one sentence without a full stop at its end, in the arena of the request */
    bool sent;           /**< whether the server may have seen the request: its effect is then unknown */
    int attempts;
} http_error;

/**
 * Makes a request and waits for the answer, which may have any status, 3xx and 5xx included: an answer is a success.
 * Allocates from `arena`, whose owner is the calling thread. Returns false, and fills in `error`, where there is none.
 */
bool http_perform(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                  http_error *error);

/** The value of a header by its name in any case, NULL where it is absent. */
const char *http_response_header(const http_response *response, const char *name);

#endif
