/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is checked and planned of a role: everything but what only IAM can tell follows from the configuration.
 */
#include <string.h>
#include <strings.h>

#include "aws/account.h"
#include "aws/policy.h"
#include "aws/tags.h"
#include "byoc/defaults.h"
#include "byoc/trust.h"
#include "clients.h"
#include "resources/cloud_role/cloud_role.h"

static bool is_open(tf_presence configured, tf_presence planned)
{
    return configured == TF_NULL && planned == TF_UNKNOWN;
}

/* Who is trusted where the configuration does not say: LangChain's principal, which other partitions cannot name. */
static bool choose_principals(tf_call *call, const struct cloud_role *config, struct cloud_role *role)
{
    const bool is_for_tasks = tf_equal(role->purpose, "task_execution");
    if (is_open(config->data_region.state, role->data_region.state))
        role->data_region = is_for_tasks ? tf_string_of(NULL) : byoc_data_region(clients_data_region(call));
    if (!is_open(config->trusted_principal_arns.state, role->trusted_principal_arns.state)
        || tf_unknown(role->data_region))
        return true;
    if (is_for_tasks) {
        role->trusted_principal_arns = (tf_string_set){ .state = TF_NULL };
        return true;
    }
    if (tf_null(role->data_region)) {
        return tf_fail_on(
            call, "trusted_principal_arns", "Nobody to Trust",
            "LangChain's principal is known for the data regions us and eu only, and the provider's is %s. "
            "Set data_region, or trusted_principal_arns to the principal that LangChain names.",
            tf_text_of(clients_data_region(call), "another"));
    }
    const aws_partition *partition;
    if (!clients_know_aws(call))
        return true;
    if (!aws_client_partition(clients_aws(call), call, &partition))
        return false;
    if (strcmp(partition->name, "aws") != 0) {
        return tf_fail_on(
            call, "trusted_principal_arns", "Nobody to Trust",
            "LangChain has no principal of its own in the partition %s. Set trusted_principal_arns to who "
            "may assume the role.",
            partition->name);
    }
    role->trusted_principal_arns = (tf_string_set){ .state = TF_UNKNOWN };
    tf_string_set_add(tf_call_arena(call), &role->trusted_principal_arns, byoc_principal(role->data_region.value));
    return true;
}

static bool choose_policies(tf_call *call, const struct cloud_role *config, struct cloud_role *role)
{
    tf_arena *arena = tf_call_arena(call);
    if (is_open(config->inline_policies.state, role->inline_policies.state))
        role->inline_policies = byoc_inline_policies(arena, role->purpose);
    if (!is_open(config->managed_policy_arns.state, role->managed_policy_arns.state) || !clients_know_aws(call))
        return true;
    const aws_partition *partition;
    if (!aws_client_partition(clients_aws(call), call, &partition))
        return false;
    role->managed_policy_arns = byoc_managed_policies(arena, role->purpose, partition->name);
    return true;
}

/* Keys of a role's tags know no case. */
static bool has_tag(const tf_string_map *tags, const char *key)
{
    for (size_t i = 0; i < tags->count; i++) {
        if (strcasecmp(tags->entries[i].key, key) == 0)
            return true;
    }
    return false;
}

static tf_string_map merge_tags(tf_call *call, const tf_string_map *tags)
{
    const tf_string_map merged = clients_default_tags(call);
    tf_string_map_builder all = { .arena = tf_call_arena(call) };
    if (!tf_known(merged) || tf_unknown(*tags) || tf_string_map_has_unknown(tags))
        return (tf_string_map){ .state = TF_UNKNOWN };
    for (size_t i = 0; i < merged.count; i++) {
        if (!has_tag(tags, merged.entries[i].key))
            tf_add_entry(&all, merged.entries[i].key, merged.entries[i].value.value);
    }
    for (size_t i = 0; i < tags->count; i++)
        tf_add_entry(&all, tags->entries[i].key, tags->entries[i].value.value);
    return tf_built_string_map(&all);
}

/* What is ignored is neither read nor written, so that a plan would show it for ever. */
static bool check_ignored_tags(tf_call *call, const tf_string_map *tags)
{
    const aws_config *config = aws_client_config(clients_aws(call));
    for (size_t i = 0; clients_know_aws(call) && i < tags->count; i++) {
        const char *key = tags->entries[i].key;
        if (aws_config_ignores_tag(config, key)) {
            return tf_fail_on(
                call, "tags", "Ignored Tag",
                "The tag \"%s\" is to be set by `tags`, or `default_tags` of the provider, and left alone by "
                "`ignore_tags` of the provider. Take it out of one of them.",
                key);
        }
    }
    return true;
}

