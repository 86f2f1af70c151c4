/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "aws/credentials.h"

/* Where one kind of file is looked for. */
typedef struct file_list {
    aws_profile_file kind;
    tf_string_list configured; /**< by the block */
    const char *variable;      /**< that names one file */
    const char *standard;      /**< below the home directory */
} file_list;

typedef struct search {
    tf_call *call;
    tf_arena *arena;
    aws_profile *profile;
    tf_text_builder looked;
} search;

static const char *below_home(tf_arena *arena, const char *path)
{
    const char *home = aws_environment("HOME");
    return home != NULL ? tf_format(arena, "%s/%s", home, path) : NULL;
}

/* `must_exist` where the block names the file. */
static bool read_one(search *state, const char *path, aws_profile_file kind, bool must_exist)
{
    const bool found_before = state->profile->found;
    bool exists = false;
    const char *problem = NULL;
    state->profile->found = false;
    if (!aws_profile_read(state->arena, path, kind, state->profile, &exists, &problem))
        return tf_fail(state->call, "Malformed AWS profile file", "%s", problem);
    if (!exists && must_exist)
        return tf_fail(state->call, "AWS profile file not found",
                       "There is no file %s, which `%s` in the provider block names.", path,
                       kind == AWS_CONFIG_FILE ? "aws.shared_config_files" : "aws.shared_credentials_files");
    tf_append_format(&state->looked, "%s%s (%s)", state->looked.length > 0 ? ", " : "", path,
                     !exists                 ? "does not exist"
                     : state->profile->found ? "has the profile"
                                             : "does not have the profile");
    state->profile->found = state->profile->found || found_before;
    return true;
}

static bool read_list(search *state, const file_list *list)
{
    if (list->configured.count > 0) {
        for (size_t i = 0; i < list->configured.count; i++) {
            const char *path = list->configured.items[i].value;
            const char *expanded = strncmp(path, "~/", 2) == 0 ? below_home(state->arena, path + 2) : path;
            if (!read_one(state, expanded != NULL ? expanded : path, list->kind, true))
                return false;
        }
        return true;
    }
    const char *path = aws_environment(list->variable);
    if (path == NULL)
        path = below_home(state->arena, list->standard);
    return path == NULL || read_one(state, path, list->kind, false);
}

bool aws_load_profile(tf_call *call, tf_arena *arena, const aws_config *config, aws_profile *out,
                      const char **out_looked)
{
    const char *from_environment = aws_environment("AWS_PROFILE");
    const char *name = tf_text_of(config->profile, from_environment);
    const file_list lists[] = {
        { AWS_CONFIG_FILE, config->shared_config_files, "AWS_CONFIG_FILE", ".aws/config" },
        { AWS_CREDENTIALS_FILE, config->shared_credentials_files, "AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials" },
    };
    *out = (aws_profile){ .name = name != NULL ? name : "default" };
    search state = { .call = call, .arena = arena, .profile = out, .looked = { .arena = arena } };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (!read_list(&state, &lists[i]))
            return false;
    }
    *out_looked = tf_built_text(&state.looked);
    if (out->found || name == NULL)
        return true;
    return tf_fail(call, "AWS profile not found", "%s names the profile \"%s\", which no file has: %s.",
                   tf_known(config->profile) ? "`aws.profile` in the provider block" : "AWS_PROFILE", name,
                   *out_looked);
}

static aws_credentials_result find(const aws_credentials_request *request, aws_credentials *out)
{
    aws_profile profile;
    const char *looked = NULL;
    if (!aws_load_profile(request->call, request->arena, request->config, &profile, &looked))
        return AWS_CREDENTIALS_FAILED;
    if (profile.access_key != NULL && profile.secret_key != NULL) {
        *out = (aws_credentials){
            .access_key = profile.access_key,
            .secret_key = profile.secret_key,
            .token = profile.token,
            .source = tf_format(request->arena, "profile \"%s\" of the shared files", profile.name),
        };
        return AWS_CREDENTIALS_FOUND;
    }
    if (profile.other_credentials != NULL) {
        (void)tf_fail(
            request->call, "AWS profile without keys",
            "Profile \"%s\" takes its credentials from elsewhere (`%s`), which this provider does not do yet. "
            "`eval \"$(aws configure export-credentials --profile %s --format env)\"` gives them to Terraform.",
            profile.name, profile.other_credentials, profile.name);
        return AWS_CREDENTIALS_FAILED;
    }
    tf_append_format(request->looked, "\n  - the shared files, profile \"%s\": %s%s", profile.name,
                     looked[0] != '\0' ? looked : "HOME is not set",
                     profile.found ? ", without both aws_access_key_id and aws_secret_access_key" : "");
    return AWS_CREDENTIALS_ABSENT;
}

const aws_credentials_source aws_credentials_from_files = { .find = find };
