/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One attempt at a request as a transfer of libcurl: its options, its callbacks and what is made of its end. Whether
 * there is another attempt is http.c's to decide.
 */
#include "http/exchange.h"

#include <string.h>
#include <strings.h>

#include <openssl/crypto.h>

#include "http/proxy.h"
#include "http/trust.h"
#include "http/url.h"

#define CONNECT_TIMEOUT_MS 10000

/* libcurl's time-outs may come by so much earlier than the deadline that they were computed from. */
#define CLOCK_SLACK_MS 20

#define USER_AGENT "terraform-provider-langgraph/" PROVIDER_VERSION

/* What the callbacks need of an attempt; they run on the engine's thread while the caller waits. */
typedef struct exchange {
    tf_text_builder body;
    size_t max_body;
    bool too_large;
    bool too_much_memory;
    bool is_sent; /**< the connection stood, tunnel and TLS included, and the request went off, or was about to */
    http_trust trust;
    char message[CURL_ERROR_SIZE];
} exchange;

static size_t receive(char *data, size_t unit, size_t count, void *context)
{
    exchange *receiver = context;
    const size_t size = unit * count;
    if (size > tf_arena_left(receiver->body.arena)) {
        receiver->too_much_memory = true;
        return CURL_WRITEFUNC_ERROR;
    }
    if (size > receiver->max_body - receiver->body.length) {
        receiver->too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    tf_append_bytes(&receiver->body, data, size);
    return size;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's */
static int note_sent(void *context, char *address, char *local_address, int port, int local_port)
{
    (void)address;
    (void)local_address;
    (void)port;
    (void)local_port;
    exchange *state = context;
    state->is_sent = true;
    return CURL_PREREQFUNC_OK;
}

int64_t http_attempt_limit_ms(const http_request *request)
{
    const int64_t limit = request->timeout_ms > 0 ? request->timeout_ms : HTTP_DEFAULT_TIMEOUT_MS;
    if (request->deadline == 0 || request->deadline == TF_NEVER)
        return limit;
    const int64_t left = request->deadline - tf_now_ms();
    return left < limit ? left : limit;
}

/* libcurl copies `line`, and the copy is cleansed by release_headers. False where memory is short. */
static bool add_header(struct curl_slist **headers, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*headers, line);
    if (longer == NULL)
        return false;
    *headers = longer;
    return true;
}

static bool make_headers(tf_arena *arena, const http_request *request, struct curl_slist **out)
{
    bool complete = true;
    for (size_t i = 0; i < request->header_count; i++) {
        const http_header *header = &request->headers[i];
        complete = complete && add_header(out, tf_format(arena, "%s: %s", header->name, header->value));
    }
    /*
     * Without a value libcurl leaves its own default out. A signed request must not have one: it would be signed as
     * empty.
     */
    if (request->content_type != NULL) {
        complete = complete && add_header(out, tf_format(arena, "Content-Type: %s", request->content_type));
    } else if (request->signature == NULL) {
        complete = complete && add_header(out, "Content-Type:");
    }
    return complete;
}

static void release_headers(struct curl_slist *headers)
{
    for (const struct curl_slist *each = headers; each != NULL; each = each->next)
        OPENSSL_cleanse(each->data, strlen(each->data));
    curl_slist_free_all(headers);
}

static void set_method(CURL *easy, const http_request *request)
{
    const bool may_have_body = request->body != NULL || strcmp(request->method, "POST") == 0
                               || strcmp(request->method, "PUT") == 0 || strcmp(request->method, "PATCH") == 0;
    if (may_have_body) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body != NULL ? request->body : "");
    } else {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    }
    if (strcmp(request->method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else {
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    }
}

/*
 * A proxy could not reach this machine's loopback or metadata, and would get what plain http may only show to this
 * machine.
 */
static void set_proxy(CURL *easy, tf_arena *arena, const http_request *request)
{
    http_url url;
    if (request->is_metadata || (http_url_parse(arena, request->url, &url) && http_is_loopback(url.host))) {
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    } else {
        curl_easy_setopt(easy, CURLOPT_NOPROXY, http_exceptions_from_proxy(arena, url.port));
    }
}

static void set_trust(CURL *easy, const http_trust *trust)
{
    curl_easy_setopt(easy, CURLOPT_CAINFO, trust->file);
    curl_easy_setopt(easy, CURLOPT_CAPATH, trust->directories);
}

static void set_connection(CURL *easy, const http_request *request)
{
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    /*
     * When a reused connection turns out to be dead, libcurl by itself sends the request again, although the server may
     * have acted on it before it hung up. So what must not happen twice gets a connection of its own.
     */
    if (!request->idempotent) {
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    } else if (strncmp(request->url, "https:", strlen("https:")) == 0) {
        /* Whether a connection takes several requests shows with TLS. Plain http would wait for the first answer. */
        curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    }
}

static void set_options(CURL *easy, tf_arena *arena, const http_request *request, exchange *state,
                        struct curl_slist *headers, int64_t limit_ms)
{
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, USER_AGENT);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, state->message);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, state);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, note_sent);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, state);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)limit_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)(limit_ms < CONNECT_TIMEOUT_MS ? limit_ms : CONNECT_TIMEOUT_MS));
    set_method(easy, request);
    set_trust(easy, &state->trust);
    set_connection(easy, request);
    set_proxy(easy, arena, request);
    if (request->signature != NULL) {
        curl_easy_setopt(easy, CURLOPT_AWS_SIGV4, request->signature->scope);
        curl_easy_setopt(easy, CURLOPT_USERNAME, request->signature->access_key);
        curl_easy_setopt(easy, CURLOPT_PASSWORD, request->signature->secret_key);
    }
}

