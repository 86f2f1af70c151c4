/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random values of random types survive every form that they can take. The seed is fixed, so that a failure repeats.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "framework/value/binding.h"
#include "framework/value/decimal.h"
#include "framework/value/json.h"
#include "framework/value/msgpack.h"

enum { ROUNDS = 3000, MOST_ITEMS = 5, MOST_DEPTH = 4 };

struct source {
    tf_arena *arena;
    uint64_t seed;
    bool with_unknown;
};

/* xorshift64*: the same numbers on every machine. */
static uint64_t draw(struct source *source, uint64_t bound)
{
    source->seed ^= source->seed >> 12;
    source->seed ^= source->seed << 25;
    source->seed ^= source->seed >> 27;
    return (source->seed * 2685821657736338717U >> 16) % bound;
}

static const char *draw_text(struct source *source)
{
    static const char *const pieces[] = { "a", "B", "é", "😀", "\"", "\\", "\n", "\x01", " ", "𝄞", "/", "ü", "%s" };
    tf_text_builder builder = { .arena = source->arena };
    for (uint64_t count = draw(source, 6); count > 0; count--)
        tf_append(&builder, pieces[draw(source, sizeof pieces / sizeof pieces[0])]);
    return tf_built_text(&builder);
}

static const tf_type *draw_type(struct source *source, int depth)
{
    static const tf_type *const simple[] = { &tf_type_string, &tf_type_bool, &tf_type_number };
    tf_arena *arena = source->arena;
    switch (depth == MOST_DEPTH ? 0 : draw(source, 7)) {
    case 1:
        return type_list(arena, draw_type(source, depth + 1));
    case 2:
        return type_set(arena, draw_type(source, depth + 1));
    case 3:
        return type_map(arena, draw_type(source, depth + 1));
    case 4:
    case 5: {
        static const char *const names[] = { "d", "a", "c", "b" };
        const size_t count = draw(source, 5);
        const tf_type **types = tf_alloc_array(arena, count, sizeof(const tf_type *));
        for (size_t i = 0; i < count; i++)
            types[i] = draw(source, 6) == 0 ? &tf_type_dynamic : draw_type(source, depth + 1);
        return draw(source, 2) == 0 ? type_tuple(arena, count, types) : type_object(arena, count, names, types);
    }
    default:
        return simple[draw(source, 3)];
    }
}

static const char *draw_digits(struct source *source)
{
    tf_arena *arena = source->arena;
    switch (draw(source, 4)) {
    case 0:
        return decimal_from_int64(arena, (int64_t)(draw(source, UINT64_MAX)));
    case 1:
        return decimal_from_double(arena, ((double)draw(source, 1U << 30) - 5e8) / 64);
    case 2:
        return decimal_shortest_double(arena, (double)draw(source, 1U << 30) / 1e5);
    default:
        return decimal_canonical(arena, tf_format(arena, "-%u.%ue%d", (unsigned)draw(source, 100),
                                                  (unsigned)draw(source, 1000), (int)draw(source, 400) - 200));
    }
}

static tf_value draw_value(struct source *source, const tf_type *type, int depth);

static bool holds(const tf_value *set, const tf_value *item)
{
    for (size_t i = 0; i < set->count; i++) {
        if (tf_value_equal(&set->items[i], item))
            return true;
    }
    return false;
}

static void draw_items(struct source *source, const tf_type *type, int depth, tf_value *out)
{
    const size_t count = type->element == NULL ? type->count : draw(source, MOST_ITEMS);
    const char **keys = tf_alloc_array(source->arena, count, sizeof(const char *));
    out->items = tf_alloc_array(source->arena, count, sizeof *out->items);
    for (size_t i = 0; i < count; i++) {
        tf_value item = draw_value(source, type->element == NULL ? type->elements[i] : type->element, depth);
        if (type->kind == TF_TYPE_SET && holds(out, &item))
            continue;
        keys[out->count] = tf_format(source->arena, "%zu%s", i, draw_text(source));
        out->items[out->count++] = item;
    }
    if (type->kind == TF_TYPE_MAP)
        out->keys = keys;
    if (type->kind == TF_TYPE_OBJECT)
        out->keys = type->names;
}

