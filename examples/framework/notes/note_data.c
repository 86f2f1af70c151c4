/* SPDX-License-Identifier: Apache-2.0 */
#include "notes.h"

struct note_data {
    tf_string name;
    tf_string text;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct note_data, name), .mode = TF_REQUIRED, .description = "Name of the note." },
    { TF_STRING(struct note_data, text), .mode = TF_COMPUTED, .description = "What the note says." },
};

static bool note_data_read(tf_call *call, void *data)
{
    struct note_data *note = data;
    const char *text;
    const char *path = notes_path(call, note->name.value);
    if (path == NULL || !notes_read(call, path, &text))
        return false;
    if (text == NULL)
        return tf_fail_on(call, "name", "No such note", "There is no file %s.", path);
    note->text = tf_string_of(text);
    return true;
}

const tf_data_source note_data_source = {
    .type_name = "notes_note",
    .schema = TF_SCHEMA(struct note_data, attributes, .description = "Reads a note that somebody else keeps."),
    .read = note_data_read,
};
