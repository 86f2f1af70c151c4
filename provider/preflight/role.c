/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The role that the control plane assumes: whether it is there, whom it trusts, and the policies on it.
 */
#include <string.h>

#include "aws/call.h"
#include "aws/iam.h"
#include "byoc/defaults.h"
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

/*
 * A list of a role's policies: twenty at most, which are one page. `element` is NULL where a member is the text itself.
 */
static bool list_policies(preflight_visit *visit, const char *action, const char *name, const char *list_name,
                          const char *element, tf_string_set *out, aws_error *error)
{
    tf_arena *arena = tf_call_arena(visit->call);
    aws_query query = aws_query_start(arena, &aws_iam, action);
    aws_query_add(&query, "RoleName", name);
    const xml_element *root = NULL;
    if (!aws_call(visit->aws, visit->call, &query, &root, error))
        return false;
    tf_string_set_builder names = { .arena = arena };
    const xml_element *list = xml_child(xml_child(root, tf_format(arena, "%sResult", action)), list_name);
    for (const xml_element *member = list != NULL ? list->children : NULL; member != NULL; member = member->next)
        tf_add_element(&names, element != NULL ? xml_child_text(member, element, "") : member->text);
    *out = tf_built_string_set(&names);
    return true;
}

/* The default policies, all but those in `held`; where the role has others besides, these may permit the same. */
static void judge_policies(preflight_visit *visit, const iam_role *role, const tf_string_set *wanted,
                           const tf_string_set *held)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const tf_string_set missing = tf_string_set_without(arena, wanted, held);
    const bool has_others = tf_string_set_without(arena, held, wanted).count > 0;
    for (size_t i = 0; i < missing.count; i++) {
        const char *policy = missing.items[i].value;
        if (has_others) {
            preflight_skip(visit, tf_format(arena, "Not judged: whether other policies of %s permit what %s does.",
                                            role->arn, policy));
        } else {
            preflight_find(visit, "Policy of the role", tf_format(arena, "%s does not have %s.", role->arn, policy),
                           "Give it to the role, as `langgraph_cloud_role` does by default. (AmazonRDSFullAccess is "
                           "not needed where every project brings POSTGRES_URI_CUSTOM.)");
        }
    }
}

static bool check_policies(preflight_visit *visit, const iam_role *role, const char *partition)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const tf_string purpose = tf_string_of("control_plane");
    tf_string_set wanted = byoc_managed_policies(arena, purpose, partition);
    const tf_string_map inline_policies = byoc_inline_policies(arena, purpose);
    for (size_t i = 0; i < inline_policies.count; i++)
        tf_string_set_add(arena, &wanted, inline_policies.entries[i].key);
    tf_string_set held;
    tf_string_set embedded;
    aws_error error;
    if (!list_policies(visit, "ListAttachedRolePolicies", role->name, "AttachedPolicies", "PolicyArn", &held, &error)
        || !list_policies(visit, "ListRolePolicies", role->name, "PolicyNames", NULL, &embedded, &error))
        return preflight_skip_denied(visit, tf_format(arena, "the policies of role %s", role->name), &error);
    for (size_t i = 0; i < embedded.count; i++)
        tf_string_set_add(arena, &held, embedded.items[i].value);
    judge_policies(visit, role, &wanted, &held);
    return true;
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
    return check_policies(visit, &role, partition->name);
}
