/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What hangs on a role, and whose it is: put on and taken off, and taken off altogether for a destroy. Private state
 * holds the policies that are this resource's, one a line, so that a destroy tells them from what somebody else has
 * added.
 */
#include <string.h>

#include "clients.h"
#include "resources/cloud_role/cloud_role.h"

#define ATTACHED_BY_TERRAFORM "managed_policy_arns"
#define EMBEDDED_BY_TERRAFORM "inline_policies"

/* All that has to be taken off a role before it can be deleted. */
typedef struct role_attachments {
    tf_string_set managed_policy_arns;
    tf_string_set policy_names;
    tf_string_set instance_profiles;
} role_attachments;

static const char *lines_of_set(tf_arena *arena, const tf_string_set *set)
{
    tf_text_builder lines = { .arena = arena };
    for (size_t i = 0; i < set->count; i++)
        tf_append_format(&lines, "%s\n", set->items[i].value);
    return tf_built_text(&lines);
}

static const char *lines_of_keys(tf_arena *arena, const tf_string_map *map)
{
    tf_text_builder lines = { .arena = arena };
    for (size_t i = 0; i < map->count; i++)
        tf_append_format(&lines, "%s\n", map->entries[i].key);
    return tf_built_text(&lines);
}

static bool has_line(const char *lines, const char *line, size_t length)
{
    for (; *lines != '\0'; lines += strcspn(lines, "\n") + 1) {
        if (strncmp(lines, line, length) == 0 && lines[length] == '\n')
            return true;
    }
    return false;
}

static const char *join_lines(tf_arena *arena, const char *lines, const char *more)
{
    tf_text_builder joined = { .arena = arena };
    tf_append(&joined, lines);
    for (size_t length; *more != '\0'; more += length + 1) {
        length = strcspn(more, "\n");
        if (!has_line(lines, more, length))
            tf_append_bytes(&joined, more, length + 1);
    }
    return tf_built_text(&joined);
}

/*
 * The policies that are this resource's, one a line: after an import, until something was written, all that the state
 * has.
 */
static const char *own_attached(const tf_call *call, const struct cloud_role *state)
{
    const char *noted = tf_private(call, ATTACHED_BY_TERRAFORM);
    return noted != NULL ? noted : lines_of_set(tf_call_arena(call), &state->managed_policy_arns);
}

static const char *own_embedded(const tf_call *call, const struct cloud_role *state)
{
    const char *noted = tf_private(call, EMBEDDED_BY_TERRAFORM);
    return noted != NULL ? noted : lines_of_keys(tf_call_arena(call), &state->inline_policies);
}

void cloud_role_remember(tf_call *call, const struct cloud_role *role)
{
    tf_set_private(call, ATTACHED_BY_TERRAFORM, lines_of_set(tf_call_arena(call), &role->managed_policy_arns));
    tf_set_private(call, EMBEDDED_BY_TERRAFORM, lines_of_keys(tf_call_arena(call), &role->inline_policies));
}

void cloud_role_remember_both(tf_call *call, const struct cloud_role *prior, const struct cloud_role *plan)
{
    tf_arena *arena = tf_call_arena(call);
    const char *attached = lines_of_set(arena, &plan->managed_policy_arns);
    const char *embedded = lines_of_keys(arena, &plan->inline_policies);
    tf_set_private(call, ATTACHED_BY_TERRAFORM, join_lines(arena, own_attached(call, prior), attached));
    tf_set_private(call, EMBEDDED_BY_TERRAFORM, join_lines(arena, own_embedded(call, prior), embedded));
}

/* Which of these is not this resource's, in words, each on a line of its own; "" for none. */
static const char *foreign_attachments(tf_call *call, const struct cloud_role *role,
                                       const role_attachments *attachments)
{
    const char *attached_here = own_attached(call, role);
    const char *embedded_here = own_embedded(call, role);
    tf_text_builder foreign = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < attachments->managed_policy_arns.count; i++) {
        const char *arn = attachments->managed_policy_arns.items[i].value;
        if (!has_line(attached_here, arn, strlen(arn)))
            tf_append_format(&foreign, "\n  - attached policy %s", arn);
    }
    for (size_t i = 0; i < attachments->policy_names.count; i++) {
        const char *name = attachments->policy_names.items[i].value;
        if (!has_line(embedded_here, name, strlen(name)))
            tf_append_format(&foreign, "\n  - inline policy %s", name);
    }
    for (size_t i = 0; i < attachments->instance_profiles.count; i++)
        tf_append_format(&foreign, "\n  - instance profile %s", attachments->instance_profiles.items[i].value);
    return tf_built_text(&foreign);
}

