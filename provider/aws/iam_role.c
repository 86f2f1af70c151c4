/* SPDX-License-Identifier: Apache-2.0 */
/* The role itself: making, reading, changing, deleting it. */
#include <stdlib.h>
#include <string.h>

#include "aws/call.h"
#include "aws/client_internal.h"
#include "aws/iam.h"
#include "aws/iam_call.h"
#include "aws/tags.h"

static iam_role read_role(tf_arena *arena, const xml_element *element)
{
    return (iam_role){
        .name = xml_child_text(element, "RoleName", ""),
        .path = xml_child_text(element, "Path", "/"),
        .arn = xml_child_text(element, "Arn", ""),
        .unique_id = xml_child_text(element, "RoleId", ""),
        .create_date = xml_child_text(element, "CreateDate", ""),
        .assume_role_policy = iam_document(arena, element, "AssumeRolePolicyDocument"),
        .description = xml_child_text(element, "Description", ""),
        .permissions_boundary =
            xml_child_text(xml_child(element, "PermissionsBoundary"), "PermissionsBoundaryArn", NULL),
        .max_session_duration = strtoll(xml_child_text(element, "MaxSessionDuration", "3600"), NULL, 10),
        .tags = aws_read_tags(arena, xml_child(element, "Tags"), "Key", "Value"),
    };
}

bool iam_create_role(aws_client *client, tf_call *call, const iam_role *role, iam_role *out, iam_creation *out_creation,
                     aws_error *out_error)
{
    aws_query query = iam_query(call, "CreateRole", role->name);
    query.only_once = true;
    aws_query_add(&query, "Path", role->path);
    aws_query_add(&query, "AssumeRolePolicyDocument", role->assume_role_policy);
    if (role->description != NULL && role->description[0] != '\0')
        aws_query_add(&query, "Description", role->description);
    if (role->max_session_duration > 0)
        aws_query_add_number(&query, "MaxSessionDuration", role->max_session_duration);
    aws_query_add(&query, "PermissionsBoundary", role->permissions_boundary);
    iam_add_tags(&query, &role->tags);
    const xml_element *root = NULL;
    if (iam_try_patiently(client, call, &query, &root, out_error)) {
        *out = read_role(tf_call_arena(call), xml_child(xml_child(root, "CreateRoleResult"), "Role"));
        *out_creation = IAM_CREATED;
        return true;
    }
    if (aws_error_is(out_error, "EntityAlreadyExists")) {
        *out_creation = IAM_NAME_TAKEN;
    } else if (out_error->outcome_unknown) {
        *out_creation = IAM_ANSWER_LOST;
    } else {
        return aws_fail(call, out_error, tf_format(tf_call_arena(call), "role %s", role->name));
    }
    return true;
}

bool iam_try_get_role(aws_client *client, tf_call *call, const char *name, iam_role *out, bool *out_found,
                      aws_error *error)
{
    const aws_query query = iam_query(call, "GetRole", name);
    const xml_element *root = NULL;
    *out_found = aws_call(client, call, &query, &root, error);
    if (!*out_found)
        return aws_error_is_not_found(error);
    *out = read_role(tf_call_arena(call), xml_child(xml_child(root, "GetRoleResult"), "Role"));
    return true;
}

bool iam_get_role(aws_client *client, tf_call *call, const char *name, iam_role *out, bool *out_found)
{
    aws_error error;
    return iam_try_get_role(client, call, name, out, out_found, &error)
           || aws_fail(call, &error, tf_format(tf_call_arena(call), "role %s", name));
}

/* What the roles of a list are given to. */
typedef struct role_list {
    iam_role_taker take;
    void *taken;
} role_list;

static bool take_role(tf_arena *arena, const xml_element *member, void *taken)
{
    const role_list *list = taken;
    const iam_role role = read_role(arena, member);
    return list->take(&role, list->taken);
}

