/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a profile. What goes before it, and whether its values can be used, is the provider block's business. */
#include "control_plane/profile.h"

#include <tfprovider/file.h>
#include <tfprovider/log.h>

#include "json/arena_json.h"

#define LARGEST_FILE ((size_t)1024 * 1024)

/* An empty text gives nothing, as with an environment variable. */
static const char *text_of(tf_arena *arena, const json_t *profile, const char *key)
{
    const char *text = json_string_value(json_object_get(profile, key));
    return text == NULL || *text == '\0' ? NULL : tf_copy_text(arena, text);
}

static const char *take(tf_arena *arena, const json_t *file, const char *name, control_plane_profile *out)
{
    if (!json_is_object(file))
        return "is not the JSON object that LangSmith's tools write";
    const char *wanted = name != NULL ? name : text_of(arena, file, "current_profile");
    if (wanted == NULL)
        return NULL;
    const json_t *profile = json_object_get(json_object_get(file, "profiles"), wanted);
    if (!json_is_object(profile))
        return tf_format(arena, "has no profile \"%s\"", wanted);
    *out = (control_plane_profile){
        .name = tf_copy_text(arena, wanted),
        .api_key = text_of(arena, profile, "api_key"),
        .api_url = text_of(arena, profile, "api_url"),
        .workspace_id = text_of(arena, profile, "workspace_id"),
        .has_oauth = json_is_object(json_object_get(profile, "oauth")),
    };
    if (out->api_key != NULL)
        tf_log_protect(out->api_key);
    return NULL;
}

const char *control_plane_profile_parse(tf_arena *arena, const char *text, size_t size, const char *name,
                                        control_plane_profile *out)
{
    *out = (control_plane_profile){ .name = NULL };
    json_t *file = arena_json_read(arena, text, size);
    const char *problem = take(arena, file, name, out);
    json_decref(file);
    return problem;
}

const char *control_plane_profile_read(tf_arena *arena, const char *path, const char *name, control_plane_profile *out)
{
    *out = (control_plane_profile){ .name = NULL };
    tf_arena *of_file = tf_arena_new();
    tf_file file;
    const char *problem = NULL;
    if (tf_read_file(of_file, path, LARGEST_FILE, NULL, &file)) {
        problem = control_plane_profile_parse(arena, file.text, file.size, name, out);
    } else if (file.exists || name != NULL) {
        problem = tf_format(arena, "cannot be read: %s", file.problem);
    }
    tf_arena_free(of_file);
    return problem == NULL ? NULL : tf_format(arena, "The file %s %s.", path, problem);
}