static void read_answer(CURL *easy, tf_arena *arena, const exchange *state, http_response *out)
{
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    size_t count = 0;
    struct curl_header *header = NULL;
    while ((header = curl_easy_nextheader(easy, CURLH_HEADER, -1, header)) != NULL)
        count++;
    http_header *headers = tf_alloc_array(arena, count, sizeof *headers);
    size_t filled = 0;
    while (filled < count && (header = curl_easy_nextheader(easy, CURLH_HEADER, -1, header)) != NULL) {
        headers[filled].name = tf_copy_text(arena, header->name);
        headers[filled].value = tf_copy_text(arena, header->value);
        filled++;
    }
    out->status = (int)status;
    out->headers = headers;
    out->header_count = filled;
    out->body = tf_built_text(&state->body);
    out->size = state->body.length;
}

/* A handshake that the other side cut is a broken connection; one that OpenSSL objects to ("error:0A00…") is not. */
static http_error_kind kind_of_handshake(const char *message)
{
    return strstr(message, "error:") == NULL ? HTTP_ERROR_CONNECT : HTTP_ERROR_TLS;
}

/* Where nothing was sent, it was the connection that took too long. */
static http_error_kind kind_of_timeout(const http_request *request, bool sent)
{
    if (request->deadline != 0 && tf_now_ms() >= request->deadline - CLOCK_SLACK_MS)
        return HTTP_ERROR_DEADLINE;
    return sent ? HTTP_ERROR_TIMEOUT : HTTP_ERROR_CONNECT;
}

