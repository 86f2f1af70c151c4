/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checks of one value that <tfprovider/validators.h> offers; those of sizes are in validators_size.c, of several
 * attributes in validators_combination.c.
 */
#include <inttypes.h>
#include <regex.h>
#include <string.h>

#include <tfprovider/validators.h>

#include "framework/foundation/duration.h"
#include "framework/value/decimal.h"
#include "framework/value/json_reader.h"
#include "framework/value/type.h"

/* Deeper than any document that is written by hand. */
#define MOST_JSON_DEPTH 1000

static const char *where(tf_call *call, const tf_path *path)
{
    return tf_path_text(tf_call_arena(call), path);
}

static const char *join(tf_arena *arena, const char *const *texts)
{
    tf_text_builder builder = { .arena = arena };
    for (size_t i = 0; texts[i] != NULL; i++)
        tf_append_format(&builder, "%s\"%s\"", i == 0 ? "" : " ", texts[i]);
    return tf_built_text(&builder);
}

bool tf_validate_one_of(tf_call *call, const tf_path *path, const char *text, const void *texts)
{
    const char *const *allowed = texts;
    for (size_t i = 0; allowed[i] != NULL; i++) {
        if (strcmp(allowed[i], text) == 0)
            return true;
    }
    return tf_fail_at(call, path, "Invalid Attribute Value Match", "Attribute %s value must be one of: [%s]%s",
                      where(call, path), join(tf_call_arena(call), allowed), tf_got(call, "\"%s\"", text));
}

bool tf_validate_none_of(tf_call *call, const tf_path *path, const char *text, const void *texts)
{
    for (const char *const *refused = texts; *refused != NULL; refused++) {
        if (strcmp(*refused, text) == 0) {
            return tf_fail_at(call, path, "Invalid Attribute Value Match", "Attribute %s value must be none of: [%s]%s",
                              where(call, path), join(tf_call_arena(call), texts), tf_got(call, "\"%s\"", text));
        }
    }
    return true;
}

/* "One of `a`, `b`." */
static const char *texts_in_words(tf_arena *arena, const char *begin, const char *const *texts)
{
    tf_text_builder builder = { .arena = arena };
    tf_append(&builder, begin);
    for (size_t i = 0; texts[i] != NULL; i++)
        tf_append_format(&builder, "%s`%s`", i == 0 ? " " : ", ", texts[i]);
    tf_append(&builder, ".");
    return tf_built_text(&builder);
}

const char *tf_describe_one_of(tf_arena *arena, const void *texts)
{
    return texts_in_words(arena, "One of", texts);
}

const char *tf_describe_none_of(tf_arena *arena, const void *texts)
{
    return texts_in_words(arena, "None of", texts);
}

bool tf_validate_matches(tf_call *call, const tf_path *path, const char *text, const void *pattern)
{
    const tf_pattern *wanted = pattern;
    regex_t regex;
    if (regcomp(&regex, wanted->regex, REG_EXTENDED | REG_NOSUB) != 0) {
        return tf_fail_at(call, path, "Malformed Pattern",
                          "This is a bug in the provider: the pattern of %s is malformed.", where(call, path));
    }
    const bool matches = regexec(&regex, text, 0, NULL, 0) == 0;
    regfree(&regex);
    return matches
           || tf_fail_at(call, path, "Invalid Attribute Value Match", "%s must be %s%s.", where(call, path),
                         wanted->hint, tf_got(call, "\"%s\"", text));
}

bool tf_validate_duration(tf_call *call, const tf_path *path, const char *text, const void *least)
{
    int64_t nanoseconds;
    int64_t milliseconds;
    const int64_t bound = least == NULL ? 0 : *(const int64_t *)least;
    if (!duration_parse(text, &nanoseconds)) {
        return tf_fail_at(call, path, "Invalid Time Duration String Value",
                          "%s must be a duration such as \"90s\", \"1h30m\" or \"1.5h\"%s.", where(call, path),
                          tf_got(call, "\"%s\"", text));
    }
    return (tf_parse_duration(text, &milliseconds) && milliseconds >= bound)
           || tf_fail_at(call, path, "Duration Too Short", "%s must be at least %" PRId64 " ms%s.", where(call, path),
                         bound, tf_got(call, "\"%s\"", text));
}

bool tf_validate_not_empty(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    return text[0] != '\0'
           || tf_fail_at(call, path, "Invalid Attribute Value Length", "%s must not be empty.", where(call, path));
}

bool tf_validate_no_null(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                         const void *unused)
{
    (void)config;
    (void)unused;
    bool ok = true;
    for (size_t i = 0; value->state == TF_KNOWN && i < value->count; i++) {
        const tf_path step = value_item_path(path, value, i);
        if (value->items[i].state != TF_NULL)
            continue;
        /* Only a set has nothing to tell its elements by. */
        if (step.step == TF_STEP_ELEMENT) {
            return tf_fail_at(call, path, "Null in a Collection", "%s holds a null. Give it a value, or leave it out.",
                              where(call, path));
        }
        ok = tf_fail_at(call, &step, "Null in a Collection", "%s is null. Give it a value, or leave it out.",
                        where(call, &step));
    }
    return ok;
}

bool tf_validate_json(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    json_reader reader = json_reader_of(tf_call_arena(call), text, strlen(text), MOST_JSON_DEPTH);
    if (json_skip(&reader) && json_at_end(&reader))
        return true;
    return tf_fail_at(call, path, "Invalid JSON", "%s must be JSON text: %s at byte %td.", where(call, path),
                      reader.message, reader.at - text);
}

bool tf_validate_between(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                         const void *range)
{
    (void)config;
    const tf_range *bounds = range;
    tf_arena *arena = tf_call_arena(call);
    if (value->state != TF_KNOWN || value->type->kind != TF_TYPE_NUMBER)
        return true;
    if (decimal_compare(value->digits, decimal_from_int64(arena, bounds->least)) >= 0
        && decimal_compare(value->digits, decimal_from_int64(arena, bounds->most)) <= 0)
        return true;
    return tf_fail_at(call, path, "Invalid Attribute Value", "%s must be between %" PRId64 " and %" PRId64 "%s.",
                      where(call, path), bounds->least, bounds->most, tf_got(call, "%s", value->digits));
}

const char *tf_describe_between(tf_arena *arena, const void *range)
{
    const tf_range *bounds = range;
    return tf_format(arena, "From %" PRId64 " to %" PRId64 ".", bounds->least, bounds->most);
}