static tf_value draw_value(struct source *source, const tf_type *type, int depth)
{
    const uint64_t chance = draw(source, 10);
    if (chance == 0)
        return value_null(type);
    if (chance == 1 && source->with_unknown)
        return value_unknown(type);
    if (type->kind == TF_TYPE_DYNAMIC)
        type = draw_type(source, depth < MOST_DEPTH ? depth : MOST_DEPTH);
    tf_value value = { .type = type, .state = TF_KNOWN };
    if (type->kind == TF_TYPE_STRING) {
        value.text = draw_text(source);
    } else if (type->kind == TF_TYPE_BOOL) {
        value.truth = draw(source, 2) == 0;
    } else if (type->kind == TF_TYPE_NUMBER) {
        value.digits = draw_digits(source);
    } else {
        draw_items(source, type, depth + 1, &value);
    }
    return value;
}

static void check_msgpack(tf_arena *arena, const tf_value *value)
{
    const void *bytes;
    const void *again;
    size_t size;
    size_t size_again;
    tf_value back;
    value_error error;
    value_to_msgpack(arena, value, &bytes, &size);
    assert_true(value_from_msgpack(arena, value->type, bytes, size, &back, &error));
    assert_true(tf_value_equal(value, &back));
    value_to_msgpack(arena, &back, &again, &size_again);
    assert_int_equal(size, size_again);
    assert_memory_equal(bytes, again, size);
    for (size_t i = 0; i < size; i++)
        assert_false(value_from_msgpack(arena, value->type, bytes, i, &back, &error));
}

static void check_json(tf_arena *arena, const tf_value *value)
{
    const char *json = value_to_json(arena, value);
    tf_value back;
    value_error error;
    assert_true(value_from_json(arena, value->type, json, strlen(json), false, &back, &error));
    assert_true(tf_value_equal(value, &back));
    assert_string_equal(value_to_json(arena, &back), json);
}

static void test_random_values_survive_every_form(void **state)
{
    (void)state;
    struct source source = { .seed = 20261124 };
    for (int i = 0; i < ROUNDS; i++) {
        source.arena = tf_arena_new();
        source.with_unknown = i % 2 == 0;
        const tf_type *type = draw_type(&source, 0);
        const tf_value value = draw_value(&source, type, 0);
        const char *json = type_to_json(source.arena, type);
        value_error error;
        assert_true(type_equal(type, type_from_json(source.arena, json, strlen(json), &error)));
        check_msgpack(source.arena, &value);
        if (!tf_value_has_unknown(&value))
            check_json(source.arena, &value);
        const tf_value copy = value_copy(source.arena, &value);
        assert_true(tf_value_equal(&value, &copy));
        tf_arena_free(source.arena);
    }
}

/* Whatever the order of two values is, it turns round with them, and a set does not know the order of its elements. */
static void test_the_order_of_values_is_consistent(void **state)
{
    (void)state;
    struct source source = { .seed = 7, .with_unknown = true };
    for (int i = 0; i < ROUNDS / 3; i++) {
        source.arena = tf_arena_new();
        const tf_type *type = draw_type(&source, 2);
        tf_value values[3];
        for (size_t j = 0; j < 3; j++)
            values[j] = draw_value(&source, type, 2);
        for (size_t j = 0; j < 3; j++) {
            for (size_t k = 0; k < 3; k++) {
                const int order = value_compare(&values[j], &values[k]);
                const int reverse = value_compare(&values[k], &values[j]);
                assert_int_equal((order > 0) - (order < 0), (reverse < 0) - (reverse > 0));
            }
        }
        if (value_compare(&values[0], &values[1]) <= 0 && value_compare(&values[1], &values[2]) <= 0)
            assert_true(value_compare(&values[0], &values[2]) <= 0);
        tf_value reversed[] = { values[2], values[1], values[0] };
        const tf_value one = { .type = type_set(source.arena, type), .state = TF_KNOWN, .count = 3, .items = values };
        tf_value other = one;
        other.items = reversed;
        assert_true(tf_value_equal(&one, &other));
        tf_arena_free(source.arena);
    }
}

