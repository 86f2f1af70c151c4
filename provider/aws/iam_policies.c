/* SPDX-License-Identifier: Apache-2.0 */
/* What hangs on a role: managed policies, inline policies, instance profiles. */
#include "aws/iam.h"
#include "aws/iam_call.h"
#include "aws/policy.h"

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

static bool try_list_names(aws_client *client, tf_call *call, const char *action, const char *name, const char *list,
                           const char *element, tf_string_set *out, bool *out_found, aws_error *error)
{
    name_list taken = { .names = { .arena = tf_call_arena(call) }, .element = element };
    const iam_parameter of_role = { "RoleName", name };
    const iam_list asked = {
        .action = action,
        .parameters = &of_role,
        .parameter_count = 1,
        .members = list,
        .take = take_name,
        .taken = &taken,
    };
    const bool listed = iam_try_read_list(client, call, &asked, out_found, error);
    *out = tf_built_string_set(&taken.names);
    return listed;
}

static const char *role_text(tf_call *call, const char *name)
{
    return tf_format(tf_call_arena(call), "role %s", name);
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

bool iam_try_list_attached_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out,
                                         bool *out_found, aws_error *error)
{
    return try_list_names(client, call, "ListAttachedRolePolicies", name, "AttachedPolicies", "PolicyArn", out,
                          out_found, error);
}

bool iam_list_attached_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out,
                                     bool *out_found)
{
    aws_error error;
    return iam_try_list_attached_role_policies(client, call, name, out, out_found, &error)
           || aws_fail(call, &error, role_text(call, name));
}

bool iam_try_list_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out,
                                bool *out_found, aws_error *error)
{
    return try_list_names(client, call, "ListRolePolicies", name, "PolicyNames", NULL, out, out_found, error);
}

bool iam_list_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out, bool *out_found)
{
    aws_error error;
    return iam_try_list_role_policies(client, call, name, out, out_found, &error)
           || aws_fail(call, &error, role_text(call, name));
}

bool iam_try_get_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name,
                             const char **out_document, bool *out_found, aws_error *error)
{
    aws_query query = iam_query(call, "GetRolePolicy", name);
    aws_query_add(&query, "PolicyName", policy_name);
    const xml_element *result = NULL;
    if (!iam_try_read(client, call, &query, &result, out_found, error))
        return false;
    if (*out_found)
        *out_document = iam_document(tf_call_arena(call), result, "PolicyDocument");
    return true;
}

bool iam_get_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name,
                         const char **out_document, bool *out_found)
{
    aws_error error;
    return iam_try_get_role_policy(client, call, name, policy_name, out_document, out_found, &error)
           || aws_fail(call, &error, tf_format(tf_call_arena(call), "role %s, inline policy %s", name, policy_name));
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
    aws_error error;
    return try_list_names(client, call, "ListInstanceProfilesForRole", name, "InstanceProfiles", "InstanceProfileName",
                          out, &found, &error)
           || aws_fail(call, &error, role_text(call, name));
}

bool iam_remove_role_from_instance_profile(aws_client *client, tf_call *call, const char *name,
                                           const char *instance_profile_name)
{
    aws_query query = iam_query(call, "RemoveRoleFromInstanceProfile", name);
    aws_query_add(&query, "InstanceProfileName", instance_profile_name);
    return iam_send_removal(client, call, &query,
                            tf_format(tf_call_arena(call), "%s and instance profile %s", name, instance_profile_name));
}
