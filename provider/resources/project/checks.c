/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of single attributes; how they go together is validate.c's. */
#include "resources/project/checks.h"

#include <string.h>

#include <jansson.h>

bool project_check_image(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    const char *where = tf_path_text(tf_call_arena(call), path);
    const char *scheme = strstr(text, "://");
    if (*text == '\0' || strpbrk(text, " \t\r\n\v\f") != NULL) {
        return tf_fail_at(call, path, "Not an Image",
                          "%s has to be an image's URI without blanks, such as registry.example/agent@sha256:…, not "
                          "\"%s\".",
                          where, text);
    }
    return scheme == NULL
           || tf_fail_at(call, path, "Not an Image",
                         "%s has to be an image's URI without a scheme: \"%s\" in place of \"%s\".", where,
                         scheme + strlen("://"), text);
}

bool project_check_cpus(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                        const void *range)
{
    if (!tf_validate_decimal(call, path, value, config, range))
        return false;
    if (value->state != TF_KNOWN)
        return true;
    const char *point = strchr(value->digits, '.');
    const bool is_fine = (point == NULL || strlen(point) <= strlen(".5")) && strstr(value->digits, "e-") == NULL;
    return is_fine
           || tf_fail_at(call, path, "Too Many Decimals",
                         "%s is %s: the control plane rounds CPUs to one decimal, so that every plan would show a "
                         "difference. Write it with one.",
                         tf_path_text(tf_call_arena(call), path), value->digits);
}

static bool is_list_of_objects(const json_t *json)
{
    size_t index;
    json_t *item;
    json_array_foreach((json_t *)json, index, item)
    {
        if (!json_is_object(item))
            return false;
    }
    return json_is_array(json);
}

bool project_check_json_list(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    if (json == NULL) {
        return tf_validate_json(call, path, text, unused)
               && tf_fail_at(call, path, "Invalid JSON", "%s names something twice.",
                             tf_path_text(tf_call_arena(call), path));
    }
    const bool is_list = is_list_of_objects(json);
    json_decref(json);
    return is_list
           || tf_fail_at(call, path, "Not a List of Objects",
                         "%s has to be a JSON list of objects, as `jsonencode([{ … }])` writes it.",
                         tf_path_text(tf_call_arena(call), path));
}
