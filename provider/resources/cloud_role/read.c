/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <tfprovider/cancel.h>

#include "aws/policy.h"
#include "resources/cloud_role/cloud_role.h"

#define READ_BACK_LIMIT_MS 60000
#define FIRST_PAUSE_MS 250
#define LONGEST_PAUSE_MS 4000

/* What AWS itself puts on a role ("aws:cloudformation:stack-id") can be neither set nor removed. */
static tf_string_map without_reserved(tf_arena *arena, const tf_string_map *tags)
{
    tf_string_map_builder kept = { .arena = arena };
    for (size_t i = 0; i < tags->count; i++) {
        if (!tf_starts_with(tags->entries[i].key, "aws:"))
            tf_add_entry(&kept, tags->entries[i].key, tags->entries[i].value.value);
    }
    return tf_built_string_map(&kept);
}

bool cloud_role_observe(aws_client *aws, tf_call *call, const char *name, cloud_role_observed *out, bool *out_found)
{
    tf_arena *arena = tf_call_arena(call);
    tf_string_set policy_names;
    tf_string_map_builder inline_policies = { .arena = arena };
    *out = (cloud_role_observed){ .inline_policies = tf_empty_string_map() };
    if (!iam_get_role(aws, call, name, &out->role, out_found))
        return false;
    if (!*out_found)
        return true;
    out->role.tags = without_reserved(arena, &out->role.tags);
    if (!iam_list_attached_role_policies(aws, call, name, &out->managed_policy_arns, out_found))
        return false;
    if (!*out_found)
        return true;
    if (!iam_list_role_policies(aws, call, name, &policy_names, out_found))
        return false;
    for (size_t i = 0; *out_found && i < policy_names.count; i++) {
        const char *document;
        bool policy_found;
        const char *policy_name = policy_names.items[i].value;
        if (!iam_get_role_policy(aws, call, name, policy_name, &document, &policy_found))
            return false;
        if (policy_found)
            tf_add_entry(&inline_policies, policy_name, document);
    }
    out->inline_policies = tf_built_string_map(&inline_policies);
    return true;
}

static bool same_text(const char *one, const char *other)
{
    return strcmp(one == NULL ? "" : one, other == NULL ? "" : other) == 0;
}

static bool same_description(const struct cloud_role *wanted, const iam_role *role)
{
    return same_text(tf_text_of(wanted->description, ""), role->description)
           && wanted->max_session_duration.value == role->max_session_duration;
}

static bool same_document(tf_arena *arena, const tf_string *one, const char *other)
{
    return one != NULL && policy_same_meaning(arena, one->value, other);
}

static bool same_inline_policies(tf_arena *arena, const tf_string_map *wanted, const tf_string_map *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const tf_string_entry *entry = &found->entries[i];
        if (!same_document(arena, tf_string_map_get(wanted, entry->key), entry->value.value))
            return false;
    }
    return wanted->count == found->count;
}

/* The first thing in which the role differs from what is wanted, in words; NULL where there is none. */
static const char *first_difference(tf_arena *arena, const struct cloud_role *wanted,
                                    const cloud_role_observed *observed)
{
    const iam_role *role = &observed->role;
    if (!policy_same_meaning(arena, wanted->assume_role_policy.value, role->assume_role_policy))
        return "its trust policy";
    if (!same_description(wanted, role))
        return "its description or session duration";
    if (!same_text(wanted->permissions_boundary.value, role->permissions_boundary))
        return "its permissions boundary";
    if (!tf_same_string_map(&wanted->tags_all, &role->tags))
        return "its tags";
    if (!tf_same_string_set(&wanted->managed_policy_arns, &observed->managed_policy_arns))
        return "its attached policies";
    if (!same_inline_policies(arena, &wanted->inline_policies, &observed->inline_policies))
        return "its inline policies";
    return NULL;
}

bool cloud_role_is_as_created(tf_arena *arena, const struct cloud_role *wanted, const cloud_role_observed *observed)
{
    struct cloud_role created = *wanted;
    created.managed_policy_arns = (tf_string_set){ .state = TF_KNOWN };
    created.inline_policies = tf_empty_string_map();
    return same_text(wanted->path.value, observed->role.path) && first_difference(arena, &created, observed) == NULL;
}

static bool converge_role(aws_client *aws, tf_call *call, const struct cloud_role *wanted, const iam_role *role)
{
    const char *name = wanted->name.value;
    if (!policy_same_meaning(tf_call_arena(call), wanted->assume_role_policy.value, role->assume_role_policy)
        && !iam_update_assume_role_policy(aws, call, name, wanted->assume_role_policy.value))
        return false;
    if (!same_description(wanted, role)
        && !iam_update_role(aws, call, name, tf_text_of(wanted->description, ""), wanted->max_session_duration.value))
        return false;
    if (same_text(wanted->permissions_boundary.value, role->permissions_boundary))
        return true;
    if (!tf_known(wanted->permissions_boundary))
        return iam_delete_role_permissions_boundary(aws, call, name);
    return iam_put_role_permissions_boundary(aws, call, name, wanted->permissions_boundary.value);
}

