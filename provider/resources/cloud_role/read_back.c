/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a role in IAM has of what was written, and the wait until it has all. IAM answers for a while from what it knew
 * before. What others put on the role meanwhile is no concern of this file: the next plan shows it.
 */
#include <string.h>

#include <tfprovider/cancel.h>

#include "aws/policy.h"
#include "resources/cloud_role/cloud_role.h"

#define READ_BACK_LIMIT_MS 60000
#define FIRST_PAUSE_MS 250
#define LONGEST_PAUSE_MS 4000

static bool same_text(const char *one, const char *other)
{
    return strcmp(one == NULL ? "" : one, other == NULL ? "" : other) == 0;
}

bool cloud_role_same_trust(tf_arena *arena, const struct cloud_role *wanted, const iam_role *role)
{
    return policy_same_meaning(arena, wanted->assume_role_policy.value, role->assume_role_policy);
}

bool cloud_role_same_description(const struct cloud_role *wanted, const iam_role *role)
{
    return same_text(tf_text_of(wanted->description, ""), role->description)
           && wanted->max_session_duration.value == role->max_session_duration;
}

bool cloud_role_same_boundary(const struct cloud_role *wanted, const iam_role *role)
{
    return same_text(wanted->permissions_boundary.value, role->permissions_boundary);
}

tf_string_map cloud_role_missing_tags(tf_arena *arena, const struct cloud_role *wanted, const iam_role *role)
{
    tf_string_map_builder missing = { .arena = arena };
    for (size_t i = 0; i < wanted->tags_all.count; i++) {
        const tf_string_entry *entry = &wanted->tags_all.entries[i];
        const tf_string *found = tf_string_map_get(&role->tags, entry->key);
        if (found == NULL || !tf_same_string(*found, entry->value))
            tf_add_entry(&missing, entry->key, entry->value.value);
    }
    return tf_built_string_map(&missing);
}

tf_string_map cloud_role_missing_documents(tf_arena *arena, const struct cloud_role *wanted,
                                           const cloud_role_observed *observed)
{
    tf_string_map_builder missing = { .arena = arena };
    for (size_t i = 0; i < wanted->inline_policies.count; i++) {
        const tf_string_entry *entry = &wanted->inline_policies.entries[i];
        const tf_string *found = tf_string_map_get(&observed->inline_policies, entry->key);
        if (found == NULL || !policy_same_meaning(arena, entry->value.value, found->value))
            tf_add_entry(&missing, entry->key, entry->value.value);
    }
    return tf_built_string_map(&missing);
}

static const char *missing_of_role(tf_arena *arena, const struct cloud_role *wanted, const iam_role *role)
{
    if (!cloud_role_same_trust(arena, wanted, role))
        return "its trust policy";
    if (!cloud_role_same_description(wanted, role))
        return "its description or session duration";
    if (!cloud_role_same_boundary(wanted, role))
        return "its permissions boundary";
    return cloud_role_missing_tags(arena, wanted, role).count > 0 ? "its tags" : NULL;
}

/* The first thing that was written and is not there, in words; NULL where all is. */
static const char *first_missing(tf_arena *arena, const struct cloud_role *wanted, const cloud_role_observed *observed)
{
    const char *of_role = missing_of_role(arena, wanted, &observed->role);
    if (of_role != NULL)
        return of_role;
    if (tf_string_set_without(arena, &wanted->managed_policy_arns, &observed->managed_policy_arns).count > 0)
        return "its attached policies";
    return cloud_role_missing_documents(arena, wanted, observed).count > 0 ? "its inline policies" : NULL;
}

/* Whether something that `before` had and `wanted` has not, and that was therefore taken away, still shows. */
static bool shows_removed(tf_arena *arena, const struct cloud_role *wanted, const cloud_role_observed *before,
                          const cloud_role_observed *observed)
{
    const tf_string_map tags = tf_string_map_without(arena, &before->role.tags, &wanted->tags_all);
    const tf_string_set attached =
        tf_string_set_without(arena, &before->managed_policy_arns, &wanted->managed_policy_arns);
    const tf_string_map embedded = tf_string_map_without(arena, &before->inline_policies, &wanted->inline_policies);
    return tf_string_map_without(arena, &tags, &observed->role.tags).count < tags.count
           || tf_string_set_without(arena, &attached, &observed->managed_policy_arns).count < attached.count
           || tf_string_map_without(arena, &embedded, &observed->inline_policies).count < embedded.count;
}

bool cloud_role_is_as_created(tf_arena *arena, const struct cloud_role *wanted, const cloud_role_observed *observed)
{
    return same_text(wanted->path.value, observed->role.path) && missing_of_role(arena, wanted, &observed->role) == NULL
           && tf_same_string_map(&wanted->tags_all, &observed->role.tags) && observed->managed_policy_arns.count == 0
           && observed->inline_policies.count == 0;
}

/* What IAM does not show (yet) of what was written, in words; NULL where it shows all. */
static bool look(aws_client *aws, tf_call *call, const struct cloud_role *wanted, const cloud_role_observed *before,
                 const char **out_difference, bool *out_found)
{
    cloud_role_observed observed;
    if (!cloud_role_observe(aws, call, wanted->name.value, &wanted->inline_policies, &observed, out_found))
        return false;
    tf_arena *arena = tf_call_arena(call);
    *out_difference = *out_found ? first_missing(arena, wanted, &observed) : "the role itself";
    if (*out_difference == NULL && shows_removed(arena, wanted, before, &observed))
        *out_difference = "what was removed from it having gone";
    return true;
}

static bool end_unseen(tf_call *call, const char *name, const char *difference, bool found)
{
    static const char summary[] = "IAM does not show what was written";
    if (!found) {
        return tf_fail(call, summary,
                       "Role %s was written, but %d s later IAM does not know it. Somebody else may have deleted it.",
                       name, READ_BACK_LIMIT_MS / 1000);
    }
    tf_warn(
        call, summary,
        "Role %s was written, but %d s later IAM still answers without %s. Somebody else may be changing the role: the "
        "next plan shows what differs then.",
        name, READ_BACK_LIMIT_MS / 1000, difference);
    return true;
}

bool cloud_role_read_back(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                          const cloud_role_observed *before)
{
    const char *name = wanted->name.value;
    const int64_t give_up_at = tf_deadline_in_ms(READ_BACK_LIMIT_MS);
    int64_t pause = FIRST_PAUSE_MS;
    for (;;) {
        bool found = false;
        const char *difference = NULL;
        if (!look(aws, call, wanted, before, &difference, &found))
            return false;
        if (difference == NULL)
            return true;
        if (tf_now_ms() >= give_up_at)
            return end_unseen(call, name, difference, found);
        tf_log(TF_LOG_DEBUG, "provider.cloud_role", "IAM does not yet read back %s of role %s", difference, name);
        if (!tf_cancel_wait(tf_call_cancel(call), tf_deadline_in_ms(pause))) {
            return tf_fail(call, "Interrupted", "Stopped while waiting for IAM to read back %s of role %s.", difference,
                           name);
        }
        pause = pause * 2 > LONGEST_PAUSE_MS ? LONGEST_PAUSE_MS : pause * 2;
    }
}
