/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a profile can say of credentials, in botocore's order: a role on top of another source, a web identity, single
 * sign-on, keys of the credentials file, a program, keys of the config file. A role goes before keys that were left
 * over beside it.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "aws/credentials_sources.h"

/* A profile that is being looked at, and those that led to it. */
typedef struct visit {
    const char *profile;
    const struct visit *from; /* NULL for the first */
} visit;

static aws_credentials_result resolve(const aws_credentials_search *search, const visit *at, aws_credentials *out);

static const char *text_of(const aws_credentials_search *search, const visit *at, const char *key)
{
    return aws_shared_config_text(&search->settings->shared, AWS_SECTION_PROFILE, at->profile, key);
}

static aws_credentials_result fail(const aws_credentials_search *search, const visit *at, const char *problem)
{
    (void)tf_fail(search->call, "AWS Profile Without Credentials", "Profile \"%s\" of the shared files (%s): %s",
                  at->profile, search->settings->shared.looked, problem);
    return AWS_CREDENTIALS_FAILED;
}

static bool has_keys(const aws_credentials_search *search, const visit *at)
{
    return text_of(search, at, "aws_access_key_id") != NULL || text_of(search, at, "aws_secret_access_key") != NULL;
}

/* Keys of the config file give way to a program, those of the credentials file do not. */
static bool has_keys_in_credentials_file(const aws_credentials_search *search, const visit *at)
{
    return aws_shared_config_has_in(&search->settings->shared, AWS_CREDENTIALS_FILE, at->profile, "aws_access_key_id");
}

static aws_credentials_result take_keys(const aws_credentials_search *search, const visit *at, aws_credentials *out)
{
    static const aws_credentials_names names = { "aws_access_key_id in the shared files",
                                                 "aws_secret_access_key in the shared files",
                                                 "aws_session_token in the shared files" };
    const aws_credentials found = {
        .access_key = text_of(search, at, "aws_access_key_id"),
        .secret_key = text_of(search, at, "aws_secret_access_key"),
        .token = text_of(search, at, "aws_session_token"),
        .source = tf_format(tf_call_arena(search->call), "profile \"%s\" of the shared files", at->profile),
    };
    if (found.access_key == NULL || found.secret_key == NULL) {
        return fail(search, at,
                    "of aws_access_key_id and aws_secret_access_key only one is set; each needs the other.");
    }
    return aws_credentials_accept(search, &names, &found, out);
}

/* The profiles that led here, "a, b, a". */
static const char *path_of(tf_arena *arena, const visit *at, const char *last)
{
    const char *path = last;
    for (const visit *seen = at; seen != NULL; seen = seen->from)
        path = tf_format(arena, "%s, %s", seen->profile, path);
    return path;
}

static aws_credentials_result find_by_profile(const aws_credentials_search *search, const visit *at, const char *name,
                                              aws_credentials *out)
{
    tf_arena *arena = tf_call_arena(search->call);
    const visit next = { .profile = name, .from = at };
    if (!aws_shared_config_has(&search->settings->shared, AWS_SECTION_PROFILE, name))
        return fail(search, at, tf_format(arena, "its source_profile \"%s\" is in no file.", name));
    if (strcmp(name, at->profile) == 0 && has_keys(search, &next))
        return take_keys(search, &next, out);
    for (const visit *seen = at; seen != NULL; seen = seen->from) {
        if (strcmp(seen->profile, name) == 0)
            return fail(search, at, tf_format(arena, "source_profile goes in a circle: %s.", path_of(arena, at, name)));
    }
    return resolve(search, &next, out);
}

static aws_credentials_result find_by_source(const aws_credentials_search *search, const visit *at, const char *name,
                                             aws_credentials *out)
{
    static const struct {
        const char *name;
        const aws_credentials_source *source;
    } known[] = {
        { "Environment", &aws_credentials_from_variables },
        { "EcsContainer", &aws_credentials_from_container },
        { "Ec2InstanceMetadata", &aws_credentials_from_metadata },
    };
    tf_arena *arena = tf_call_arena(search->call);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcasecmp(known[i].name, name) != 0)
            continue;
        tf_text_builder looked = { .arena = arena };
        aws_credentials_search inner = *search;
        inner.looked = &looked;
        const aws_credentials_result result = known[i].source->find(known[i].source, &inner, out);
        return result != AWS_CREDENTIALS_ABSENT
                   ? result
                   : fail(search, at,
                          tf_format(arena, "its credential_source %s has none:%s", name, tf_built_text(&looked)));
    }
    return fail(search, at,
                tf_format(arena,
                          "credential_source is \"%s\", which is none of Environment, EcsContainer and "
                          "Ec2InstanceMetadata.",
                          name));
}

