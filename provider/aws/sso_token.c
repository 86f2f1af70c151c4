/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the token cache of `aws sso login`, and renews a token by the OIDC service, in botocore's form, so that the CLI
 * goes on with what was renewed here.
 * https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
 */
#include "aws/sso_token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>
#include <openssl/evp.h>

#include <tfprovider/file.h>
#include <tfprovider/log.h>

#include "aws/client_internal.h"
#include "aws/service.h"
#include "aws/time.h"
#include "json/arena_json.h"

#define LARGEST_CACHE_FILE ((size_t)64 * 1024)
#define RENEWED_BEFORE 900 /* seconds, as botocore does */

static const char *cache_path(tf_arena *arena, const char *key)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    tf_text_builder path = { .arena = arena };
    tf_append(&path, aws_expand_home(arena, "~/.aws/sso/cache/"));
    if (EVP_Digest(key, strlen(key), digest, &size, EVP_sha1(), NULL) != 1)
        size = 0;
    for (unsigned i = 0; i < size; i++)
        tf_append_format(&path, "%02x", digest[i]);
    tf_append(&path, ".json");
    return tf_built_text(&path);
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void protect(const json_t *token)
{
    static const char *const secrets[] = { "accessToken", "refreshToken", "clientSecret" };
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        if (text_of(token, secrets[i]) != NULL)
            tf_log_protect(text_of(token, secrets[i]));
    }
}

/* The cached token, which the caller releases; NULL with why there is none. */
static json_t *read_cache(const aws_credentials_search *search, const char *path, const char **out_problem)
{
    tf_arena *arena = tf_call_arena(search->call);
    tf_file file;
    if (!tf_read_file(arena, path, LARGEST_CACHE_FILE, tf_call_cancel(search->call), &file)) {
        *out_problem = !file.exists ? "nobody has signed in: there is no file of a token"
                                    : tf_format(arena, "the file of the token cannot be read: %s", file.problem);
        return NULL;
    }
    json_t *token = arena_json_read(arena, file.text, file.size);
    if (json_is_object(token) && text_of(token, "accessToken") != NULL && text_of(token, "expiresAt") != NULL) {
        protect(token);
        return token;
    }
    json_decref(token);
    *out_problem = "the file of the token is not what `aws sso login` writes";
    return NULL;
}

/*
 * Replaces the file as a whole, readable for its owner alone. What goes wrong is no harm: the token is good all the
 * same.
 */
static void write_cache(tf_arena *arena, const char *path, const json_t *token)
{
    char *temporary = tf_format(arena, "%s.XXXXXX", path);
    const int file = mkostemp(temporary, O_CLOEXEC);
    if (file < 0 || json_dumpfd(token, file, JSON_COMPACT) != 0 || rename(temporary, path) != 0) {
        tf_log(TF_LOG_WARN, "provider.aws", "the renewed token of single sign-on cannot be kept in %s: %s", path,
               strerror(errno));
    }
    if (file >= 0)
        (void)close(file);
}

static bool can_be_renewed(const json_t *token)
{
    int64_t registered_until = 0;
    const char *until = text_of(token, "registrationExpiresAt");
    return text_of(token, "refreshToken") != NULL && text_of(token, "clientId") != NULL
           && text_of(token, "clientSecret") != NULL && until != NULL && aws_parse_time(until, &registered_until)
           && registered_until > aws_now();
}

/* Takes the answer's new parts into `token`. */
static bool take_renewed(tf_arena *arena, json_t *token, const http_response *response)
{
    json_t *answer = arena_json_read(arena, response->body, response->size);
    const char *access = text_of(answer, "accessToken");
    const json_int_t lifetime = json_integer_value(json_object_get(answer, "expiresIn"));
    const bool is_good = response->status == 200 && access != NULL && lifetime > 0;
    if (is_good) {
        json_object_set_new(token, "accessToken", json_string(access));
        json_object_set_new(token, "expiresAt", json_string(aws_time_text(arena, aws_now() + lifetime)));
        if (text_of(answer, "refreshToken") != NULL)
            json_object_set(token, "refreshToken", json_object_get(answer, "refreshToken"));
        protect(token);
    }
    json_decref(answer);
    return is_good;
}

static bool renew(const aws_credentials_search *search, const aws_sso_session *session, json_t *token)
{
    tf_arena *arena = tf_call_arena(search->call);
    aws_endpoint endpoint;
    if (!aws_resolve_endpoint(search->call, search->settings, &aws_sso_oidc, session->region, &endpoint))
        return false;
    json_t *asked = json_pack(
        "{s:s, s:O, s:O, s:O}", "grantType", "refresh_token", "clientId", json_object_get(token, "clientId"),
        "clientSecret", json_object_get(token, "clientSecret"), "refreshToken", json_object_get(token, "refreshToken"));
    const size_t size = json_dumpb(asked, NULL, 0, JSON_COMPACT);
    char *body = tf_alloc(arena, size + 1);
    (void)json_dumpb(asked, body, size, JSON_COMPACT);
    json_decref(asked);
    const http_request request = {
        .method = "POST",
        .url = tf_format(arena, "%stoken", endpoint.url),
        .what = "renew the token of single sign-on",
        .content_type = "application/json",
        .body = body,
        .body_size = size,
        .confidential = true,
        .max_retries = search->settings->max_attempts - 1,
        .deadline = tf_call_deadline(search->call),
        .cancel = tf_call_cancel(search->call),
        .ca_bundle = search->settings->ca_bundle,
    };
    http_response response;
    http_error failure;
    return http_perform(search->client->engine, arena, &request, &response, &failure)
           && take_renewed(arena, token, &response);
}

/* Why the token is not good; NULL where it is. Renews it before that. */
static const char *find_problem(const aws_credentials_search *search, const aws_sso_session *session, const char *path,
                                json_t *token)
{
    tf_arena *arena = tf_call_arena(search->call);
    int64_t ends = 0;
    const char *start_url = text_of(token, "startUrl");
    if (start_url != NULL && session->start_url != NULL && strcmp(start_url, session->start_url) != 0)
        return tf_format(arena, "the token is of another start URL, %s", start_url);
    if (!aws_parse_time(text_of(token, "expiresAt"), &ends))
        return "the file of the token does not say when it ends";
    if (session->is_renewable && ends - aws_now() < RENEWED_BEFORE && can_be_renewed(token)
        && renew(search, session, token)) {
        write_cache(arena, path, token);
        return NULL;
    }
    return ends > aws_now() ? NULL : tf_format(arena, "the token ended at %s", text_of(token, "expiresAt"));
}

const char *aws_sso_token(const aws_credentials_search *search, const aws_sso_session *session, const char *login)
{
    tf_arena *arena = tf_call_arena(search->call);
    const char *path = cache_path(arena, session->cache_key);
    const char *problem = NULL;
    const char *access = NULL;
    json_t *token = read_cache(search, path, &problem);
    if (token != NULL)
        problem = find_problem(search, session, path, token);
    if (problem == NULL)
        access = tf_copy_text(arena, text_of(token, "accessToken"));
    json_decref(token);
    if (problem != NULL) {
        (void)tf_fail(search->call, "Not Signed In by AWS Single Sign-On",
                      "Single sign-on at %s: %s (%s). Run `%s`, and then Terraform again.",
                      session->start_url != NULL ? session->start_url : session->cache_key, problem, path, login);
    }
    return access;
}
