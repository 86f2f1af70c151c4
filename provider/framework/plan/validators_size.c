/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checks of <tfprovider/validators.h> that hold something against bounds, and of keys. Other checks of one value
 * are in validators.c.
 */
#include <inttypes.h>
#include <string.h>

#include <tfprovider/validators.h>

#include "framework/value/decimal.h"
#include "framework/value/type.h"

/* "at least 1", "at most 8", "between 1 and 8"; a bound of NULL is none. */
static const char *bounds_in_words(tf_arena *arena, const char *least, const char *most)
{
    if (most == NULL)
        return tf_format(arena, "at least %s", least == NULL ? "any" : least);
    return least == NULL ? tf_format(arena, "at most %s", most) : tf_format(arena, "between %s and %s", least, most);
}

/* The same as a sentence of the documentation: "At least 1 element." */
static const char *sentence(tf_arena *arena, const char *least, const char *most, const char *unit)
{
    char *text = tf_format(arena, "%s%s.", bounds_in_words(arena, least, most), unit);
    text[0] = (char)(text[0] - 'a' + 'A');
    return text;
}

static const char *least_of(tf_arena *arena, const tf_size_range *range)
{
    return range->least == 0 && range->most != SIZE_MAX ? NULL : tf_format(arena, "%zu", range->least);
}

static const char *most_of(tf_arena *arena, const tf_size_range *range)
{
    return range->most == SIZE_MAX ? NULL : tf_format(arena, "%zu", range->most);
}

static const char *size_in_words(tf_arena *arena, const tf_size_range *range)
{
    return bounds_in_words(arena, least_of(arena, range), most_of(arena, range));
}

static const char *unit_of(const tf_size_range *range, const char *one, const char *many)
{
    const size_t last = range->most == SIZE_MAX ? range->least : range->most;
    return last == 1 ? one : many;
}

/* Code points: all bytes but those that continue one. */
static size_t characters_of(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

bool tf_validate_length(tf_call *call, const tf_path *path, const char *text, const void *range)
{
    const tf_size_range *bounds = range;
    tf_arena *arena = tf_call_arena(call);
    const size_t length = characters_of(text);
    return (length >= bounds->least && length <= bounds->most)
           || tf_fail_at(call, path, "Invalid Attribute Value Length", "Attribute %s string length must be %s%s.",
                         tf_path_text(arena, path), size_in_words(arena, bounds), tf_got(call, "%zu", length));
}

const char *tf_describe_length(tf_arena *arena, const void *range)
{
    return sentence(arena, least_of(arena, range), most_of(arena, range), unit_of(range, " character", " characters"));
}

bool tf_validate_count(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                       const void *range)
{
    (void)config;
    const tf_size_range *bounds = range;
    tf_arena *arena = tf_call_arena(call);
    const bool is_collection = value->type->kind >= TF_TYPE_LIST && value->type->kind <= TF_TYPE_MAP;
    if (value->state != TF_KNOWN || !is_collection)
        return true;
    return (value->count >= bounds->least && value->count <= bounds->most)
           || tf_fail_at(call, path, "Invalid Attribute Value", "Attribute %s must have %s elements%s.",
                         tf_path_text(arena, path), size_in_words(arena, bounds), tf_got(call, "%zu", value->count));
}

const char *tf_describe_count(tf_arena *arena, const void *range)
{
    return sentence(arena, least_of(arena, range), most_of(arena, range), unit_of(range, " element", " elements"));
}

bool tf_validate_decimal(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                         const void *range)
{
    (void)config;
    const tf_decimal_range *bounds = range;
    tf_arena *arena = tf_call_arena(call);
    const char *least = bounds->least == NULL ? NULL : decimal_canonical(arena, bounds->least);
    const char *most = bounds->most == NULL ? NULL : decimal_canonical(arena, bounds->most);
    if (value->state != TF_KNOWN || value->type->kind != TF_TYPE_NUMBER)
        return true;
    if ((bounds->least != NULL && least == NULL) || (bounds->most != NULL && most == NULL)) {
        return tf_fail_at(call, path, "Malformed Bound", "This is a bug in the provider: a bound of %s is no number.",
                          tf_path_text(arena, path));
    }
    return ((least == NULL || decimal_compare(value->digits, least) >= 0)
            && (most == NULL || decimal_compare(value->digits, most) <= 0))
           || tf_fail_at(call, path, "Invalid Attribute Value", "Attribute %s value must be %s%s.",
                         tf_path_text(arena, path), bounds_in_words(arena, bounds->least, bounds->most),
                         tf_got(call, "%s", value->digits));
}

const char *tf_describe_decimal(tf_arena *arena, const void *range)
{
    const tf_decimal_range *bounds = range;
    return sentence(arena, bounds->least, bounds->most, "");
}

bool tf_validate_keys(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                      const void *check)
{
    (void)config;
    const tf_validator *of_key = check;
    bool ok = true;
    if (value->state != TF_KNOWN || value->type->kind != TF_TYPE_MAP)
        return true;
    for (size_t i = 0; i < value->count; i++) {
        const tf_path step = value_item_path(path, value, i);
        ok &= of_key->text(call, &step, value->keys[i], of_key->argument);
    }
    return ok;
}
