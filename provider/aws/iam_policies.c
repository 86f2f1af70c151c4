/* SPDX-License-Identifier: Apache-2.0 */
/* What hangs on a role: managed policies, inline policies, instance profiles. */
#include "aws/iam.h"
#include "aws/iam_call.h"
#include "aws/policy.h"
#include "http/url.h"

/* Names so far, and the element of a member that has one; NULL where the member itself is the text. */
typedef struct name_list {
    tf_string_set_builder names;
    const char *element;
} name_list;

static bool take_name(tf_arena *arena, const xml_element *member, void *taken)
{
    (void)arena;
    name_list *list = taken;
    const char *name = list->element != NULL ? xml_child_text(member, list->element, "") : member->text;
    tf_add_element(&list->names, name);
    return true;
}

static bool list_names(aws_client *client, tf_call *call, const char *action, const char *name, const char *list,
                       const char *element, tf_string_set *out, bool *out_found)
{
    name_list taken = { .names = { .arena = tf_call_arena(call) }, .element = element };
    const iam_list asked = {
        .action = action,
        .parameter = "RoleName",
        .value = name,
        .object = tf_format(tf_call_arena(call), "role %s", name),
        .members = list,
        .take = take_name,
        .taken = &taken,
    };
    const bool listed = iam_read_list(client, call, &asked, out_found);
    *out = tf_built_string_set(&taken.names);
    return listed;
}

bool iam_attach_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_arn)
{
    aws_query query = iam_query(call, "AttachRolePolicy", name);
    aws_query_add(&query, "PolicyArn", policy_arn);
    return iam_send_patiently(client, call, &query,
                              tf_format(tf_call_arena(call), "%s and policy %s", name, policy_arn));
}

bool iam_detach_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_arn)
{
    aws_query query = iam_query(call, "DetachRolePolicy", name);
    aws_query_add(&query, "PolicyArn", policy_arn);
    return iam_send_removal(client, call, &query, tf_format(tf_call_arena(call), "%s and policy %s", name, policy_arn));
}

bool iam_list_attached_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out,
                                     bool *out_found)
{
    return list_names(client, call, "ListAttachedRolePolicies", name, "AttachedPolicies", "PolicyArn", out, out_found);
}

bool iam_list_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out, bool *out_found)
{
    return list_names(client, call, "ListRolePolicies", name, "PolicyNames", NULL, out, out_found);
}

bool iam_get_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name,
                         const char **out_document, bool *out_found)
{
    tf_arena *arena = tf_call_arena(call);
    aws_query query = iam_query(call, "GetRolePolicy", name);
    aws_query_add(&query, "PolicyName", policy_name);
    const xml_element *result = NULL;
    if (!iam_send_read(client, call, &query, tf_format(arena, "%s, inline policy %s", name, policy_name), &result,
                       out_found))
        return false;
    if (*out_found) {
        const char *encoded = xml_child_text(result, "PolicyDocument", "");
        const char *decoded = http_unescape(arena, encoded);
        *out_document = decoded != NULL ? decoded : encoded;
    }
    return true;
}

bool iam_put_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name,
                         const char *document)
{
    aws_query query = iam_query(call, "PutRolePolicy", name);
    aws_query_add(&query, "PolicyName", policy_name);
    aws_query_add(&query, "PolicyDocument", policy_without_leading_blanks(document));
    return iam_send_patiently(client, call, &query,
                              tf_format(tf_call_arena(call), "%s, inline policy %s", name, policy_name));
}

bool iam_delete_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name)
{
    aws_query query = iam_query(call, "DeleteRolePolicy", name);
    aws_query_add(&query, "PolicyName", policy_name);
    return iam_send_removal(client, call, &query,
                            tf_format(tf_call_arena(call), "%s, inline policy %s", name, policy_name));
}

bool iam_list_instance_profiles_for_role(aws_client *client, tf_call *call, const char *name, tf_string_set *out)
{
    bool found = false;
    return list_names(client, call, "ListInstanceProfilesForRole", name, "InstanceProfiles", "InstanceProfileName", out,
                      &found);
}

bool iam_remove_role_from_instance_profile(aws_client *client, tf_call *call, const char *name,
                                           const char *instance_profile_name)
{
    aws_query query = iam_query(call, "RemoveRoleFromInstanceProfile", name);
    aws_query_add(&query, "InstanceProfileName", instance_profile_name);
    return iam_send_removal(client, call, &query,
                            tf_format(tf_call_arena(call), "%s and instance profile %s", name, instance_profile_name));
}
