/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What hangs on a role, and whose it is. Private state holds the policies that are this resource's, one a line, so that a
 * destroy tells them from what somebody else has added.
 */
#include <string.h>

#include "resources/cloud_role/cloud_role.h"

#define ATTACHED_BY_TERRAFORM "managed_policy_arns"
#define EMBEDDED_BY_TERRAFORM "inline_policies"

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

/* The policies that are this resource's, one a line: after an import, until something was written, all that the state has. */
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

const char *cloud_role_foreign_ties(tf_call *call, const struct cloud_role *role, const tf_string_set *attached,
                                    const tf_string_set *embedded, const tf_string_set *profiles)
{
    const char *attached_here = own_attached(call, role);
    const char *embedded_here = own_embedded(call, role);
    tf_text_builder ties = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < attached->count; i++) {
        const char *arn = attached->items[i].value;
        if (!has_line(attached_here, arn, strlen(arn)))
            tf_append_format(&ties, "\n  - attached policy %s", arn);
    }
    for (size_t i = 0; i < embedded->count; i++) {
        const char *name = embedded->items[i].value;
        if (!has_line(embedded_here, name, strlen(name)))
            tf_append_format(&ties, "\n  - inline policy %s", name);
    }
    for (size_t i = 0; i < profiles->count; i++)
        tf_append_format(&ties, "\n  - instance profile %s", profiles->items[i].value);
    return tf_built_text(&ties);
}
