/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads credentials out of JSON. Where it comes from is the sources' business.
 */
#include "aws/credentials_json.h"

#include <string.h>

#include <jansson.h>

#include <tfprovider/log.h>

#include "aws/time.h"
#include "json/arena_json.h"

static const char *text_of(tf_arena *arena, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL && text[0] != '\0' ? tf_copy_text(arena, text) : NULL;
}

static const char *find_problem(tf_arena *arena, const json_t *object, const aws_credentials_keys *keys,
                                aws_credentials *out)
{
    if (!json_is_object(object))
        return "it is not a JSON object";
    if (keys->needs_version && json_integer_value(json_object_get(object, "Version")) != 1)
        return "its Version is not 1";
    *out = (aws_credentials){
        .access_key = text_of(arena, object, keys->names.access_key),
        .secret_key = text_of(arena, object, keys->names.secret_key),
        .token = text_of(arena, object, keys->names.token),
    };
    if (out->secret_key != NULL)
        tf_log_protect(out->secret_key);
    if (out->token != NULL)
        tf_log_protect(out->token);
    if (out->access_key == NULL || out->secret_key == NULL) {
        return tf_format(arena, "it lacks %s",
                         out->access_key == NULL ? keys->names.access_key : keys->names.secret_key);
    }
    if (keys->needs_expiration && out->token == NULL)
        return tf_format(arena, "it lacks %s", keys->names.token);
    const char *expiration = text_of(arena, object, keys->expiration);
    if (expiration == NULL)
        return keys->needs_expiration ? tf_format(arena, "it lacks %s", keys->expiration) : NULL;
    if (!aws_parse_time(expiration, &out->expires_at))
        return tf_format(arena, "its %s is no time", keys->expiration);
    return out->expires_at > aws_now() ? NULL : tf_format(arena, "its credentials ended at %s", expiration);
}

bool aws_credentials_read_json(tf_arena *arena, const char *text, size_t size, const aws_credentials_keys *keys,
                               aws_credentials *out, const char **out_problem)
{
    json_t *object = arena_json_read(arena, text, size);
    *out_problem = find_problem(arena, object, keys, out);
    json_decref(object);
    return *out_problem == NULL;
}
