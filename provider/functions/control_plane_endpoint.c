/* SPDX-License-Identifier: Apache-2.0 */
/* provider::langgraph::control_plane_endpoint: the control plane of a LangSmith. */
#include "control_plane/endpoint.h"
#include "functions/functions.h"
#include "http/url.h"

struct endpoint_of_langsmith {
    tf_string langsmith_url;
    tf_string result;
};

static const tf_parameter parameters[] = {
    { .attribute = { TF_STRING(struct endpoint_of_langsmith, langsmith_url),
                     .description = "The address of LangSmith, as `LANGSMITH_ENDPOINT` has it." } },
};

static bool control_plane_endpoint_run(tf_call *call, void *arguments)
{
    struct endpoint_of_langsmith *function = arguments;
    tf_arena *arena = tf_call_arena(call);
    const char *problem = http_endpoint_problem(arena, function->langsmith_url.value);
    if (problem != NULL)
        return tf_fail_argument(call, 0, "`langsmith_url` cannot be used. %s", problem);
    function->result = tf_string_of(control_plane_endpoint_of_langsmith(arena, function->langsmith_url.value));
    return true;
}

const tf_function control_plane_endpoint_function = {
    .name = "control_plane_endpoint",
    .summary = "The control plane's endpoint that belongs to a LangSmith.",
    .description =
        "Returns the `endpoint` that the provider would use if `LANGSMITH_ENDPOINT` were `langsmith_url`: that of the "
        "same region for LangChain's cloud, and `<address>/api-host` for a LangSmith of one's own. In the provider's "
        "own block Terraform can call it, and OpenTofu cannot.",
    TF_PARAMETERS(struct endpoint_of_langsmith, parameters),
    .result = { TF_STRING(struct endpoint_of_langsmith, result) },
    .run = control_plane_endpoint_run,
};
