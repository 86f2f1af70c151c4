/* SPDX-License-Identifier: Apache-2.0 */
/* provider::langgraph::role_policies: the policies that langgraph_cloud_role gives a role by default. */
#include "byoc/defaults.h"
#include "functions/functions.h"

#define PARTITION "aws"

struct policies {
    tf_string_list managed_policy_arns;
    tf_string_map inline_policies;
};

struct role_policies {
    tf_string purpose;
    TF_OBJECT_OF(struct policies) result;
};

static const tf_attribute policies_attributes[] = {
    { TF_STRING_LIST(struct policies, managed_policy_arns), .mode = TF_COMPUTED },
    { TF_STRING_MAP(struct policies, inline_policies), .mode = TF_COMPUTED },
};

static const char *const purposes[] = { "control_plane", "task_execution", NULL };

static const tf_parameter parameters[] = {
    { .attribute = { TF_STRING(struct role_policies, purpose), .validators = TF_VALIDATORS(TF_ONE_OF(purposes)),
                     .description = "`control_plane` or `task_execution`, as of `langgraph_cloud_role`." } },
};

static bool role_policies_run(tf_call *call, void *arguments)
{
    struct role_policies *function = arguments;
    tf_arena *arena = tf_call_arena(call);
    struct policies *policies = tf_alloc(arena, sizeof *policies);
    const tf_string_set managed = byoc_managed_policies(arena, function->purpose, PARTITION);
    policies->managed_policy_arns =
        (tf_string_list){ .state = TF_KNOWN, .count = managed.count, .items = managed.items };
    policies->inline_policies = byoc_inline_policies(arena, function->purpose);
    function->result.state = TF_KNOWN;
    function->result.value = policies;
    return true;
}

const tf_function role_policies_function = {
    .name = "role_policies",
    .summary = "The policies that a role of LangGraph needs.",
    .description =
        "Returns what `langgraph_cloud_role` gives a role by default in the partition `aws`: an object of "
        "`managed_policy_arns` and `inline_policies` (JSON by name), for modules that make the role with another "
        "resource.",
    TF_PARAMETERS(struct role_policies, parameters),
    .result = { TF_OBJECT(struct role_policies, result, struct policies, policies_attributes) },
    .run = role_policies_run,
};