bool iam_walk_roles(aws_client *client, tf_call *call, const char *path_prefix, iam_role_taker take, void *taken)
{
    const char *where = path_prefix == NULL ? "/" : path_prefix;
    role_list roles = { .take = take, .taken = taken };
    const iam_parameter narrowed = { "PathPrefix", path_prefix };
    const iam_list list = {
        .action = "ListRoles",
        .parameters = &narrowed,
        .parameter_count = 1,
        .members = "Roles",
        .take = take_role,
        .taken = &roles,
    };
    aws_error error;
    bool found = false;
    return iam_try_read_list(client, call, &list, &found, &error)
           || aws_fail(call, &error, tf_format(tf_call_arena(call), "roles whose path begins with %s", where));
}

static bool is_managed(aws_client *client, const char *name)
{
    pthread_mutex_lock(&client->managed_roles.lock);
    const bool managed = tf_string_set_has(&client->managed_roles.names, name);
    pthread_mutex_unlock(&client->managed_roles.lock);
    return managed;
}

void iam_note_managed_role(aws_client *client, const char *name)
{
    if (client->summary != NULL)
        return;
    pthread_mutex_lock(&client->managed_roles.lock);
    tf_string_set_add(client->managed_roles.arena, &client->managed_roles.names, name);
    pthread_mutex_unlock(&client->managed_roles.lock);
}

bool iam_is_name_taken(aws_client *client, tf_call *call, const char *name)
{
    if (is_managed(client, name))
        return false;
    const aws_query query = iam_query(call, "GetRole", name);
    const xml_element *root = NULL;
    aws_error error;
    const bool taken = aws_call(client, call, &query, &root, &error);
    if (!taken && !aws_error_is_not_found(&error)) {
        tf_log(TF_LOG_INFO, "provider.iam", "whether role %s exists is not known: %s %s", name, error.code,
               error.message);
    }
    return taken;
}

bool iam_update_role(aws_client *client, tf_call *call, const char *name, const char *description,
                     int64_t max_session_duration)
{
    aws_query query = iam_query(call, "UpdateRole", name);
    aws_query_add(&query, "Description", description);
    aws_query_add_number(&query, "MaxSessionDuration", max_session_duration);
    return iam_send_patiently(client, call, &query, name);
}

bool iam_update_assume_role_policy(aws_client *client, tf_call *call, const char *name, const char *document)
{
    aws_query query = iam_query(call, "UpdateAssumeRolePolicy", name);
    aws_query_add(&query, "PolicyDocument", document);
    return iam_send_patiently(client, call, &query, name);
}

bool iam_delete_role(aws_client *client, tf_call *call, const char *name)
{
    const aws_query query = iam_query(call, "DeleteRole", name);
    return iam_send_removal(client, call, &query, name);
}

bool iam_tag_role(aws_client *client, tf_call *call, const char *name, const tf_string_map *tags)
{
    if (tags->count == 0)
        return true;
    aws_query query = iam_query(call, "TagRole", name);
    iam_add_tags(&query, tags);
    return iam_send_patiently(client, call, &query, name);
}

bool iam_untag_role(aws_client *client, tf_call *call, const char *name, const tf_string_map *tags)
{
    if (tags->count == 0)
        return true;
    aws_query query = iam_query(call, "UntagRole", name);
    for (size_t i = 0; i < tags->count; i++)
        aws_query_add_item(&query, "TagKeys.member", i + 1, NULL, tags->entries[i].key);
    return iam_send_removal(client, call, &query, name);
}

bool iam_put_role_permissions_boundary(aws_client *client, tf_call *call, const char *name, const char *policy_arn)
{
    aws_query query = iam_query(call, "PutRolePermissionsBoundary", name);
    aws_query_add(&query, "PermissionsBoundary", policy_arn);
    return iam_send_patiently(client, call, &query, name);
}

bool iam_delete_role_permissions_boundary(aws_client *client, tf_call *call, const char *name)
{
    const aws_query query = iam_query(call, "DeleteRolePermissionsBoundary", name);
    return iam_send_removal(client, call, &query, name);
}
