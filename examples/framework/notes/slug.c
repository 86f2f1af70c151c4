/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>

#include "notes.h"

struct slug {
    tf_string title;
    tf_string result;
};

static const tf_parameter parameters[] = {
    { .attribute = { TF_STRING(struct slug, title), .description = "Any text." } },
};

static bool slug_run(tf_call *call, void *arguments)
{
    struct slug *slug = arguments;
    tf_text_builder name = { .arena = tf_call_arena(call) };
    bool between_words = false;
    for (const char *at = slug->title.value; *at != '\0'; at++) {
        if (isalnum((unsigned char)*at)) {
            const char letter = (char)tolower((unsigned char)*at);
            if (between_words && name.length > 0)
                tf_append(&name, "-");
            tf_append_bytes(&name, &letter, 1);
        }
        between_words = !isalnum((unsigned char)*at);
    }
    if (name.length == 0)
        return tf_fail_argument(call, 0, "There is no letter and no digit in \"%s\".", slug->title.value);
    slug->result = tf_string_of(tf_built_text(&name));
    return true;
}

const tf_function slug_function = {
    .name = "slug",
    .summary = "Makes a name from a title.",
    TF_PARAMETERS(struct slug, parameters),
    .result = { TF_STRING(struct slug, result) },
    .run = slug_run,
};
