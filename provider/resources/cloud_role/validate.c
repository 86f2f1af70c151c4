/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is checked of a role's configuration as a whole. What concerns one attribute is in schema.c, what only the
 * provider's configuration tells in plan.c.
 */
#include <ctype.h>

#include "resources/cloud_role/cloud_role.h"

/* IAM's limit for all inline policies of a role together. It counts no white space, and cannot be raised. */
#define MOST_POLICY_CHARACTERS 10240

static size_t count_without_blanks(const char *document)
{
    size_t count = 0;
    for (const char *at = document; *at != '\0'; at++)
        count += isspace((unsigned char)*at) ? 0 : 1;
    return count;
}

static bool check_size_of_policies(tf_call *call, const tf_string_map *policies)
{
    size_t total = 0;
    for (size_t i = 0; i < policies->count; i++)
        total += count_without_blanks(tf_text_of(policies->entries[i].value, ""));
    if (total <= MOST_POLICY_CHARACTERS)
        return true;
    return tf_fail_on(
        call, "inline_policies", "Inline Policies Too Long",
        "The inline policies of a role may have %d characters together, white space aside; these have %zu. "
        "Make managed policies of some, and name them in managed_policy_arns.",
        MOST_POLICY_CHARACTERS, total);
}

bool cloud_role_validate(tf_call *call, const void *config)
{
    const struct cloud_role *role = config;
    const bool valid = check_size_of_policies(call, &role->inline_policies);
    if (tf_unknown(role->purpose) || tf_unknown(role->external_ids))
        return valid;
    if (tf_equal(role->purpose, "task_execution")) {
        if (tf_known(role->external_ids)) {
            return tf_fail_on(call, "external_ids", "No External IDs for Tasks",
                              "A role for task_execution is assumed by ECS, which presents no external id. Remove "
                              "external_ids.");
        }
    } else if (role->external_ids.count == 0) {
        return tf_fail_on(call, "external_ids", "External IDs Missing",
                          "A role for control_plane needs external_ids, at least one, normally the id of the LangSmith "
                          "organisation: without, any customer of LangChain's could have the role assumed.");
    }
    return valid;
}