static http_error_kind kind_of_result(CURLcode result, const exchange *state, const http_request *request, bool sent)
{
    switch (result) {
    case CURLE_ABORTED_BY_CALLBACK:
        return HTTP_ERROR_CANCELLED;
    case CURLE_OPERATION_TIMEDOUT:
        return kind_of_timeout(request, sent);
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        return HTTP_ERROR_CONNECT;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: /* also of a proxy that refuses to open a tunnel */
    case CURLE_GOT_NOTHING:
        return sent ? HTTP_ERROR_TRANSPORT : HTTP_ERROR_CONNECT;
    case CURLE_SSL_CONNECT_ERROR:
        return kind_of_handshake(state->message);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
        return HTTP_ERROR_TLS;
    case CURLE_WRITE_ERROR:
        if (state->too_much_memory)
            return HTTP_ERROR_MEMORY;
        return state->too_large ? HTTP_ERROR_TOO_LARGE : HTTP_ERROR_TRANSPORT;
    case CURLE_URL_MALFORMAT:
    case CURLE_BAD_FUNCTION_ARGUMENT:
        return HTTP_ERROR_REFUSED;
    default:
        return HTTP_ERROR_TRANSPORT;
    }
}

static const char *describe_error(tf_arena *arena, http_error_kind kind, CURLcode result, const exchange *state,
                                  const http_request *request, int64_t limit_ms)
{
    const char *host = http_url_host(arena, request->url);
    const char *detail =
        http_without_proxy_password(arena, state->message[0] != '\0' ? state->message : curl_easy_strerror(result));
    switch (kind) {
    case HTTP_ERROR_CANCELLED:
        return "the operation was cancelled";
    case HTTP_ERROR_DEADLINE:
        return tf_format(arena, "time ran out while waiting for %s", host);
    case HTTP_ERROR_TIMEOUT:
        return tf_format(arena, "%s did not answer within %lld ms", host, (long long)limit_ms);
    case HTTP_ERROR_CONNECT:
        return tf_format(arena, "no connection to %s came about: %s", host, detail);
    case HTTP_ERROR_TLS:
        return tf_format(arena, "no trusted connection to %s came about: %s (%s)", host, detail, state->trust.looked);
    case HTTP_ERROR_MEMORY:
        return tf_format(arena, "the answers of %s take more memory than a call may have", host);
    case HTTP_ERROR_TOO_LARGE:
        return tf_format(arena, "the answer of %s is larger than %zu bytes", host, state->max_body);
    default:
        return tf_format(arena, "the exchange with %s failed: %s", host, detail);
    }
}

static bool run(http_engine *engine, CURL *easy, tf_arena *arena, const http_request *request, exchange *state,
                struct curl_slist *headers, http_response *out, http_error *error)
{
    const int64_t limit_ms = http_attempt_limit_ms(request);
    if (limit_ms <= 0) {
        error->kind = HTTP_ERROR_DEADLINE;
        error->message = tf_format(arena, "time ran out before %s was asked", http_url_host(arena, request->url));
        return false;
    }
    const char *problem = http_trust_problem(arena, &state->trust);
    if (problem != NULL) {
        error->kind = HTTP_ERROR_TLS;
        error->message = tf_format(arena, "no request was made: %s (%s)", problem, state->trust.looked);
        return false;
    }
    set_options(easy, arena, request, state, headers, limit_ms);
    const CURLcode result = http_engine_run(engine, easy, request->cancel);
    if (result == CURLE_OK) {
        read_answer(easy, arena, state, out);
        return true;
    }
    error->sent = state->is_sent;
    error->kind = kind_of_result(result, state, request, error->sent);
    error->message = describe_error(arena, error->kind, result, state, request, limit_ms);
    return false;
}

bool http_exchange(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                   http_error *error)
{
    exchange state = {
        .body = { .arena = arena },
        .max_body = request->max_body > 0 ? request->max_body : HTTP_DEFAULT_MAX_BODY,
        .trust = http_find_trust(arena, request->ca_bundle, &http_system_trust),
    };
    struct curl_slist *headers = NULL;
    CURL *easy = curl_easy_init();
    bool answered = false;
    if (easy == NULL || !make_headers(arena, request, &headers)) {
        error->kind = HTTP_ERROR_TRANSPORT;
        error->message = "memory is short";
    } else {
        answered = run(engine, easy, arena, request, &state, headers, out, error);
    }
    curl_easy_cleanup(easy);
    release_headers(headers);
    return answered;
}
