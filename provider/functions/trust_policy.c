/* SPDX-License-Identifier: Apache-2.0 */
/* provider::langgraph::trust_policy: the trust that langgraph_cloud_role gives LangChain's control plane. */
#include "byoc/defaults.h"
#include "byoc/trust.h"
#include "functions/functions.h"

struct trust_policy {
    tf_string data_region;
    tf_string_set external_ids;
    tf_string result;
};

static const tf_parameter parameters[] = {
    { .attribute = { TF_STRING(struct trust_policy, data_region),
                     .description = "The region of LangSmith whose control plane is trusted, `us` or `eu`." } },
    { .attribute = { TF_STRING_SET(struct trust_policy, external_ids),
                     .validators = TF_VALIDATORS(TF_NO_NULL, TF_NOT_EMPTY),
                     .description =
                         "External ids, one of which it has to show: the ids of your LangSmith organisations." } },
};

static bool trust_policy_run(tf_call *call, void *arguments)
{
    struct trust_policy *function = arguments;
    tf_arena *arena = tf_call_arena(call);
    const char *principal = byoc_principal(function->data_region.value);
    if (principal == NULL) {
        return tf_fail_argument(call, 0,
                                "LangChain has no principal for the data region \"%s\"; `data_region` is `us` or `eu`.",
                                function->data_region.value);
    }
    if (function->external_ids.count == 0) {
        return tf_fail_argument(call, 1,
                                "`external_ids` is empty: whoever may use the principal could assume the role.");
    }

    byoc_trust trust = { .external_ids = function->external_ids };
    tf_string_set_add(arena, &trust.principals, principal);
    function->result = tf_string_of(byoc_trust_policy(arena, &trust));
    return true;
}

const tf_function trust_policy_function = {
    .name = "trust_policy",
    .summary = "The trust policy of a role that LangChain's control plane assumes, as JSON.",
    .description =
        "Returns the policy that `langgraph_cloud_role` gives a role by default, for modules that make the role with "
        "another resource.",
    TF_PARAMETERS(struct trust_policy, parameters),
    .result = { TF_STRING(struct trust_policy, result) },
    .run = trust_policy_run,
};
