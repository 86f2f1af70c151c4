/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_inmem: a state store that keeps states and locks in the process (or wherever store.h keeps them).
 */
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "conformance.h"
#include "store.h"
#include "things.h"

struct inmem {
    tf_string region;
};

static const char *const regions[] = { "us-east-1", "us-west-2", NULL };

/* Written out, since the text of the error is a part of what the provider promises. */
static bool region_is_known(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    tf_text_builder list = { .arena = tf_call_arena(call) };
    for (const char *const *region = regions; *region != NULL; region++) {
        if (strcmp(*region, text) == 0)
            return true;
        tf_append_format(&list, "%s\"%s\"", list.length > 0 ? " " : "", *region);
    }
    return tf_fail_at(call, path, "Invalid Attribute Value Match",
                      "Attribute region value must be one of: [%s], got: \"%s\"", tf_built_text(&list), text);
}

static const tf_attribute attributes[] = {
    { TF_STRING(struct inmem, region), .mode = TF_REQUIRED, .validators = TF_VALIDATORS({ .text = region_is_known }) },
};

static bool fail_with(tf_call *call, const char *summary, const char *id, store_result result, const char *otherwise)
{
    return tf_fail(call, summary, "State \"%s\": %s.", id, result == STORE_FAILED ? strerror(errno) : otherwise);
}

static bool inmem_list(tf_call *call)
{
    const char *const *ids;
    const store_result result = store_keys(tf_call_arena(call), STORE_STATES, &ids);
    if (result != STORE_DONE)
        return tf_fail(call, "Error Listing States", "%s.", strerror(errno));
    for (; *ids != NULL; ids++)
        tf_state_id(call, *ids);
    return true;
}

static bool inmem_read(tf_call *call, const char *id, const void **out_bytes, size_t *out_size)
{
    const store_result result = store_get(tf_call_arena(call), STORE_STATES, id, out_bytes, out_size);
    return result != STORE_FAILED || fail_with(call, "Error Reading State", id, result, "");
}

static bool inmem_write(tf_call *call, const char *id, const void *bytes, size_t size)
{
    const store_result result = store_put(STORE_STATES, id, bytes, size);
    return result == STORE_DONE || fail_with(call, "Error Writing State", id, result, "");
}

static bool inmem_delete(tf_call *call, const char *id)
{
    const store_result result = store_remove(STORE_STATES, id);
    return result == STORE_DONE || fail_with(call, "Error Deleting State", id, result, "there is no such state");
}

static bool inmem_lock(tf_call *call, const char *id, const char *operation, const char **out_lock)
{
    (void)operation;
    uint64_t random[2];
    if (getentropy(random, sizeof random) != 0)
        return tf_fail(call, "Error Locking Workspace", "No random numbers: %s.", strerror(errno));
    const char *lock =
        tf_format(tf_call_arena(call), "%016llx%016llx", (unsigned long long)random[0], (unsigned long long)random[1]);
    const store_result result = store_insert(STORE_LOCKS, id, lock, strlen(lock));
    if (result != STORE_DONE)
        return fail_with(call, "Workspace Already Locked", id, result, "somebody else holds the lock");
    *out_lock = lock;
    return true;
}

static bool inmem_unlock(tf_call *call, const char *id, const char *lock)
{
    const void *held;
    size_t size;
    store_result result = store_get(tf_call_arena(call), STORE_LOCKS, id, &held, &size);
    if (result != STORE_DONE)
        return fail_with(call, "Workspace Not Locked", id, result, "it is not locked");
    if (strcmp(held, lock) != 0)
        return fail_with(call, "Workspace Locked by Another", id, result, "its lock has another id");
    result = store_remove(STORE_LOCKS, id);
    return result == STORE_DONE || fail_with(call, "Workspace Not Locked", id, result, "it is not locked");
}

const tf_state_store inmem_state_store = {
    .type_name = "framework_inmem",
    .schema = TF_SCHEMA(struct inmem, attributes, .description = "Keeps states as long as the process lives."),
    .list = inmem_list,
    .read = inmem_read,
    .write = inmem_write,
    .delete = inmem_delete,
    .lock = inmem_lock,
    .unlock = inmem_unlock,
};