struct inner {
    tf_string text;
    tf_number number;
    tf_string_set set;
};

struct outer {
    tf_bool truth;
    tf_string_list list;
    tf_string_map map;
    tf_value any;
    TF_OBJECT_OF(struct inner) one;
    TF_OBJECTS_OF(struct inner) ordered;
    TF_OBJECT_MAP_OF(struct inner) keyed;
};

static const tf_attribute inner_attributes[] = {
    { TF_STRING(struct inner, text), .mode = TF_OPTIONAL },
    { TF_NUMBER(struct inner, number), .mode = TF_OPTIONAL },
    { TF_STRING_SET(struct inner, set), .mode = TF_OPTIONAL },
};

static const tf_attribute outer_attributes[] = {
    { TF_BOOL(struct outer, truth), .mode = TF_OPTIONAL },
    { TF_STRING_LIST(struct outer, list), .mode = TF_OPTIONAL },
    { TF_STRING_MAP(struct outer, map), .mode = TF_OPTIONAL },
    { TF_VALUE(struct outer, any), .mode = TF_OPTIONAL, .type = &tf_type_dynamic },
    { TF_OBJECT(struct outer, one, struct inner, inner_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_LIST(struct outer, ordered, struct inner, inner_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_MAP(struct outer, keyed, struct inner, inner_attributes), .mode = TF_OPTIONAL },
};

static const tf_schema *const outer_schema = TF_SCHEMA(struct outer, outer_attributes);

static bool has_stateless_element(const tf_value *object)
{
    static const char *const names[] = { "ordered", "keyed" };
    for (size_t i = 0; i < 2; i++) {
        const tf_value *items = tf_value_get(object, names[i]);
        for (size_t j = 0; items->state == TF_KNOWN && j < items->count; j++) {
            if (items->items[j].state != TF_KNOWN)
                return true;
        }
    }
    return false;
}

static tf_value through_struct(tf_arena *arena, const tf_value *object)
{
    struct outer outer;
    tf_value back;
    value_error error;
    assert_true(binding_decode(arena, outer_schema, object, &outer, &error));
    if (!binding_encode(arena, outer_schema, type_of_schema(arena, outer_schema), &outer, &back, &error))
        fail_msg("%s: %s", tf_path_text(arena, error.path), error.message);
    return back;
}

/* An element that is null or unknown as a whole has no state of its own in a struct; all else comes back as it was. */
static void test_random_objects_survive_their_struct(void **state)
{
    (void)state;
    struct source source = { .seed = 42, .with_unknown = true };
    int exact = 0;
    for (int i = 0; i < ROUNDS; i++) {
        source.arena = tf_arena_new();
        tf_value object = draw_value(&source, type_of_schema(source.arena, outer_schema), 0);
        if (object.state == TF_KNOWN) {
            const tf_value back = through_struct(source.arena, &object);
            const tf_value again = through_struct(source.arena, &back);
            assert_true(tf_value_equal(&back, &again));
            assert_true(has_stateless_element(&object) || tf_value_equal(&object, &back));
            exact += !has_stateless_element(&object);
        }
        tf_arena_free(source.arena);
    }
    assert_true(exact > ROUNDS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_values_survive_every_form),
        cmocka_unit_test(test_the_order_of_values_is_consistent),
        cmocka_unit_test(test_random_objects_survive_their_struct),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