/*
 * Removals come first: keys know no case, so that a new key may be an old one in other letters, and a role has room for 50.
 */
static bool converge_tags(aws_client *aws, tf_call *call, const struct cloud_role *wanted, const tf_string_map *found)
{
    tf_arena *arena = tf_call_arena(call);
    tf_string_map_builder changed = { .arena = arena };
    tf_string_map_builder dropped = { .arena = arena };
    for (size_t i = 0; i < wanted->tags_all.count; i++) {
        const tf_string_entry *entry = &wanted->tags_all.entries[i];
        const tf_string *value = tf_string_map_get(found, entry->key);
        if (value == NULL || !tf_same_string(*value, entry->value))
            tf_add_entry(&changed, entry->key, entry->value.value);
    }
    for (size_t i = 0; i < found->count; i++) {
        const tf_string_entry *entry = &found->entries[i];
        if (tf_string_map_get(&wanted->tags_all, entry->key) == NULL)
            tf_add_entry(&dropped, entry->key, entry->value.value);
    }
    const tf_string_map removed = tf_built_string_map(&dropped);
    const tf_string_map set = tf_built_string_map(&changed);
    return iam_untag_role(aws, call, wanted->name.value, &removed) && iam_tag_role(aws, call, wanted->name.value, &set);
}

static bool converge_policies(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                              const cloud_role_observed *observed)
{
    const char *name = wanted->name.value;
    for (size_t i = 0; i < wanted->inline_policies.count; i++) {
        const tf_string_entry *entry = &wanted->inline_policies.entries[i];
        const tf_string *found = tf_string_map_get(&observed->inline_policies, entry->key);
        if (!same_document(tf_call_arena(call), found, entry->value.value)
            && !iam_put_role_policy(aws, call, name, entry->key, entry->value.value))
            return false;
    }
    tf_arena *arena = tf_call_arena(call);
    const tf_string_set *attached = &observed->managed_policy_arns;
    const tf_string_set missing = tf_string_set_without(arena, &wanted->managed_policy_arns, attached);
    const tf_string_set surplus = tf_string_set_without(arena, attached, &wanted->managed_policy_arns);
    for (size_t i = 0; i < missing.count; i++) {
        if (!iam_attach_role_policy(aws, call, name, missing.items[i].value))
            return false;
    }
    for (size_t i = 0; i < surplus.count; i++) {
        if (!iam_detach_role_policy(aws, call, name, surplus.items[i].value))
            return false;
    }
    for (size_t i = 0; i < observed->inline_policies.count; i++) {
        const char *policy_name = observed->inline_policies.entries[i].key;
        if (tf_string_map_get(&wanted->inline_policies, policy_name) == NULL
            && !iam_delete_role_policy(aws, call, name, policy_name))
            return false;
    }
    return true;
}

bool cloud_role_converge(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                         const cloud_role_observed *observed)
{
    return converge_role(aws, call, wanted, &observed->role) && converge_tags(aws, call, wanted, &observed->role.tags)
           && converge_policies(aws, call, wanted, observed);
}

bool cloud_role_read_back(aws_client *aws, tf_call *call, const struct cloud_role *wanted, cloud_role_observed *out)
{
    const char *name = wanted->name.value;
    int64_t deadline = tf_deadline_in_ms(READ_BACK_LIMIT_MS);
    int64_t pause = FIRST_PAUSE_MS;
    for (;;) {
        bool found;
        if (!cloud_role_observe(aws, call, name, out, &found))
            return false;
        const char *difference = found ? first_difference(tf_call_arena(call), wanted, out) : "the role itself";
        if (difference == NULL)
            return true;
        if (tf_now_ms() >= deadline)
            return tf_fail(call, "IAM does not show what was written",
                           "Role %s was written, but %d s later IAM still answers without %s. Somebody else may be "
                           "changing the role. Apply again.",
                           name, READ_BACK_LIMIT_MS / 1000, difference);
        tf_log(TF_LOG_DEBUG, "provider.cloud_role", "IAM does not yet read back %s of role %s", difference, name);
        if (!tf_cancel_wait(tf_call_cancel(call), tf_deadline_in_ms(pause)))
            return tf_fail(call, "Interrupted", "Stopped while waiting for IAM to read back %s of role %s.", difference,
                           name);
        pause = pause * 2 > LONGEST_PAUSE_MS ? LONGEST_PAUSE_MS : pause * 2;
    }
}
