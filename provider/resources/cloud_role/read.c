/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From IAM to state: reading all of a role, and telling from it what the configuration would have said. What is
 * written, and compared for that, is in update.c.
 */
#include <string.h>

#include <tfprovider/together.h>

#include "byoc/defaults.h"
#include "byoc/trust.h"
#include "clients.h"
#include "resources/cloud_role/cloud_role.h"

/*
 * Without what AWS itself puts on a role ("aws:cloudformation:stack-id"), and what the configuration leaves to others.
 */
static tf_string_map without_foreign(tf_arena *arena, const aws_config *config, const tf_string_map *tags)
{
    tf_string_map_builder kept = { .arena = arena };
    for (size_t i = 0; i < tags->count; i++) {
        const char *key = tags->entries[i].key;
        if (!tf_starts_with(key, "aws:") && !aws_config_ignores_tag(config, key))
            tf_add_entry(&kept, key, tags->entries[i].value.value);
    }
    return tf_built_string_map(&kept);
}

/* What the parts of a look at a role work on: each fills in its own fields. */
typedef struct look {
    aws_client *aws;
    const char *name;
    cloud_role_observed *out;
    tf_string_set embedded; /* names */
    bool role_found;
    bool attached_found;
    bool embedded_found;
} look;

/* One inline policy. */
typedef struct inline_policy {
    const look *of;
    const char *name;
    const char *text;
    bool found;
} inline_policy;

static bool read_role(tf_call *call, void *context)
{
    look *self = context;
    iam_role *role = &self->out->role;
    if (!iam_get_role(self->aws, call, self->name, role, &self->role_found))
        return false;
    if (self->role_found)
        role->tags = without_foreign(tf_call_arena(call), aws_client_config(self->aws), &role->tags);
    return true;
}

static bool read_attached(tf_call *call, void *context)
{
    look *self = context;
    return iam_list_attached_role_policies(self->aws, call, self->name, &self->out->managed_policy_arns,
                                           &self->attached_found);
}

static bool read_embedded(tf_call *call, void *context)
{
    look *self = context;
    return iam_list_role_policies(self->aws, call, self->name, &self->embedded, &self->embedded_found);
}

static bool read_document(tf_call *call, void *context)
{
    inline_policy *self = context;
    return iam_get_role_policy(self->of->aws, call, self->of->name, self->name, &self->text, &self->found);
}

/* Fills in a part for each document. */
static void add_documents(inline_policy *documents, size_t count, tf_part *parts)
{
    for (size_t i = 0; i < count; i++)
        parts[i] = (tf_part){ read_document, &documents[i] };
}

/* Of the documents that were read, those whose names the role has. */
static void keep_documents(const look *all, const inline_policy *documents, size_t count, tf_string_map_builder *out)
{
    for (size_t i = 0; i < count; i++) {
        if (documents[i].found && tf_string_set_has(&all->embedded, documents[i].name))
            tf_add_entry(out, documents[i].name, documents[i].text);
    }
}

/* The documents that nobody expected, side by side, beside those that were read already. */
static bool read_others(tf_call *call, const look *all, const tf_string_map *expected, tf_string_map_builder *out)
{
    tf_arena *arena = tf_call_arena(call);
    inline_policy *documents = tf_alloc_array(arena, all->embedded.count, sizeof *documents);
    tf_part *parts = tf_alloc_array(arena, all->embedded.count, sizeof *parts);
    size_t count = 0;
    for (size_t i = 0; i < all->embedded.count; i++) {
        const char *name = all->embedded.items[i].value;
        if (tf_string_map_get(expected, name) == NULL)
            documents[count++] = (inline_policy){ .of = all, .name = name };
    }
    add_documents(documents, count, parts);
    if (count > 0 && !tf_run_together(call, parts, count))
        return false;
    keep_documents(all, documents, count, out);
    return true;
}

/*
 * All at once, so that a refresh takes as long as one call: the inline policies that are expected are read beside the
 * list that tells whether there are others.
 */
bool cloud_role_observe(aws_client *aws, tf_call *call, const char *name, const tf_string_map *expected,
                        cloud_role_observed *out, bool *out_found)
{
    tf_arena *arena = tf_call_arena(call);
    look all = { .aws = aws, .name = name, .out = out };
    const tf_part lists[] = { { read_role, &all }, { read_attached, &all }, { read_embedded, &all } };
    const size_t list_count = sizeof lists / sizeof lists[0];
    inline_policy *documents = tf_alloc_array(arena, expected->count, sizeof *documents);
    tf_part *parts = tf_alloc_array(arena, list_count + expected->count, sizeof *parts);
    memcpy(parts, lists, sizeof lists);
    for (size_t i = 0; i < expected->count; i++)
        documents[i] = (inline_policy){ .of = &all, .name = expected->entries[i].key };
    add_documents(documents, expected->count, parts + list_count);
    *out = (cloud_role_observed){ .inline_policies = tf_empty_string_map() };
    if (!tf_run_together(call, parts, list_count + expected->count))
        return false;
    *out_found = all.role_found && all.attached_found && all.embedded_found;
    if (!*out_found)
        return true;
    tf_string_map_builder embedded = { .arena = arena };
    keep_documents(&all, documents, expected->count, &embedded);
    if (!read_others(call, &all, expected, &embedded))
        return false;
    out->inline_policies = tf_built_string_map(&embedded);
    return true;
}

