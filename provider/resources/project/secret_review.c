/* SPDX-License-Identifier: Apache-2.0 */
/* Decides about secrets, and counts how often each was set. What is sent to the service is variables.c's. */
#include "resources/project/secret_review.h"

#include <stdlib.h>
#include <string.h>

#include "resources/project/digest.h"

secret_review secret_review_of(tf_call *call, const struct project *prior, const struct project *planned)
{
    /* A version that was not there before says nothing of the values yet. */
    const bool had_version = prior != NULL && tf_known(prior->secrets_version);
    const bool same = had_version && tf_same_string(prior->secrets_version, planned->secrets_version);
    return (secret_review){
        .arena = tf_call_arena(call),
        .record = secret_record_read(call),
        .has_new_version = had_version && tf_known(planned->secrets_version) && !same,
        .may_have_new_version = had_version && tf_unknown(planned->secrets_version),
        .by_version = had_version && tf_known(planned->secrets_version),
    };
}

secret_reason secret_review_reason(const secret_review *review, const tf_string_entry *secret)
{
    const secret_entry *entry = secret_record_find(&review->record, secret->key);
    if (entry == NULL)
        return SECRET_IS_NEW;
    if (secret_was_changed(&review->record, entry))
        return SECRET_WAS_CHANGED;
    if (review->has_new_version)
        return SECRET_HAS_NEW_VERSION;
    if (review->by_version)
        return SECRET_IS_KEPT;
    if (review->may_have_new_version || !tf_known(secret->value))
        return SECRET_MAY_CHANGE;
    return project_digest_matches(review->arena, entry->sent, secret->key, secret->value.value) ? SECRET_IS_KEPT
                                                                                                : SECRET_HAS_NEW_VALUE;
}

/* A map of numbers under construction. */
struct versions {
    tf_arena *arena;
    size_t count;
    const char **names;
    tf_value *numbers;
};

static struct versions begin_versions(tf_arena *arena, size_t most)
{
    return (struct versions){
        .arena = arena,
        .names = tf_alloc_array(arena, most, sizeof(const char *)),
        .numbers = tf_alloc_array(arena, most, sizeof(tf_value)),
    };
}

/* A negative number stands for one that is not known yet. Names come in order. */
static void add_version(struct versions *versions, const char *name, int64_t number)
{
    tf_value value = { .type = &tf_type_number, .state = number < 0 ? TF_UNKNOWN : TF_KNOWN };
    if (number >= 0)
        value.digits = tf_format(versions->arena, "%lld", (long long)number);
    versions->names[versions->count] = name;
    versions->numbers[versions->count++] = value;
}

static tf_value end_versions(const struct versions *versions)
{
    return (tf_value){
        .type = &project_versions_type,
        .state = TF_KNOWN,
        .count = versions->count,
        .items = versions->numbers,
        .keys = versions->names,
    };
}

/* How often the secret was set so far; -1 where it is none of those. */
static int64_t version_in(const tf_value *versions, const char *name)
{
    const tf_value *number = versions->state == TF_KNOWN ? tf_value_get(versions, name) : NULL;
    return number == NULL || number->state != TF_KNOWN ? -1 : strtoll(number->digits, NULL, 10);
}

/* Of one that is in the record: earlier versions of the provider did not count. */
static int64_t version_so_far(const struct project *prior, const char *name)
{
    const int64_t counted = prior == NULL ? -1 : version_in(&prior->secret_versions, name);
    return counted < 1 ? 1 : counted;
}

/* Where `secrets` are null: those of Terraform's stay, but for what has become a plain variable. */
static tf_value versions_kept(const secret_review *review, const struct project *prior, const struct project *planned)
{
    const tf_value none = { .type = &project_versions_type, .state = TF_KNOWN };
    if (prior == NULL)
        return none;
    if (prior->secret_versions.state != TF_KNOWN)
        return prior->secret_versions;
    struct versions versions = begin_versions(review->arena, prior->secret_versions.count);
    for (size_t i = 0; i < prior->secret_versions.count; i++) {
        const char *name = prior->secret_versions.keys[i];
        if (tf_string_map_get(&planned->environment, name) == NULL)
            add_version(&versions, name, version_in(&prior->secret_versions, name));
    }
    return end_versions(&versions);
}

static int64_t version_after(const secret_review *review, const struct project *prior, const tf_string_entry *secret,
                             bool may_differ)
{
    const secret_reason reason = secret_review_reason(review, secret);
    if (reason == SECRET_IS_NEW)
        return 1;
    if (reason == SECRET_MAY_CHANGE || (reason == SECRET_IS_KEPT && may_differ && !review->by_version))
        return -1;
    return version_so_far(prior, secret->key) + (reason == SECRET_IS_KEPT ? 0 : 1);
}

tf_value secret_review_versions(const secret_review *review, const struct project *prior, const struct project *planned,
                                const struct project *config, bool may_differ)
{
    if (tf_unknown(config->secrets))
        return (tf_value){ .type = &project_versions_type, .state = TF_UNKNOWN };
    if (tf_null(config->secrets))
        return versions_kept(review, prior, planned);
    struct versions versions = begin_versions(review->arena, config->secrets.count);
    for (size_t i = 0; i < config->secrets.count; i++) {
        const tf_string_entry *secret = &config->secrets.entries[i];
        add_version(&versions, secret->key, version_after(review, prior, secret, may_differ));
    }
    return end_versions(&versions);
}

static int compare_names(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

tf_value secret_versions_at(tf_arena *arena, const struct project *state, const secret_record *record,
                            const control_plane_project *found)
{
    const char **names = tf_alloc_array(arena, record->count + found->variables.count, sizeof(const char *));
    size_t count = 0;
    for (size_t i = 0; i < record->count; i++)
        names[count++] = record->items[i].name;
    for (size_t i = 0; tf_null(state->environment) && i < found->variables.count; i++) {
        const control_plane_variable *variable = &found->variables.items[i];
        if (variable->secret && secret_record_find(record, variable->name) == NULL)
            names[count++] = variable->name;
    }
    qsort(names, count, sizeof(const char *), compare_names);
    struct versions versions = begin_versions(arena, count);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(names[i], names[i - 1]) == 0)
            continue;
        const bool is_ours = secret_record_find(record, names[i]) != NULL;
        add_version(&versions, names[i], is_ours ? version_so_far(state, names[i]) : 0);
    }
    return end_versions(&versions);
}

bool secret_versions_have_stranger(const tf_value *versions, const tf_string_map *secrets)
{
    for (size_t i = 0; versions->state == TF_KNOWN && i < versions->count; i++) {
        if (version_in(versions, versions->keys[i]) == 0 && tf_string_map_get(secrets, versions->keys[i]) == NULL)
            return true;
    }
    return false;
}
