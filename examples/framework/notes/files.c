/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "notes.h"

const char *notes_path(tf_call *call, const char *name)
{
    const char *directory = tf_call_configured(call);
    if (directory != NULL)
        return tf_format(tf_call_arena(call), "%s/%s.txt", directory, name);
    tf_fail(call, "Directory not known yet", "The provider's `directory` comes from something that is yet to be made.");
    return NULL;
}

bool notes_read(tf_call *call, const char *path, const char **out_text)
{
    tf_text_builder text = { .arena = tf_call_arena(call) };
    char bytes[4096];
    *out_text = NULL;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return errno == ENOENT || tf_fail(call, "Cannot read the note", "%s: %s.", path, strerror(errno));
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        tf_append_bytes(&text, bytes, size);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed)
        return tf_fail(call, "Cannot read the note", "%s: reading failed.", path);
    *out_text = tf_built_text(&text);
    if (strlen(*out_text) != text.length)
        return tf_fail(call, "Cannot read the note", "%s is not a text: it has a NUL inside.", path);
    return true;
}

bool notes_write(tf_call *call, const char *path, const char *text, bool is_new)
{
    FILE *file = fopen(path, is_new ? "wx" : "w");
    if (file == NULL)
        return tf_fail(call, "Cannot write the note", "%s: %s.", path, strerror(errno));
    bool failed = fputs(text, file) == EOF;
    if ((fclose(file) != 0) | failed)
        return tf_fail(call, "Cannot write the note", "%s: %s.", path, strerror(errno));
    return true;
}
