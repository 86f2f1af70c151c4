/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the plan to IAM: what differs is written. What hangs on the role is attachments.c's, waiting for IAM
 * read_back.c's.
 */
#include "clients.h"
#include "resources/cloud_role/cloud_role.h"

static bool converge_role(aws_client *aws, tf_call *call, const struct cloud_role *wanted, const iam_role *role)
{
    const char *name = wanted->name.value;
    if (!cloud_role_same_trust(tf_call_arena(call), wanted, role)
        && !iam_update_assume_role_policy(aws, call, name, wanted->assume_role_policy.value))
        return false;
    if (!cloud_role_same_description(wanted, role)
        && !iam_update_role(aws, call, name, tf_text_of(wanted->description, ""), wanted->max_session_duration.value))
        return false;
    if (cloud_role_same_boundary(wanted, role))
        return true;
    if (!tf_known(wanted->permissions_boundary))
        return iam_delete_role_permissions_boundary(aws, call, name);
    return iam_put_role_permissions_boundary(aws, call, name, wanted->permissions_boundary.value);
}

/*
 * Removals come first: keys know no case, so that a new key may be an old one in other letters, and a role has room
 * for 50.
 */
static bool converge_tags(aws_client *aws, tf_call *call, const struct cloud_role *wanted, const iam_role *role)
{
    tf_arena *arena = tf_call_arena(call);
    const tf_string_map dropped = tf_string_map_without(arena, &role->tags, &wanted->tags_all);
    const tf_string_map missing = cloud_role_missing_tags(arena, wanted, role);
    return iam_untag_role(aws, call, wanted->name.value, &dropped)
           && iam_tag_role(aws, call, wanted->name.value, &missing);
}

bool cloud_role_converge(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                         const cloud_role_observed *observed)
{
    return converge_role(aws, call, wanted, &observed->role) && converge_tags(aws, call, wanted, &observed->role)
           && cloud_role_converge_attachments(aws, call, wanted, observed);
}

bool cloud_role_update(tf_call *call, const void *prior, void *plan)
{
    const struct cloud_role *before = prior;
    struct cloud_role *role = plan;
    aws_client *aws = clients_aws(call);
    cloud_role_observed observed;
    bool found;
    if (!cloud_role_complete(call, role)
        || !cloud_role_observe(aws, call, role->name.value, &before->inline_policies, &observed, &found))
        return false;
    /* A role that was made anew under the name is another one, with another id. */
    if (!found || (tf_known(role->unique_id) && !tf_equal(role->unique_id, observed.role.unique_id))) {
        return tf_fail(call, "Role Is Gone",
                       "Role %s was deleted%s outside of Terraform since it was planned to be changed. Plan again.",
                       role->name.value, found ? " and made anew" : "");
    }
    cloud_role_fill_in_identity(call, role, &observed.role);
    cloud_role_remember_both(call, prior, role);
    if (!cloud_role_converge(aws, call, role, &observed))
        return false;
    cloud_role_remember(call, role);
    return cloud_role_read_back(aws, call, role, &observed);
}