/* Part `index`, from 0, of an ARN, whose parts are parted by colons: 1 is the partition, 4 the account. "" for none. */
static const char *part_of_arn(tf_arena *arena, const char *arn, int index)
{
    for (; index > 0 && arn != NULL; index--)
        arn = strchr(arn, ':') == NULL ? NULL : strchr(arn, ':') + 1;
    return arn == NULL ? "" : tf_copy_bytes(arena, arn, strcspn(arn, ":"));
}

static void identify(tf_call *call, const struct cloud_role *role)
{
    struct cloud_role_identity *identity = tf_identity(call);
    identity->account_id = role->account_id;
    identity->name = role->id;
}

struct cloud_role_identity cloud_role_identity_of(tf_arena *arena, const iam_role *found)
{
    return (struct cloud_role_identity){
        .account_id = tf_string_or_null(part_of_arn(arena, found->arn, 4)),
        .name = tf_string_of(found->name),
    };
}

bool cloud_role_trusts_langchain(tf_arena *arena, const iam_role *found)
{
    byoc_trust trust;
    if (!byoc_parse_trust(arena, found->assume_role_policy, part_of_arn(arena, found->arn, 1), &trust))
        return false;
    for (size_t i = 0; i < trust.principals.count; i++) {
        if (byoc_region_of_principal(trust.principals.items[i].value) != NULL)
            return true;
    }
    return false;
}

/* An import by identity may name the account. */
static bool is_in_named_account(tf_call *call, const iam_role *found)
{
    const struct cloud_role_identity *identity = tf_identity(call);
    const char *account_id = part_of_arn(tf_call_arena(call), found->arn, 4);
    if (!tf_known(identity->account_id) || *account_id == '\0' || tf_equal(identity->account_id, account_id))
        return true;
    return tf_fail(
        call, "Role of Another Account",
        "The role %s is to be in the account %s, and the provider's credentials are those of %s. Configure the provider "
        "for the former.",
        found->name, identity->account_id.value, account_id);
}

void cloud_role_fill_in_identity(tf_call *call, struct cloud_role *role, const iam_role *found)
{
    role->id = tf_string_of(found->name);
    role->arn = tf_string_of(found->arn);
    role->unique_id = tf_string_of(found->unique_id);
    role->create_date = tf_string_of(found->create_date);
    role->account_id = tf_string_or_null(part_of_arn(tf_call_arena(call), found->arn, 4));
    identify(call, role);
}

static void read_trust(tf_call *call, struct cloud_role *role, const char *document)
{
    byoc_trust trust;
    tf_arena *arena = tf_call_arena(call);
    const char *partition = part_of_arn(arena, tf_text_of(role->arn, ""), 1);
    const bool understood = byoc_parse_trust(arena, document, partition, &trust);
    role->assume_role_policy = tf_string_of(document);
    if (tf_null(role->purpose))
        role->purpose = byoc_purpose_of(&trust);
    if (!understood)
        return;
    role->trusted_principal_arns = trust.principals;
    role->external_ids = trust.external_ids;
    if (tf_equal(role->purpose, "task_execution") && role->external_ids.count == 0)
        role->external_ids = (tf_string_set){ .state = TF_NULL };
    if (tf_null(role->data_region) && trust.principals.count == 1)
        role->data_region = tf_string_of(byoc_region_of_principal(trust.principals.items[0].value));
    if (tf_null(role->data_region) && !tf_equal(role->purpose, "task_execution"))
        role->data_region = byoc_data_region(clients_data_region(call));
}

/*
 * Tags of the provider's default_tags belong to these, unless the resource names them itself. An import has nothing to
 * go by but the value: one that is not the default's was set by the resource.
 */
static void read_tags(tf_call *call, struct cloud_role *role, const tf_string_map *found, bool imported)
{
    tf_string_map defaults = clients_default_tags(call);
    tf_string_map_builder own = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < found->count; i++) {
        const tf_string_entry *entry = &found->entries[i];
        const tf_string *usual = tf_string_map_get(&defaults, entry->key);
        if (tf_string_map_get(&role->tags, entry->key) != NULL || usual == NULL
            || (imported && !tf_same_string(*usual, entry->value)))
            tf_add_entry(&own, entry->key, entry->value.value);
    }
    if (own.count > 0 || tf_known(role->tags))
        role->tags = tf_built_string_map(&own);
    role->tags_all = *found;
}

bool cloud_role_read(tf_call *call, void *state)
{
    struct cloud_role *role = state;
    const bool imported = tf_null(role->arn);
    if (!imported && !clients_know_aws(call)) {
        identify(call, role);
        return true;
    }
    aws_client *aws = clients_aws(call);
    cloud_role_observed observed;
    bool found;
    if (!cloud_role_observe(aws, call, role->id.value, &role->inline_policies, &observed, &found))
        return false;
    if (!found)
        return tf_gone(call);
    const iam_role *current = &observed.role;
    if (!is_in_named_account(call, current))
        return false;
    cloud_role_fill_in_identity(call, role, current);
    role->name = role->id;
    role->path = tf_string_of(current->path);
    role->max_session_duration = tf_int64_of(current->max_session_duration);
    role->permissions_boundary = tf_string_of(current->permissions_boundary);
    if (!tf_equal(role->description, current->description))
        role->description = tf_string_or_null(current->description);
    role->managed_policy_arns = observed.managed_policy_arns;
    role->inline_policies = observed.inline_policies;
    if (tf_null(role->force_detach_policies))
        role->force_detach_policies = tf_bool_of(false);
    read_trust(call, role, current->assume_role_policy);
    read_tags(call, role, &current->tags, imported);
    return true;
}