static bool detach(aws_client *aws, tf_call *call, const char *name, const tf_string_set *arns)
{
    for (size_t i = 0; i < arns->count; i++) {
        if (!iam_detach_role_policy(aws, call, name, arns->items[i].value))
            return false;
    }
    return true;
}

static bool remove_documents(aws_client *aws, tf_call *call, const char *name, const tf_string_map *documents)
{
    for (size_t i = 0; i < documents->count; i++) {
        if (!iam_delete_role_policy(aws, call, name, documents->entries[i].key))
            return false;
    }
    return true;
}

bool cloud_role_converge_attachments(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                                     const cloud_role_observed *observed)
{
    tf_arena *arena = tf_call_arena(call);
    const char *name = wanted->name.value;
    const tf_string_map documents = cloud_role_missing_documents(arena, wanted, observed);
    for (size_t i = 0; i < documents.count; i++) {
        const tf_string_entry *entry = &documents.entries[i];
        if (!iam_put_role_policy(aws, call, name, entry->key, entry->value.value))
            return false;
    }
    const tf_string_set missing =
        tf_string_set_without(arena, &wanted->managed_policy_arns, &observed->managed_policy_arns);
    for (size_t i = 0; i < missing.count; i++) {
        if (!iam_attach_role_policy(aws, call, name, missing.items[i].value))
            return false;
    }
    const tf_string_set attached =
        tf_string_set_without(arena, &observed->managed_policy_arns, &wanted->managed_policy_arns);
    const tf_string_map embedded = tf_string_map_without(arena, &observed->inline_policies, &wanted->inline_policies);
    return detach(aws, call, name, &attached) && remove_documents(aws, call, name, &embedded);
}

static bool take_off(aws_client *aws, tf_call *call, const char *name, const role_attachments *attachments)
{
    for (size_t i = 0; i < attachments->instance_profiles.count; i++) {
        const char *profile = attachments->instance_profiles.items[i].value;
        if (!iam_remove_role_from_instance_profile(aws, call, name, profile))
            return false;
    }
    for (size_t i = 0; i < attachments->policy_names.count; i++) {
        if (!iam_delete_role_policy(aws, call, name, attachments->policy_names.items[i].value))
            return false;
    }
    return detach(aws, call, name, &attachments->managed_policy_arns);
}

static bool list_attachments(aws_client *aws, tf_call *call, const char *name, role_attachments *out, bool *out_found)
{
    if (!iam_list_attached_role_policies(aws, call, name, &out->managed_policy_arns, out_found))
        return false;
    if (!*out_found)
        return true;
    return iam_list_role_policies(aws, call, name, &out->policy_names, out_found)
           && iam_list_instance_profiles_for_role(aws, call, name, &out->instance_profiles);
}

bool cloud_role_delete(tf_call *call, const void *state)
{
    const struct cloud_role *role = state;
    const char *name = role->id.value;
    aws_client *aws = clients_aws(call);
    role_attachments attachments;
    bool found;
    if (!list_attachments(aws, call, name, &attachments, &found))
        return false;
    if (!found)
        return true;
    const char *foreign = foreign_attachments(call, role, &attachments);
    if (foreign[0] != '\0' && !role->force_detach_policies.value) {
        return tf_fail(call, "Role Is in Use by Others",
                       "Role %s was not destroyed and nothing was detached from it, because of what Terraform did not "
                       "put there:%s\nTake these off the role (an apply takes off the policies), or set "
                       "force_detach_policies to true and apply that before the destroy.",
                       name, foreign);
    }
    return take_off(aws, call, name, &attachments) && iam_delete_role(aws, call, name);
}
