/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "notes.h"

struct note {
    tf_string name;
    tf_string text;
    tf_int64 size;
    tf_string path;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct note, name), .mode = TF_REQUIRED, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_MATCHES("^[a-z0-9-]+$", "small letters, digits and hyphens")),
      .description = "Name of the file, without `.txt`." },
    { TF_STRING(struct note, text), .mode = TF_REQUIRED, .description = "What the note says." },
    { TF_INT64(struct note, size), .mode = TF_COMPUTED, .description = "Size of the text in bytes." },
    { TF_STRING(struct note, path), .mode = TF_COMPUTED, .use_state_for_unknown = true,
      .description = "Path of the file." },
};

static bool note_plan(tf_call *call, const void *prior, void *planned)
{
    (void)call, (void)prior;
    struct note *note = planned;
    if (tf_known(note->text))
        note->size = tf_int64_of((int64_t)strlen(note->text.value));
    return true;
}

static bool note_create(tf_call *call, void *plan)
{
    struct note *note = plan;
    const char *path = notes_path(call, note->name.value);
    if (path == NULL || !notes_write(call, path, note->text.value, true))
        return false;
    note->path = tf_string_of(path);
    note->size = tf_int64_of((int64_t)strlen(note->text.value));
    return true;
}

static bool note_read(tf_call *call, void *state)
{
    struct note *note = state;
    const char *text;
    const char *path = notes_path(call, note->name.value);
    if (path == NULL || !notes_read(call, path, &text))
        return false;
    if (text == NULL)
        return tf_gone(call);
    note->text = tf_string_of(text);
    note->size = tf_int64_of((int64_t)strlen(text));
    note->path = tf_string_of(path);
    return true;
}

static bool note_update(tf_call *call, const void *prior, void *plan)
{
    (void)prior;
    struct note *note = plan;
    note->size = tf_int64_of((int64_t)strlen(note->text.value));
    return notes_write(call, note->path.value, note->text.value, false);
}

static bool note_delete(tf_call *call, const void *state)
{
    const struct note *note = state;
    if (remove(note->path.value) == 0 || errno == ENOENT)
        return true;
    return tf_fail(call, "Cannot delete the note", "%s: %s.", note->path.value, strerror(errno));
}

static bool note_import(tf_call *call, const char *id, void *state)
{
    (void)call;
    struct note *note = state;
    note->name = tf_string_of(id);
    return true;
}

const tf_resource note_resource = {
    .type_name = "notes_note",
    .import_id = "The note's name.",
    .schema = TF_SCHEMA(struct note, attributes, .description = "A note."),
    .plan = note_plan,
    .create = note_create,
    .read = note_read,
    .update = note_update,
    .delete = note_delete,
    .import = note_import,
};
