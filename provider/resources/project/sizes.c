/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sizes of projects in LangChain's cloud. The service takes them apart from everything else, makes a revision of them,
 * and does not show them: what the state has is what was sent.
 */
#include <ctype.h>
#include <string.h>

#include "resources/project/project.h"

/* What a tier's name begins with, by the type; NULL for a type that has none. */
static const char *prefix_of(const char *deployment_type)
{
    if (project_same_deployment_type(NULL, deployment_type, "serverless"))
        return "SERVERLESS";
    return project_same_deployment_type(NULL, deployment_type, "dedicated") ? "DEDICATED" : NULL;
}

static const char *tier_of(tf_arena *arena, const struct project *project, tf_string size)
{
    const char *prefix = prefix_of(tf_text_of(project->deployment_type, ""));
    return !tf_known(size) || prefix == NULL ? NULL : tf_format(arena, "%s_%c", prefix, toupper(size.value[0]));
}

control_plane_sizes project_sizes(tf_call *call, const struct project *project)
{
    tf_arena *arena = tf_call_arena(call);
    return (control_plane_sizes){
        .compute = tier_of(arena, project, project->compute_size),
        .database = tier_of(arena, project, project->database_size),
    };
}

bool project_has_sizes(const struct project *project)
{
    return !tf_null(project->compute_size) || !tf_null(project->database_size);
}

bool project_plans_sizes(const tf_call *call, const struct project *prior, const struct project *planned)
{
    const bool is_pending = tf_private(call, PROJECT_SIZES_PENDING) != NULL;
    const bool compute = !tf_null(planned->compute_size) && !tf_same_string(prior->compute_size, planned->compute_size);
    const bool database =
        !tf_null(planned->database_size) && !tf_same_string(prior->database_size, planned->database_size);
    return compute || database || (is_pending && project_has_sizes(planned));
}

static bool refuse_beside(tf_call *call, const char *attribute, const char *other)
{
    return tf_fail_on(
        call, attribute, "Attributes That Exclude Each Other",
        "`%s` cannot be set beside `%s`: sizes are for projects in LangChain's cloud. Remove one of them.", attribute,
        other);
}

bool project_validate_sizes(tf_call *call, const struct project *config)
{
    const char *attribute = tf_null(config->compute_size) ? "database_size" : "compute_size";
    if (!project_has_sizes(config))
        return true;
    if (!tf_null(config->resources))
        return refuse_beside(call, attribute, "resources");
    if (!tf_null(config->byoc))
        return refuse_beside(call, attribute, "byoc");
    if (!tf_null(config->listener_id))
        return refuse_beside(call, attribute, "listener_id");
    if (tf_unknown(config->deployment_type))
        return true;
    const char *prefix = prefix_of(tf_text_of(config->deployment_type, ""));
    if (prefix == NULL) {
        return tf_fail_on(call, attribute, "A Size Without Its Type",
                          "`%s` needs a `deployment_type` that has sizes: `serverless` or `dedicated`.", attribute);
    }
    return tf_null(config->database_size) || strcmp(prefix, "DEDICATED") == 0
           || tf_fail_on(call, "database_size", "A Size Without Its Type",
                         "`database_size` needs `deployment_type` to be `dedicated`: other projects share a database.");
}
