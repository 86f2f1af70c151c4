/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settles what goes for all calls: profile, region, endpoints' kind, certificates, attempts. Credentials are looked for
 * by credentials.c, and a service's endpoint by service.c.
 */
#include "aws/settings.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "aws/environment.h"
#include "aws/partition.h"

#define DEFAULT_MAX_ATTEMPTS 10
#define MOST_ATTEMPTS 100

/* A value and where it comes from, for errors. */
typedef struct finding {
    const char *value; /* NULL where there is none */
    const char *from;
} finding;

const char *aws_settings_of_profile(const aws_settings *settings, const char *key)
{
    return aws_shared_config_text(&settings->shared, AWS_SECTION_PROFILE, settings->profile, key);
}

/* The variable's value, else that of the profile's key. `variable` may be NULL. */
static finding find(tf_call *call, const aws_settings *settings, const char *variable, const char *key)
{
    finding found = { variable != NULL ? aws_environment(variable) : NULL, variable };
    if (found.value == NULL) {
        found.value = aws_settings_of_profile(settings, key);
        found.from = tf_format(tf_call_arena(call), "`%s` of profile \"%s\"", key, settings->profile);
    }
    return found;
}

static bool settle_bool(tf_call *call, const aws_settings *settings, tf_bool configured, const char *variable,
                        const char *key, bool *out)
{
    const finding found = find(call, settings, variable, key);
    *out = configured.value;
    if (tf_known(configured) || found.value == NULL)
        return true;
    *out = strcasecmp(found.value, "true") == 0;
    return *out || strcasecmp(found.value, "false") == 0
           || tf_fail(call, "Neither True nor False", "%s is \"%s\". Set it to true or to false.", found.from,
                      found.value);
}

static bool settle_attempts(tf_call *call, aws_settings *settings)
{
    const finding found = find(call, settings, "AWS_MAX_ATTEMPTS", "max_attempts");
    settings->max_attempts = DEFAULT_MAX_ATTEMPTS;
    if (tf_known(settings->config->max_attempts)) {
        settings->max_attempts = (int)settings->config->max_attempts.value;
        return true;
    }
    if (found.value == NULL)
        return true;
    char *end = NULL;
    const long attempts = strtol(found.value, &end, 10);
    settings->max_attempts = (int)(attempts < MOST_ATTEMPTS ? attempts : MOST_ATTEMPTS);
    return (*end == '\0' && attempts > 0)
           || tf_fail(call, "Not a Number of Attempts", "%s is \"%s\". Set it to a whole number from 1 on.", found.from,
                      found.value);
}

static bool settle_profile(tf_call *call, aws_settings *settings)
{
    static const char *const variables[] = { "AWS_PROFILE", "AWS_DEFAULT_PROFILE" };
    settings->profile = "default";
    for (size_t i = sizeof variables / sizeof variables[0]; i > 0; i--) {
        if (aws_environment(variables[i - 1]) == NULL)
            continue;
        settings->profile = aws_environment(variables[i - 1]);
        settings->profile_from = variables[i - 1];
    }
    if (tf_known(settings->config->profile)) {
        settings->profile = settings->config->profile.value;
        settings->profile_from = "`aws.profile` in the provider block";
    }
    return settings->profile_from == NULL
           || aws_shared_config_has(&settings->shared, AWS_SECTION_PROFILE, settings->profile)
           || tf_fail(call, "AWS Profile Not Found", "%s names the profile \"%s\", which no file has: %s.",
                      settings->profile_from, settings->profile, settings->shared.looked);
}

static bool settle_region(tf_call *call, aws_settings *settings)
{
    finding found = find(call, settings, "AWS_DEFAULT_REGION", "region");
    if (aws_environment("AWS_REGION") != NULL)
        found = (finding){ aws_environment("AWS_REGION"), "AWS_REGION" };
    if (tf_known(settings->config->region))
        found = (finding){ settings->config->region.value, "`aws.region` in the provider block" };
    settings->region = found.value;
    if (found.value == NULL)
        return true;
    settings->region_from = found.from;
    const char *problem = aws_region_problem(tf_call_arena(call), found.value);
    return problem == NULL || tf_fail(call, "Not a Region of AWS", "%s: %s", found.from, problem);
}

bool aws_settings_load(tf_call *call, tf_arena *arena, const aws_config *config, aws_settings *out)
{
    *out = (aws_settings){ .config = config };
    if (!aws_shared_config_read(call, arena, config, &out->shared) || !settle_profile(call, out)
        || !settle_region(call, out) || !settle_attempts(call, out))
        return false;
    const tf_bool nowhere = { .state = TF_NULL };
    if (!settle_bool(call, out, config->use_fips_endpoint, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", &out->fips)
        || !settle_bool(call, out, config->use_dualstack_endpoint, "AWS_USE_DUALSTACK_ENDPOINT",
                        "use_dualstack_endpoint", &out->dual_stack)
        || !settle_bool(call, out, nowhere, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls",
                        &out->ignores_endpoints))
        return false;
    out->ca_bundle = tf_text_of(config->custom_ca_bundle, find(call, out, "AWS_CA_BUNDLE", "ca_bundle").value);
    out->profile = tf_copy_text(arena, out->profile);
    out->region = tf_copy_text(arena, out->region);
    out->region_from = tf_copy_text(arena, out->region_from);
    out->ca_bundle = tf_copy_text(arena, out->ca_bundle);
    return true;
}