static bool fail_on_number_of_tags(tf_call *call, const struct cloud_role *role)
{
    return tf_fail_on(
        call, "tags", "Too Many Tags",
        "A role can have %d tags, and this one would have %zu, `default_tags` of the provider included. AWS "
        "raises this for nobody. Remove some.",
        AWS_MOST_TAGS, role->tags_all.count);
}

const char *cloud_role_trust_policy(tf_arena *arena, const struct cloud_role *role)
{
    const byoc_trust trust = {
        .is_for_tasks = tf_equal(role->purpose, "task_execution") && !tf_known(role->trusted_principal_arns),
        .principals = role->trusted_principal_arns,
        .external_ids = role->external_ids,
    };
    return byoc_trust_policy(arena, &trust);
}

bool cloud_role_complete(tf_call *call, struct cloud_role *role)
{
    const struct cloud_role *config = tf_config(call);
    if (tf_unknown(role->purpose))
        return true;
    if (is_open(config->name.state, role->name.state))
        role->name = tf_string_of(byoc_role_name(role->purpose));
    if (!choose_principals(call, config, role) || !choose_policies(call, config, role))
        return false;
    if (tf_unknown(role->tags_all))
        role->tags_all = merge_tags(call, &role->tags);
    if (role->tags_all.count > AWS_MOST_TAGS)
        return fail_on_number_of_tags(call, role);
    if (!check_ignored_tags(call, &role->tags_all))
        return false;
    if (tf_unknown(role->assume_role_policy) && !tf_string_set_has_unknown(&role->trusted_principal_arns)
        && !tf_string_set_has_unknown(&role->external_ids))
        role->assume_role_policy = tf_string_of(cloud_role_trust_policy(tf_call_arena(call), role));
    return true;
}

static void keep_document(tf_arena *arena, tf_string prior, tf_string *planned)
{
    if (tf_known(prior) && tf_known(*planned) && policy_same_meaning(arena, prior.value, planned->value))
        *planned = prior;
}

/* What an apply would run into: credentials that do not serve, a name that is taken. */
static bool look_ahead(tf_call *call, const struct cloud_role *before, const struct cloud_role *role)
{
    aws_client *aws = clients_aws(call);
    bool answers = false;
    if (!clients_know_aws(call)
        || (before != NULL && tf_same_struct(tf_call_arena(call), &cloud_role_schema, before, role)))
        return true;
    if (!aws_check_account(aws, call, &answers))
        return false;
    const char *name = tf_text_of(role->name, "");
    if (before == NULL && answers && name[0] != '\0' && iam_is_name_taken(aws, call, name)) {
        tf_warn_on(call, "name", "Role Name Already Taken",
                   "A role named %s exists in this account: an apply would fail, and change nothing. %s", name,
                   cloud_role_about_taken_name(tf_call_arena(call), name));
    }
    return true;
}

/* What the configuration leaves open is planned anew each time, so that what drifted from a default comes back. */
void cloud_role_note_held(tf_call *call, const void *state)
{
    const struct cloud_role *role = state;
    if (tf_known(role->id))
        iam_note_managed_role(clients_aws(call), role->id.value);
}

bool cloud_role_plan(tf_call *call, const void *prior, void *planned)
{
    const struct cloud_role *config = tf_config(call);
    const struct cloud_role *before = prior;
    struct cloud_role *role = planned;
    if (tf_null(config->name))
        role->name = tf_unknown_string();
    if (tf_null(config->data_region))
        role->data_region = tf_unknown_string();
    if (tf_null(config->trusted_principal_arns))
        role->trusted_principal_arns = (tf_string_set){ .state = TF_UNKNOWN };
    if (tf_null(config->managed_policy_arns))
        role->managed_policy_arns = (tf_string_set){ .state = TF_UNKNOWN };
    if (tf_null(config->inline_policies))
        role->inline_policies = (tf_string_map){ .state = TF_UNKNOWN };
    role->assume_role_policy = tf_unknown_string();
    role->tags_all = (tf_string_map){ .state = TF_UNKNOWN };
    if (!cloud_role_complete(call, role))
        return false;
    if (before == NULL) {
        role->id = role->name;
        return look_ahead(call, NULL, role);
    }
    cloud_role_note_held(call, before);
    keep_document(tf_call_arena(call), before->assume_role_policy, &role->assume_role_policy);
    for (size_t i = 0; i < role->inline_policies.count; i++) {
        tf_string_entry *entry = &role->inline_policies.entries[i];
        const tf_string *document = tf_string_map_get(&before->inline_policies, entry->key);
        if (document != NULL)
            keep_document(tf_call_arena(call), *document, &entry->value);
    }
    return look_ahead(call, before, role);
}
