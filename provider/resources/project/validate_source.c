/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What there is beside a repository, a listener or references to secrets. Single attributes are checked by their table.
 */
#include <string.h>

#include "resources/project/project.h"

static bool refuse_beside(tf_call *call, const char *attribute, const char *other)
{
    return tf_fail_on(
        call, attribute, "Attributes That Exclude Each Other",
        "`%s` cannot be set beside `%s`: the control plane has no such setting for these projects. Remove it.",
        attribute, other);
}

static bool check_beside_github(tf_call *call, const struct project *config)
{
    const struct {
        const char *attribute;
        bool is_set;
    } foreign[] = {
        { "resources", !tf_null(config->resources) },
        { "custom_url", !tf_null(config->custom_url) },
        { "secret_references", !tf_null(config->secret_references) },
        { "listener_id", !tf_null(config->listener_id) },
        { "byoc", !tf_null(config->byoc) },
    };
    bool valid = true;
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        if (foreign[i].is_set)
            valid = refuse_beside(call, foreign[i].attribute, "github");
    }
    return valid;
}

static bool check_tag(tf_call *call, const struct project_github *github)
{
    const bool pushes = tf_known(github->build_on_push) && github->build_on_push.value;
    return !pushes || !tf_starts_with(tf_text_of(github->repo_ref, ""), "refs/tags/")
           || tf_fail_on(
               call, "github.build_on_push", "A Tag Is Not Pushed To",
               "`github.build_on_push` has to be false where `github.repo_ref` is a tag, which does not move: %s.",
               github->repo_ref.value);
}

static bool check_beside_byoc(tf_call *call, const struct project *config)
{
    const bool valid = tf_null(config->listener_id) || refuse_beside(call, "listener_id", "byoc");
    return (tf_null(config->secret_references) || refuse_beside(call, "secret_references", "byoc")) && valid;
}

/* A variable has one value, from wherever it comes. */
static bool check_references(tf_call *call, const struct project *config)
{
    bool valid = true;
    for (size_t i = 0; i < config->secret_references.count; i++) {
        const char *name = tf_text_of(config->secret_references.items[i].name, NULL);
        if (name == NULL)
            continue;
        const char *where = tf_format(tf_call_arena(call), "secret_references[%zu].name", i);
        valid = project_check_variable_name(call, where, name) && valid;
        const char *other = tf_string_map_get(&config->environment, name) != NULL ? "environment"
                            : tf_string_map_get(&config->secrets, name) != NULL   ? "secrets"
                                                                                  : NULL;
        for (size_t j = 0; j < i && other == NULL; j++) {
            if (tf_equal(config->secret_references.items[j].name, name))
                other = "secret_references";
        }
        if (other != NULL) {
            valid = tf_fail_on(call, where, "A Variable with Two Values",
                               "%s is in `%s` already. Keep it in one of them.", name, other);
        }
    }
    return valid;
}

bool project_validate_source(tf_call *call, const struct project *config)
{
    bool valid = check_references(call, config);
    if (!tf_null(config->github)) {
        valid = check_beside_github(call, config) && valid;
    } else if (!tf_null(config->byoc)) {
        valid = check_beside_byoc(call, config) && valid;
    }
    return (!tf_known(config->github) || check_tag(call, config->github.value)) && valid;
}
