/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of one bool or number. What of the digits fits which width is asked of decimal.c.
 */
#include "framework/value/binding_number.h"

#include "framework/value/decimal.h"

bool decode_bool(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                 const tf_value *value, void *field)
{
    (void)binding;
    (void)path;
    (void)attribute;
    *(tf_bool *)field = (tf_bool){ .state = value->state, .value = value->state == TF_KNOWN && value->truth };
    return true;
}

bool encode_bool(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                 tf_value *out)
{
    (void)binding;
    (void)path;
    (void)attribute;
    const tf_bool *source = field;
    out->state = source->state;
    out->truth = source->value;
    return true;
}

bool fits_int64(const char *digits)
{
    int64_t whole;
    return decimal_to_int64(digits, &whole);
}

bool fits_int32(const char *digits)
{
    int64_t whole;
    return decimal_to_int64(digits, &whole) && whole >= INT32_MIN && whole <= INT32_MAX;
}

bool fits_float64(const char *digits)
{
    double wide;
    return decimal_to_double(digits, &wide);
}

bool fits_float32(const char *digits)
{
    float narrow;
    return decimal_to_float(digits, &narrow);
}

bool same_float64(const char *one, const char *other)
{
    double read[2];
    return decimal_to_double(one, &read[0]) && decimal_to_double(other, &read[1]) && read[0] == read[1];
}

bool same_float32(const char *one, const char *other)
{
    float read[2];
    return decimal_to_float(one, &read[0]) && decimal_to_float(other, &read[1]) && read[0] == read[1];
}

bool decode_int64(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                  const tf_value *value, void *field)
{
    (void)attribute;
    tf_int64 *target = field;
    target->state = value->state;
    return value->state != TF_KNOWN || decimal_to_int64(value->digits, &target->value)
           || binding_refuse(binding, path, "a whole number of 64 bits is required");
}

bool decode_int32(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                  const tf_value *value, void *field)
{
    (void)attribute;
    int64_t wide = 0;
    tf_int32 *target = field;
    target->state = value->state;
    if (value->state == TF_KNOWN && (!decimal_to_int64(value->digits, &wide) || wide < INT32_MIN || wide > INT32_MAX))
        return binding_refuse(binding, path, "a whole number of 32 bits is required");
    target->value = (int32_t)wide;
    return true;
}

bool decode_float64(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                    const tf_value *value, void *field)
{
    (void)attribute;
    tf_float64 *target = field;
    *target = (tf_float64){ .state = value->state, .digits = value->state == TF_KNOWN ? value->digits : NULL };
    return value->state != TF_KNOWN || decimal_to_double(value->digits, &target->value)
           || binding_refuse(binding, path, "a number within the range of a double is required");
}

bool decode_float32(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                    const tf_value *value, void *field)
{
    (void)attribute;
    tf_float32 *target = field;
    *target = (tf_float32){ .state = value->state, .digits = value->state == TF_KNOWN ? value->digits : NULL };
    return value->state != TF_KNOWN || decimal_to_float(value->digits, &target->value)
           || binding_refuse(binding, path, "a number within the range of a float of 32 bits is required");
}

bool decode_number(const value_binding *binding, const tf_path *path, const tf_attribute *attribute,
                   const tf_value *value, void *field)
{
    (void)binding;
    (void)path;
    (void)attribute;
    *(tf_number *)field =
        (tf_number){ .state = value->state, .digits = value->state == TF_KNOWN ? value->digits : NULL };
    return true;
}

static bool encode_digits(const value_binding *binding, const tf_path *path, tf_presence state, const char *digits,
                          tf_value *out)
{
    out->state = state;
    out->digits = digits;
    return state != TF_KNOWN || (digits != NULL && decimal_is_canonical(binding->arena, digits))
           || binding_refuse(binding, path, "a number that is not finite, or not in canonical form");
}

bool encode_number(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                   tf_value *out)
{
    (void)attribute;
    const tf_number *source = field;
    return encode_digits(binding, path, source->state, source->digits, out);
}

static bool encode_whole(const value_binding *binding, tf_presence state, int64_t value, tf_value *out)
{
    out->state = state;
    out->digits = state == TF_KNOWN ? decimal_from_int64(binding->arena, value) : NULL;
    return true;
}

bool encode_int64(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                  tf_value *out)
{
    (void)path;
    (void)attribute;
    const tf_int64 *source = field;
    return encode_whole(binding, source->state, source->value, out);
}

bool encode_int32(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                  tf_value *out)
{
    (void)path;
    (void)attribute;
    const tf_int32 *source = field;
    return encode_whole(binding, source->state, source->value, out);
}

/* Digits that a float was read from stay its own until it gets another value. */
static bool encode_float(const value_binding *binding, const tf_path *path, tf_presence state, double value,
                         const char *digits_of_value, tf_value *out)
{
    if (state != TF_KNOWN || digits_of_value != NULL)
        return encode_digits(binding, path, state, digits_of_value, out);
    *out = value_of_double(binding->arena, value);
    return out->state == TF_KNOWN || binding_refuse(binding, path, "a number that is not finite");
}

bool encode_float32(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                    tf_value *out)
{
    (void)attribute;
    float read = 0;
    const tf_float32 *source = field;
    const bool is_own = source->digits != NULL && decimal_to_float(source->digits, &read) && read == source->value;
    return encode_float(binding, path, source->state, (double)source->value, is_own ? source->digits : NULL, out);
}

bool encode_float64(const value_binding *binding, const tf_path *path, const tf_attribute *attribute, const void *field,
                    tf_value *out)
{
    (void)attribute;
    double read = 0;
    const tf_float64 *source = field;
    const bool is_own = source->digits != NULL && decimal_to_double(source->digits, &read) && read == source->value;
    return encode_float(binding, path, source->state, source->value, is_own ? source->digits : NULL, out);
}
