/* SPDX-License-Identifier: Apache-2.0 */
#include "control_plane/logs.h"

#include <string.h>

#include "control_plane/request.h"

/* Lines of a log that an error quotes. */
#define QUOTED_LINES 20

static void append_message(tf_text_builder *text, const char *message)
{
    size_t length = strlen(message);
    while (length > 0 && (message[length - 1] == '\n' || message[length - 1] == '\r'))
        length--;
    tf_append_bytes(text, message, length);
    tf_append(text, "\n");
}

bool control_plane_read_log(tf_arena *arena, const json_t *body, void *out)
{
    const char **log = out;
    const json_t *entries = json_object_get(body, "logs");
    if (!json_is_array(entries))
        return false;
    tf_text_builder text = { .arena = arena };
    for (size_t left = json_array_size(entries); left > 0; left--) {
        const char *message = json_string_value(json_object_get(json_array_get(entries, left - 1), "message"));
        if (message != NULL)
            append_message(&text, message);
    }
    *log = tf_built_text(&text);
    return true;
}

const char *control_plane_failure_log(const control_plane_session *session, const control_plane_generation *generation,
                                      const char *id, const char *revision_id, const char *status)
{
    const char *kinds[] = { "deploy", "build" };
    if (strcmp(status, "BUILD_FAILED") == 0) {
        kinds[0] = "build";
        kinds[1] = "deploy";
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const char *log = "";
        control_plane_error error;
        if (generation->get_log(session, id, revision_id, kinds[i], QUOTED_LINES, &log, &error) && *log != '\0')
            return log;
    }
    return "";
}
