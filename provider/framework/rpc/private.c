/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private state as the JSON object that Terraform keeps.
 */
#include "framework/rpc/private.h"

#include <stdlib.h>
#include <string.h>

#include "framework/rpc/message.h"
#include "framework/value/json.h"

void private_read(tf_call *call, ProtobufCBinaryData bytes)
{
    call->privates = NULL;
    if (bytes.len == 0)
        return;
    tf_value map;
    value_error error;
    if (!value_from_json(call->arena, type_map(call->arena, &tf_type_string), (const char *)bytes.data, bytes.len, true,
                         &map, &error)) {
        tf_log(TF_LOG_WARN, "provider.rpc", "private state is not this provider's and is left out: %s", error.message);
        return;
    }
    for (size_t i = 0; map.state == TF_KNOWN && i < map.count; i++) {
        if (map.items[i].state == TF_KNOWN)
            tf_set_private(call, map.keys[i], map.items[i].text);
    }
}

static int compare_keys(const void *one, const void *other)
{
    const tf_private_entry *const *left = one;
    const tf_private_entry *const *right = other;
    return strcmp((*left)->key, (*right)->key);
}

ProtobufCBinaryData private_write(const tf_call *call)
{
    size_t count = 0;
    for (const tf_private_entry *entry = call->privates; entry != NULL; entry = entry->next)
        count++;
    if (count == 0)
        return message_bytes(NULL, 0);
    const tf_private_entry **entries = tf_alloc_array(call->arena, count, sizeof(entries[0]));
    size_t index = 0;
    for (const tf_private_entry *entry = call->privates; entry != NULL; entry = entry->next)
        entries[index++] = entry;
    qsort(entries, count, sizeof(entries[0]), compare_keys);
    const char **keys = tf_alloc_array(call->arena, count, sizeof(keys[0]));
    tf_value map = {
        .type = type_map(call->arena, &tf_type_string),
        .state = TF_KNOWN,
        .count = count,
        .items = tf_alloc_array(call->arena, count, sizeof(tf_value)),
        .keys = keys,
    };
    for (size_t i = 0; i < count; i++) {
        keys[i] = message_text(call->arena, entries[i]->key);
        map.items[i] = value_string(message_text(call->arena, entries[i]->value));
    }
    const char *json = value_to_json(call->arena, &map);
    return message_bytes(json, strlen(json));
}
