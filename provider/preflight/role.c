/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The role that the control plane assumes: whether it is there, and whom it trusts. What it may do is policies.c's.
 */
#include <string.h>

#include "aws/iam.h"
#include "byoc/trust.h"
#include "preflight/checks.h"

#define REMEDY_ROLE \
    "Make it by `langgraph_cloud_role`, or with what the functions `trust_policy` and `role_policies` give."

/* By its own ARN, or by that of its account, which means all of that. */
static bool trusts(tf_arena *arena, const byoc_trust *trust, const char *principal_arn)
{
    const char *role = strstr(principal_arn, ":role/");
    const char *root =
        role != NULL ? tf_format(arena, "%.*s:root", (int)(role - principal_arn), principal_arn) : principal_arn;
    return tf_string_set_has(&trust->principals, principal_arn) || tf_string_set_has(&trust->principals, root);
}

static void check_trust(preflight_visit *visit, const iam_role *role, const char *partition)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const preflight_subject *subject = visit->subject;
    byoc_trust trust;
    if (!byoc_parse_trust(arena, role->assume_role_policy, partition, &trust)) {
        preflight_skip(
            visit,
            tf_format(arena, "Not judged: the trust policy of %s, which says more than is known here.", role->arn));
        return;
    }
    if (subject->principal_arn != NULL && strcmp(partition, "aws") == 0
        && !trusts(arena, &trust, subject->principal_arn)) {
        preflight_find(visit, "Trust of the role",
                       tf_format(arena, "%s does not trust %s, by which the control plane comes.", role->arn,
                                 subject->principal_arn),
                       "Let it be a principal of the trust policy, as `data_region` of `langgraph_cloud_role` does.");
    }
    if (subject->external_id != NULL && !tf_string_set_has(&trust.external_ids, subject->external_id)) {
        preflight_find(visit, "External id of the role",
                       tf_format(arena, "The trust policy of %s does not have the external id %s.", role->arn,
                                 subject->external_id),
                       "Add it to `external_ids` of `langgraph_cloud_role`.");
    }
}

bool preflight_check_role(preflight_visit *visit)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const char *name = visit->subject->role_name;
    const aws_partition *partition = NULL;
    iam_role role;
    bool found = false;
    aws_error error;
    if (!aws_client_partition(visit->aws, visit->call, &partition))
        return false;
    if (!iam_try_get_role(visit->aws, visit->call, name, &role, &found, &error))
        return preflight_skip_denied(visit, tf_format(arena, "role %s", name), &error);
    if (!found) {
        preflight_find(visit, "Role", tf_format(arena, "The account has no role named %s.", name), REMEDY_ROLE);
        return true;
    }
    if (visit->subject->role_arn != NULL && strcmp(role.arn, visit->subject->role_arn) != 0) {
        preflight_find(visit, "Role",
                       tf_format(arena, "The role named %s is %s, not %s.", name, role.arn, visit->subject->role_arn),
                       "Correct `byoc.role_arn`: `arn` of `langgraph_cloud_role` has it.");
    }
    check_trust(visit, &role, partition->name);
    return preflight_check_policies(visit, &role, partition->name);
}