static aws_credentials_result find_base(const aws_credentials_search *search, const visit *at, aws_credentials *out)
{
    const char *profile = text_of(search, at, "source_profile");
    const char *source = text_of(search, at, "credential_source");
    if (text_of(search, at, "mfa_serial") != NULL) {
        return fail(search, at,
                    "its role_arn asks for a code (mfa_serial), which Terraform cannot ask for. "
                    "`eval \"$(aws configure export-credentials --format env --profile …)\"` asks, and gives Terraform "
                    "the credentials.");
    }
    if ((profile != NULL) == (source != NULL)) {
        return fail(search, at,
                    "with role_arn it needs one of source_profile, credential_source and web_identity_token_file, and "
                    "has none or several.");
    }
    return profile != NULL ? find_by_profile(search, at, profile, out) : find_by_source(search, at, source, out);
}

/* What a profile says of a role. False after reporting a duration that is none. */
static bool read_role(const aws_credentials_search *search, const visit *at, sts_role *out)
{
    const char *duration = text_of(search, at, "duration_seconds");
    char *end = "";
    *out = (sts_role){
        .role_arn = text_of(search, at, "role_arn"),
        .session_name = text_of(search, at, "role_session_name"),
        .external_id = text_of(search, at, "external_id"),
        .duration_seconds = duration != NULL ? strtoll(duration, &end, 10) : 0,
    };
    if (*end == '\0' && out->duration_seconds >= 0)
        return true;
    (void)fail(search, at, tf_format(tf_call_arena(search->call), "duration_seconds is \"%s\".", duration));
    return false;
}

static aws_credentials_result assume_role(const aws_credentials_search *search, const visit *at, aws_credentials *out)
{
    static const aws_credentials_names names = { "AccessKeyId in STS's answer", "SecretAccessKey in STS's answer",
                                                 "SessionToken in STS's answer" };
    sts_role role;
    aws_credentials base;
    aws_credentials found;
    if (!read_role(search, at, &role))
        return AWS_CREDENTIALS_FAILED;
    const aws_credentials_result result = find_base(search, at, &base);
    if (result != AWS_CREDENTIALS_FOUND)
        return result;
    if (!sts_assume_role(search->client, search->call, &base, &role, &found))
        return AWS_CREDENTIALS_FAILED;
    found.source =
        tf_format(tf_call_arena(search->call), "profile \"%s\" of the shared files (role_arn %s, assumed with %s)",
                  at->profile, role.role_arn, base.source);
    return aws_credentials_accept(search, &names, &found, out);
}

static aws_credentials_result use_web_identity(const aws_credentials_search *search, const visit *at,
                                               const char *token_file, aws_credentials *out)
{
    sts_role role;
    if (!read_role(search, at, &role))
        return AWS_CREDENTIALS_FAILED;
    if (role.role_arn == NULL)
        return fail(search, at, "web_identity_token_file is set, and role_arn is not: each needs the other.");
    return aws_credentials_by_web_identity(
        search, &role, token_file,
        tf_format(tf_call_arena(search->call), "`web_identity_token_file` of profile \"%s\"", at->profile), out);
}

static aws_credentials_result resolve(const aws_credentials_search *search, const visit *at, aws_credentials *out)
{
    const char *token_file = text_of(search, at, "web_identity_token_file");
    const char *process = text_of(search, at, "credential_process");
    const bool is_base_with_keys = at->from != NULL && has_keys(search, at);
    if (text_of(search, at, "role_arn") != NULL && token_file == NULL && !is_base_with_keys)
        return assume_role(search, at, out);
    if (token_file != NULL)
        return use_web_identity(search, at, token_file, out);
    if (text_of(search, at, "sso_account_id") != NULL || text_of(search, at, "sso_role_name") != NULL)
        return aws_credentials_by_sso(search, at->profile, out);
    if (process != NULL && !has_keys_in_credentials_file(search, at))
        return aws_credentials_by_process(search, at->profile, process, out);
    if (has_keys(search, at))
        return take_keys(search, at, out);
    if (at->from != NULL)
        return fail(search, at, "it is a source_profile, and has no credentials.");
    return AWS_CREDENTIALS_ABSENT;
}

static aws_credentials_result find(const aws_credentials_source *source, const aws_credentials_search *search,
                                   aws_credentials *out)
{
    (void)source;
    const aws_settings *settings = search->settings;
    const visit first = { .profile = settings->profile };
    const aws_credentials_result result = resolve(search, &first, out);
    if (result == AWS_CREDENTIALS_ABSENT) {
        const bool exists = aws_shared_config_has(&settings->shared, AWS_SECTION_PROFILE, settings->profile);
        tf_append_format(search->looked, "\n  - the shared files: %sprofile \"%s\"%s (%s)", exists ? "" : "no ",
                         settings->profile, exists ? " says nothing of credentials" : "", settings->shared.looked);
    }
    return result;
}

const aws_credentials_source aws_credentials_from_profile = { .find = find };
