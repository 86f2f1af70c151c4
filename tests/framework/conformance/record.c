/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_record: a text under a name, as a managed resource, as a data source, and listed. Not a part of HashiCorp's
 * provider, which has neither data sources nor lists.
 */
#include <errno.h>
#include <string.h>

#include "conformance.h"
#include "store.h"
#include "things.h"

struct record {
    tf_string name;
    tf_string text;
};

struct record_identity {
    tf_string name;
};

struct records {
    tf_string prefix;
    tf_int64 least;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct record, name), .mode = TF_REQUIRED, .requires_replace = true },
    { TF_STRING(struct record, text), .mode = TF_REQUIRED },
};

static const tf_attribute data_attributes[] = {
    { TF_STRING(struct record, name), .mode = TF_REQUIRED },
    { TF_STRING(struct record, text), .mode = TF_COMPUTED },
};

static const tf_attribute list_attributes[] = {
    { TF_STRING(struct records, prefix), .mode = TF_OPTIONAL },
    { TF_INT64(struct records, least), .mode = TF_OPTIONAL },
};

static const tf_attribute identity[] = {
    { TF_STRING(struct record_identity, name), .mode = TF_REQUIRED },
};

static bool write_record(tf_call *call, const struct record *record, bool is_new)
{
    const char *text = record->text.value;
    const store_result result =
        (is_new ? store_insert : store_put)(STORE_RECORDS, record->name.value, text, strlen(text) + 1);
    *(struct record_identity *)tf_identity(call) = (struct record_identity){ .name = record->name };
    return result == STORE_DONE
           || tf_fail_on(call, "name", "Error writing record", "%s: %s.", record->name.value,
                         result == STORE_EXISTS ? "there is one already" : strerror(errno));
}

/* Completes a record by its name, which a foreign state may lack. */
static store_result find_record(tf_arena *arena, struct record *record)
{
    const void *bytes;
    size_t size;
    const store_result result = store_get(arena, STORE_RECORDS, tf_text_of(record->name, ""), &bytes, &size);
    if (result == STORE_DONE)
        record->text = tf_string_of(bytes);
    return result;
}

static bool record_create(tf_call *call, void *plan)
{
    return write_record(call, plan, true);
}

static bool record_read(tf_call *call, void *state)
{
    struct record *record = state;
    const store_result result = find_record(tf_call_arena(call), record);
    *(struct record_identity *)tf_identity(call) = (struct record_identity){ .name = record->name };
    if (result == STORE_ABSENT)
        return tf_gone(call);
    return result == STORE_DONE || tf_fail(call, "Error reading record", "%s.", strerror(errno));
}

static bool record_update(tf_call *call, const void *prior, void *plan)
{
    (void)prior;
    return write_record(call, plan, false);
}

static bool record_delete(tf_call *call, const void *state)
{
    const struct record *record = state;
    return store_remove(STORE_RECORDS, tf_text_of(record->name, "")) != STORE_FAILED
           || tf_fail(call, "Error deleting record", "%s.", strerror(errno));
}

static bool record_import(tf_call *call, const char *id, void *state)
{
    const struct record_identity *given = tf_identity(call);
    ((struct record *)state)->name = id != NULL ? tf_string_of(id) : given->name;
    return true;
}

const tf_resource record_resource = {
    .type_name = "framework_record",
    .import_id = "The name.",
    .schema = TF_SCHEMA(struct record, attributes, .description = "A text under a name."),
    .identity = TF_SCHEMA(struct record_identity, identity),
    .create = record_create,
    .read = record_read,
    .update = record_update,
    .delete = record_delete,
    .import = record_import,
};

static bool data_read(tf_call *call, void *data)
{
    struct record *record = data;
    const store_result result = find_record(tf_call_arena(call), record);
    return result == STORE_DONE
           || tf_fail_on(call, "name", "Error reading record", "%s: %s.", record->name.value,
                         result == STORE_ABSENT ? "there is none" : strerror(errno));
}

const tf_data_source record_data_source = {
    .type_name = "framework_record",
    .schema = TF_SCHEMA(struct record, data_attributes, .description = "A text under a name."),
    .read = data_read,
};

/* One record; false where the list is to end. One that has gone meanwhile is left out. */
static bool list_record(tf_call *call, const char *name)
{
    struct record record = { .name = tf_string_of(name) };
    const struct record_identity listed = { .name = record.name };
    if (!tf_list_wants_objects(call))
        return tf_list_item(call, name, &listed, NULL);
    tf_arena *arena = tf_arena_new();
    const bool goes_on = find_record(arena, &record) != STORE_DONE || tf_list_item(call, name, &listed, &record);
    tf_arena_free(arena);
    return goes_on;
}

static bool record_list(tf_call *call, const void *config)
{
    const struct records *records = config;
    const char *prefix = tf_text_of(records->prefix, "");
    const char *const *names;
    if (store_keys(tf_call_arena(call), STORE_RECORDS, &names) != STORE_DONE)
        return tf_fail(call, "Error listing records", "%s.", strerror(errno));
    int64_t found = 0;
    for (; *names != NULL; names++) {
        if (strncmp(*names, prefix, strlen(prefix)) != 0)
            continue;
        if (!list_record(call, *names))
            return true;
        found++;
    }
    return !tf_known(records->least) || found >= records->least.value
           || tf_fail_on(call, "least", "Too few records", "There are %lld.", (long long)found);
}

const tf_list_resource record_list_resource = {
    .type_name = "framework_record",
    .schema = TF_SCHEMA(struct records, list_attributes, .description = "Records, by what their names begin with."),
    .list = record_list,
};
