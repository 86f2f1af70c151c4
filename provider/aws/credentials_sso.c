/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Credentials of a role that a user of single sign-on has: by an `sso-session` section, or all in the profile as it was
 * before. https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
 */
#include <jansson.h>

#include <tfprovider/log.h>

#include "aws/client_internal.h"
#include "aws/credentials_sources.h"
#include "aws/service.h"
#include "aws/sso_token.h"
#include "http/url.h"
#include "json/arena_json.h"

/* What the profile says of it. */
typedef struct sso_profile {
    const char *name;
    const char *account_id;
    const char *role_name;
    aws_sso_session session;
} sso_profile;

static aws_credentials_result fail(const aws_credentials_search *search, const sso_profile *profile,
                                   const char *problem)
{
    (void)tf_fail(search->call, "No AWS Credentials by Single Sign-On",
                  "Profile \"%s\" of the shared files, role %s of account %s: %s", profile->name,
                  profile->role_name != NULL ? profile->role_name : "?",
                  profile->account_id != NULL ? profile->account_id : "?", problem);
    return AWS_CREDENTIALS_FAILED;
}

/* The first of the settings that is missing; NULL where all are there. */
static const char *read_profile(const aws_shared_config *shared, sso_profile *out)
{
    const char *session = aws_shared_config_text(shared, AWS_SECTION_PROFILE, out->name, "sso_session");
    const aws_section_kind kind = session != NULL ? AWS_SECTION_SSO_SESSION : AWS_SECTION_PROFILE;
    const char *section = session != NULL ? session : out->name;
    out->account_id = aws_shared_config_text(shared, AWS_SECTION_PROFILE, out->name, "sso_account_id");
    out->role_name = aws_shared_config_text(shared, AWS_SECTION_PROFILE, out->name, "sso_role_name");
    out->session = (aws_sso_session){
        .start_url = aws_shared_config_text(shared, kind, section, "sso_start_url"),
        .region = aws_shared_config_text(shared, kind, section, "sso_region"),
        .is_renewable = session != NULL,
    };
    out->session.cache_key = session != NULL ? session : out->session.start_url;
    if (out->account_id == NULL)
        return "sso_account_id";
    if (out->role_name == NULL)
        return "sso_role_name";
    if (out->session.start_url == NULL)
        return "sso_start_url";
    return out->session.region == NULL ? "sso_region" : NULL;
}

static const char *text_of(tf_arena *arena, const json_t *object, const char *key)
{
    return tf_copy_text(arena, json_string_value(json_object_get(object, key)));
}

static const char *read_answer(tf_arena *arena, const http_response *response, aws_credentials *out)
{
    if (response->status == 401)
        return "the portal does not accept the token: sign in again.";
    if (response->status == 403 || response->status == 404)
        return "the portal does not give this role to whoever signed in. Check sso_account_id and sso_role_name.";
    if (response->status != 200)
        return tf_format(arena, "the portal answers %d.", response->status);
    json_t *answer = arena_json_read(arena, response->body, response->size);
    const json_t *credentials = json_object_get(answer, "roleCredentials");
    *out = (aws_credentials){
        .access_key = text_of(arena, credentials, "accessKeyId"),
        .secret_key = text_of(arena, credentials, "secretAccessKey"),
        .token = text_of(arena, credentials, "sessionToken"),
        .expires_at = json_integer_value(json_object_get(credentials, "expiration")) / 1000,
    };
    json_decref(answer);
    const bool has_all =
        out->access_key != NULL && out->secret_key != NULL && out->token != NULL && out->expires_at > 0;
    return has_all ? NULL : "the portal's answer has no credentials.";
}

static const char *ask_portal(const aws_credentials_search *search, const sso_profile *profile, const char *token,
                              aws_credentials *out)
{
    tf_arena *arena = tf_call_arena(search->call);
    const http_header bearer = { .name = "x-amz-sso_bearer_token", .value = token, .secret = true };
    aws_endpoint endpoint;
    if (!aws_resolve_endpoint(search->call, search->settings, &aws_sso, profile->session.region, &endpoint))
        return "there is no portal to ask.";
    const http_request request = {
        .method = "GET",
        .url = tf_format(arena, "%sfederation/credentials?role_name=%s&account_id=%s", endpoint.url,
                         http_escape(arena, profile->role_name), http_escape(arena, profile->account_id)),
        .what = "GetRoleCredentials",
        .headers = &bearer,
        .header_count = 1,
        .confidential = true,
        .idempotent = true,
        .max_retries = search->settings->max_attempts - 1,
        .timeout_ms = search->client->request_timeout_ms,
        .deadline = tf_call_deadline(search->call),
        .cancel = tf_call_cancel(search->call),
        .ca_bundle = search->settings->ca_bundle,
    };
    http_response response;
    http_error failure;
    if (!http_perform(search->client->engine, arena, &request, &response, &failure))
        return tf_format(arena, "%s.", failure.message);
    return read_answer(arena, &response, out);
}

aws_credentials_result aws_credentials_by_sso(const aws_credentials_search *search, const char *profile,
                                              aws_credentials *out)
{
    static const aws_credentials_names names = { "accessKeyId of the portal", "secretAccessKey of the portal",
                                                 "sessionToken of the portal" };
    tf_arena *arena = tf_call_arena(search->call);
    sso_profile read = { .name = profile };
    const char *missing = read_profile(&search->settings->shared, &read);
    if (missing != NULL)
        return fail(search, &read, tf_format(arena, "%s is not set.", missing));
    const char *login = tf_format(arena, "aws sso login --profile %s", profile);
    const char *token = aws_sso_token(search, &read.session, login);
    if (token == NULL)
        return AWS_CREDENTIALS_FAILED;
    aws_credentials found;
    const char *problem = ask_portal(search, &read, token, &found);
    if (problem != NULL)
        return fail(search, &read, problem);
    found.source = tf_format(arena, "profile \"%s\" of the shared files (single sign-on as %s in account %s)", profile,
                             read.role_name, read.account_id);
    return aws_credentials_accept(search, &names, &found, out);
}
