/* SPDX-License-Identifier: Apache-2.0 */
/* Reads, keeps and compares the record of secrets. When one is sent again is variables_plan.c's. */
#include "resources/project/secret_record.h"

#include <string.h>

#include <jansson.h>

#include "json/arena_json.h"
#include "resources/project/digest.h"

#define SECRETS_KEY "secrets"

/* In place of a digest that is no text: one that nothing matches. */
#define NONSENSE "?"

/*
 * A digest as it is kept: NULL where there is none, nonsense as it stands. An older one is given the salt that stood
 * beside it.
 */
static const char *digest_in(tf_arena *arena, const json_t *digests, const char *name, const char *salt)
{
    const char *text = arena_json_text(arena, digests, name);
    const bool is_old = text != NULL && *text != '\0' && salt != NULL;
    return is_old ? project_digest_of_old(arena, salt, text) : text;
}

static secret_record read_record(tf_arena *arena, const json_t *json)
{
    const char *salt = arena_json_text(arena, json, "salt");
    json_t *sent = json_object_get(json, "sent");
    const json_t *shown = json_object_get(json, "shown");
    secret_record record = { .was_checked = json_is_object(shown) };
    record.items = tf_alloc_array(arena, json_object_size(sent), sizeof *record.items);
    const char *name;
    json_t *digest;
    json_object_foreach(sent, name, digest)
    {
        const char *text = digest_in(arena, sent, name, salt);
        record.items[record.count++] = (secret_entry){
            .name = tf_copy_text(arena, name),
            .sent = text == NULL ? NONSENSE : text,
            .shown = digest_in(arena, shown, name, salt),
        };
    }
    return record;
}

secret_record secret_record_read(const tf_call *call)
{
    const char *text = tf_private(call, SECRETS_KEY);
    json_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);
    const secret_record record = read_record(tf_call_arena(call), json);
    json_decref(json);
    return record;
}

void secret_record_write(tf_call *call, const secret_record *record)
{
    if (record->count == 0) {
        tf_set_private(call, SECRETS_KEY, NULL);
        return;
    }
    json_t *sent = arena_json_made(json_object());
    json_t *shown = arena_json_made(json_object());
    for (size_t i = 0; i < record->count; i++) {
        arena_json_set(sent, record->items[i].name, record->items[i].sent);
        arena_json_set(shown, record->items[i].name, record->items[i].shown);
    }
    json_t *json = arena_json_made(json_object());
    (void)json_object_set_new(json, "sent", sent);
    if (record->was_checked)
        (void)json_object_set(json, "shown", shown);
    json_decref(shown);
    tf_set_private(call, SECRETS_KEY, arena_json_dump(tf_call_arena(call), json));
    json_decref(json);
}

const secret_entry *secret_record_find(const secret_record *record, const char *name)
{
    for (size_t i = 0; i < record->count; i++) {
        if (strcmp(record->items[i].name, name) == 0)
            return &record->items[i];
    }
    return NULL;
}

bool secret_was_changed(const secret_record *record, const secret_entry *entry)
{
    if (!record->was_checked)
        return false;
    return entry->shown == NULL || (*entry->shown != '\0' && strcmp(entry->shown, entry->sent) != 0);
}

static bool tells_value(const control_plane_variable *variable)
{
    return variable != NULL && variable->value != NULL && *variable->value != '\0';
}

/*
 * The digest of what is sent is brought to today's form where the value is as it was sent, and taken from what is shown
 * where there was no reason to keep it. What is shown gets one in the form of what was sent.
 */
static void note(tf_arena *arena, secret_entry *entry, const control_plane_variable *shown)
{
    entry->shown = shown == NULL ? NULL : "";
    if (!tells_value(shown))
        return;
    const bool is_new = *entry->sent == '\0';
    const bool is_old = !is_new && !project_digest_is_current(entry->sent)
                        && project_digest_matches(arena, entry->sent, entry->name, shown->value);
    if (is_new || is_old)
        entry->sent = project_digest(arena, entry->name, shown->value);
    const char *like = project_digest_like(arena, entry->sent, entry->name, shown->value);
    entry->shown = *like == '\0' ? NULL : like;
}

void secret_record_note(tf_arena *arena, secret_record *record, const control_plane_variables *shown)
{
    for (size_t i = 0; i < record->count; i++)
        note(arena, &record->items[i], control_plane_find_variable(shown, record->items[i].name));
    record->was_checked = true;
}

void secret_record_drop_hidden(secret_record *record, const control_plane_variables *shown)
{
    for (size_t i = 0; i < record->count; i++) {
        if (!tells_value(control_plane_find_variable(shown, record->items[i].name)))
            record->items[i].sent = "";
    }
}
