/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/value/type.h"

static const tf_type texts = { .kind = TF_TYPE_LIST, .element = &tf_type_string };
static const tf_type set_of_texts = { .kind = TF_TYPE_SET, .element = &tf_type_string };
static const tf_type map_of_anything = { .kind = TF_TYPE_MAP, .element = &tf_type_dynamic };
static const char *const names[] = { "a", "b" };
static const tf_type *const members[] = { &tf_type_number, &set_of_texts };
static const tf_type pair = { .kind = TF_TYPE_OBJECT, .count = 2, .names = names, .elements = members };
static const tf_type couple = { .kind = TF_TYPE_TUPLE, .count = 2, .elements = members };

static int set_up(void **state)
{
    *state = tf_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    tf_arena_free(*state);
    return 0;
}

/* The path at which the value breaks its type; NULL where it does not. */
static const char *breach(tf_arena *arena, const tf_type *type, tf_value value, bool *out_duplicate)
{
    value_error error = { .message = NULL };
    const bool ok = value_check(arena, NULL, type, &value, &error);
    assert_int_equal(ok, error.message == NULL);
    *out_duplicate = error.is_duplicate;
    return ok ? NULL : tf_path_text(arena, error.path);
}

static tf_value of(const tf_type *type, size_t count, tf_value *items, const char *const *keys)
{
    tf_value value = { .type = type, .state = TF_KNOWN };
    value.count = count;
    value.items = items;
    value.keys = keys;
    return value;
}

static void test_values_are_held_to_their_types(void **state)
{
    tf_value two[] = { value_string("x"), value_string("y") };
    tf_value twice[] = { value_string("x"), value_string("x") };
    tf_value unknowns[] = { value_unknown(&tf_type_string), value_unknown(&tf_type_string) };
    tf_value mixed[] = { value_string("x"), value_bool(true) };
    tf_value malformed[] = { value_string("x"), value_string("\xC3(") };
    tf_value without_text[] = { value_string(NULL) };
    tf_value without_type[] = { { .type = NULL } };
    tf_value fine_members[] = { value_number("1.5"), of(&set_of_texts, 2, two, NULL) };
    tf_value number_members[] = { value_number("1.50"), value_null(&set_of_texts) };
    tf_value set_members[] = { value_null(&tf_type_number), of(&set_of_texts, 2, twice, NULL) };
    const char *const backward[] = { "b", "a" };
    const char *const nameless[] = { "a", NULL };
    const struct {
        const tf_type *type;
        tf_value value;
        const char *path; /* NULL where it is as it should be */
        bool duplicate;
    } cases[] = {
        { &tf_type_string, value_string("x"), NULL, false },
        { &tf_type_string, value_null(&tf_type_string), NULL, false },
        { &tf_type_string, value_bool(true), "", false },
        { &tf_type_dynamic, value_bool(true), NULL, false },
        { &tf_type_dynamic, value_null(&tf_type_dynamic), NULL, false },
        { &tf_type_dynamic, of(&tf_type_dynamic, 0, NULL, NULL), "", false },
        { &texts, of(&texts, 2, two, NULL), NULL, false },
        { &texts, of(&texts, 2, twice, NULL), NULL, false },
        { &texts, of(&texts, 2, mixed, NULL), "[1]", false },
        { &texts, of(&texts, 2, malformed, NULL), "[1]", false },
        { &texts, of(&texts, 1, without_text, NULL), "[0]", false },
        { &texts, of(&texts, 1, without_type, NULL), "[0]", false },
        { &texts, of(&texts, 1, NULL, NULL), "", false },
        { &set_of_texts, of(&set_of_texts, 2, two, NULL), NULL, false },
        { &set_of_texts, of(&set_of_texts, 2, unknowns, NULL), NULL, false },
        { &set_of_texts, of(&set_of_texts, 2, twice, NULL), "", true },
        { &map_of_anything, of(&map_of_anything, 2, mixed, names), NULL, false },
        { &map_of_anything, of(&map_of_anything, 2, mixed, backward), "", false },
        { &map_of_anything, of(&map_of_anything, 2, mixed, nameless), "", false },
        { &map_of_anything, of(&map_of_anything, 2, mixed, NULL), "", false },
        { &pair, of(&pair, 2, fine_members, names), NULL, false },
        { &pair, of(&pair, 2, fine_members, NULL), "", false },
        { &pair, of(&pair, 1, fine_members, names), "", false },
        { &pair, of(&pair, 2, number_members, names), "a", false },
        { &pair, of(&pair, 2, set_members, names), "b", true },
        { &tf_type_dynamic, of(&pair, 2, set_members, names), "b", true },
        { &couple, of(&couple, 2, fine_members, NULL), NULL, false },
        { &couple, of(&couple, 1, fine_members, NULL), "", false },
        { &couple, of(&couple, 2, set_members, NULL), "[1]", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool duplicate;
        const char *path = breach(*state, cases[i].type, cases[i].value, &duplicate);
        if ((path == NULL) != (cases[i].path == NULL) || (path != NULL && strcmp(path, cases[i].path) != 0))
            fail_msg("case %zu: %s", i, path);
        assert_int_equal(duplicate, cases[i].duplicate);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_values_are_held_to_their_types, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
