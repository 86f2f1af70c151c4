/* SPDX-License-Identifier: Apache-2.0 */
/* Who wrote which tags, by object, and the turns of writing them. */
#include "aws/ec2_owners.h"

#include <stdlib.h>
#include <string.h>

#include <tfprovider/gate.h>

/* An object whose tags were written or are being written. Entries stay as long as the owners. */
typedef struct tagged {
    struct tagged *next;
    const char *id;
    bool taken;
    tf_string_map writers; /**< by the tag's key; whoever has the turn may change it */
} tagged;

struct ec2_owners {
    tf_gate gate; /**< guards the list, its arena and whose turn it is */
    tf_arena *arena;
    tagged *objects;
};

ec2_owners *ec2_owners_new(void)
{
    ec2_owners *owners = calloc(1, sizeof *owners);
    if (owners == NULL)
        tf_no_memory(sizeof *owners);
    tf_gate_init(&owners->gate);
    owners->arena = tf_arena_new();
    return owners;
}

void ec2_owners_free(ec2_owners *owners)
{
    tf_gate_destroy(&owners->gate);
    tf_arena_free(owners->arena);
    free(owners);
}

/* With the lock. */
static tagged *find_or_add(ec2_owners *owners, const char *id)
{
    for (tagged *each = owners->objects; each != NULL; each = each->next) {
        if (strcmp(each->id, id) == 0)
            return each;
    }
    tagged *added = tf_alloc(owners->arena, sizeof *added);
    *added = (tagged){
        .next = owners->objects,
        .id = tf_copy_text(owners->arena, id),
        .writers = tf_empty_string_map(),
    };
    owners->objects = added;
    return added;
}

bool ec2_owners_take(ec2_owners *owners, tf_call *call, const char *id)
{
    tf_cancel *cancel = tf_call_cancel(call);
    tf_gate_lock(&owners->gate);
    tagged *object = find_or_add(owners, id);
    while (object->taken && tf_gate_wait(&owners->gate, cancel, tf_call_deadline(call)))
        ;
    const bool got = !object->taken;
    object->taken = true;
    tf_gate_unlock(&owners->gate);
    return got
           || tf_fail(call, tf_cancel_fired(cancel) ? "Cancelled" : "Timed Out",
                      "Stopped while waiting for another resource that writes the tags of %s. Nothing was written.",
                      id);
}

void ec2_owners_give(ec2_owners *owners, const char *id)
{
    tf_gate_lock(&owners->gate);
    find_or_add(owners, id)->taken = false;
    tf_gate_wake(&owners->gate);
    tf_gate_unlock(&owners->gate);
}

void ec2_owners_note(ec2_owners *owners, const char *id, const tf_string_map *tags, const char *owner)
{
    tf_gate_lock(&owners->gate);
    tagged *object = find_or_add(owners, id);
    for (size_t i = 0; i < tags->count; i++)
        tf_string_map_put(owners->arena, &object->writers, tags->entries[i].key, owner);
    tf_gate_unlock(&owners->gate);
}

void ec2_owners_forget(ec2_owners *owners, const char *id, const tf_string_map *tags)
{
    tf_gate_lock(&owners->gate);
    tagged *object = find_or_add(owners, id);
    object->writers = tf_string_map_without(owners->arena, &object->writers, tags);
    tf_gate_unlock(&owners->gate);
}

tf_string_map ec2_owners_own(ec2_owners *owners, tf_arena *arena, const char *id, const tf_string_map *tags,
                             const char *owner)
{
    tf_string_map_builder own = { .arena = arena };
    tf_gate_lock(&owners->gate);
    const tagged *object = find_or_add(owners, id);
    for (size_t i = 0; i < tags->count; i++) {
        const tf_string *writer = tf_string_map_get(&object->writers, tags->entries[i].key);
        if (writer == NULL || (owner != NULL && tf_equal(*writer, owner)))
            tf_add_entry(&own, tags->entries[i].key, tf_text_of(tags->entries[i].value, ""));
    }
    tf_gate_unlock(&owners->gate);
    return tf_built_string_map(&own);
}
