/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/schema.h>

struct leaf {
    tf_string name;
    tf_string_set groups;
};

struct tree {
    tf_string name;
    tf_float64 ratio;
    tf_string_list list;
    tf_string_map map;
    tf_value any;
    TF_OBJECT_OF(struct leaf) one;
    TF_OBJECTS_OF(struct leaf) many;
    TF_OBJECT_MAP_OF(struct leaf) keyed;
};

static const tf_attribute leaf_attributes[] = {
    { TF_STRING(struct leaf, name), .mode = TF_OPTIONAL },
    { TF_STRING_SET(struct leaf, groups), .mode = TF_OPTIONAL },
};

enum { NAME, RATIO, LIST, MAP, ANY, ONE, MANY, KEYED };

static const tf_attribute tree_attributes[] = {
    [NAME] = { TF_STRING(struct tree, name), .mode = TF_OPTIONAL },
    [RATIO] = { TF_FLOAT64(struct tree, ratio), .mode = TF_OPTIONAL },
    [LIST] = { TF_STRING_LIST(struct tree, list), .mode = TF_OPTIONAL },
    [MAP] = { TF_STRING_MAP(struct tree, map), .mode = TF_OPTIONAL },
    [ANY] = { TF_VALUE(struct tree, any), .mode = TF_OPTIONAL, .type = &tf_type_dynamic },
    [ONE] = { TF_OBJECT(struct tree, one, struct leaf, leaf_attributes), .mode = TF_OPTIONAL },
    [MANY] = { TF_OBJECT_LIST(struct tree, many, struct leaf, leaf_attributes), .mode = TF_OPTIONAL },
    [KEYED] = { TF_OBJECT_MAP(struct tree, keyed, struct leaf, leaf_attributes), .mode = TF_OPTIONAL },
};

static const tf_schema *const tree_schema = TF_SCHEMA(struct tree, tree_attributes);

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

/* A tree in which everything is known. */
static struct tree *grown(tf_arena *arena)
{
    struct tree *tree = tf_alloc(arena, sizeof *tree);
    *tree = (struct tree){
        .name = tf_string_of(tf_copy_text(arena, "oak")),
        .ratio = { TF_KNOWN, 0.5, "0.5" },
        .list = { TF_KNOWN, 1, tf_alloc(arena, sizeof(tf_string)) },
        .any = { .type = &tf_type_string, .state = TF_KNOWN, .text = tf_copy_text(arena, "any") },
        .one = { TF_KNOWN, tf_alloc(arena, sizeof(struct leaf)) },
        .many = { TF_KNOWN, 2, tf_alloc_array(arena, 2, sizeof(struct leaf)) },
        .keyed = { TF_KNOWN, 1, tf_alloc(arena, sizeof(char *)), tf_alloc(arena, sizeof(struct leaf)) },
    };
    tree->list.items[0] = tf_string_of(tf_copy_text(arena, "first"));
    tf_string_map_put(arena, &tree->map, "key", "value");
    tree->one.value->name = tf_string_of("one");
    tf_string_set_add(arena, &tree->many.items[1].groups, "second");
    tree->keyed.keys[0] = tf_copy_text(arena, "k");
    tree->keyed.items[0].name = tf_string_of("keyed");
    return tree;
}

static void test_a_field_tells_its_state_whatever_its_kind(void **state)
{
    struct tree tree = *grown(*state);
    tree.list.state = TF_UNKNOWN;
    tree.many.state = TF_NULL;
    tree.any.state = TF_UNKNOWN;
    static const tf_presence expected[] = {
        [NAME] = TF_KNOWN,  [RATIO] = TF_KNOWN, [LIST] = TF_UNKNOWN, [MAP] = TF_KNOWN,
        [ANY] = TF_UNKNOWN, [ONE] = TF_KNOWN,   [MANY] = TF_NULL,    [KEYED] = TF_KNOWN
    };
    for (size_t i = 0; i < tree_schema->count; i++) {
        if (tf_field_state(tree_schema, i, &tree) != expected[i])
            fail_msg("%s is in state %d", tree_attributes[i].name, (int)tf_field_state(tree_schema, i, &tree));
    }
}

static void test_what_is_unknown_is_found_at_every_depth(void **state)
{
    struct tree *const tree = grown(*state);
    tf_value element = { .type = &tf_type_string, .state = TF_UNKNOWN };
    const tf_type list = { .kind = TF_TYPE_LIST, .element = &tf_type_string };
    const struct {
        const char *name;
        tf_presence *unknown;
    } cases[] = {
        { "a string", &tree->name.state },
        { "a number", &tree->ratio.state },
        { "a list", &tree->list.state },
        { "an element of a list", &tree->list.items[0].state },
        { "an element of a map", &tree->map.entries[0].value.state },
        { "a general value", &tree->any.state },
        { "an object", &tree->one.state },
        { "an attribute of an object", &tree->one.value->name.state },
        { "a set in an object of a list", &tree->many.items[1].groups.state },
        { "an element of that set", &tree->many.items[1].groups.items[0].state },
        { "an attribute of an object of a map", &tree->keyed.items[0].name.state },
    };
    assert_false(tf_struct_has_unknown(tree_schema, tree));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        *cases[i].unknown = TF_UNKNOWN;
        if (!tf_struct_has_unknown(tree_schema, tree))
            fail_msg("%s: not found", cases[i].name);
        *cases[i].unknown = TF_KNOWN;
    }
    tree->any = (tf_value){ .type = &list, .state = TF_KNOWN, .count = 1, .items = &element };
    assert_true(tf_struct_has_unknown(tree_schema, tree));
}

static void test_what_a_null_object_points_to_does_not_count(void **state)
{
    struct tree *const tree = grown(*state);
    tree->one.value->name.state = TF_UNKNOWN;
    tree->one.state = TF_NULL;
    assert_false(tf_struct_has_unknown(tree_schema, tree));
}

static void test_a_copy_outlives_what_it_was_made_from(void **state)
{
    tf_arena *const short_lived = tf_arena_new();
    const struct tree *const copy = tf_struct_copy(*state, tree_schema, grown(short_lived));
    tf_arena_free(short_lived);
    assert_non_null(copy);
    assert_true(tf_equal(copy->name, "oak"));
    assert_string_equal(copy->ratio.digits, "0.5");
    assert_true(tf_equal(copy->list.items[0], "first"));
    assert_true(tf_equal(*tf_string_map_get(&copy->map, "key"), "value"));
    assert_string_equal(copy->any.text, "any");
    assert_true(tf_equal(copy->one.value->name, "one"));
    assert_int_equal(copy->many.count, 2);
    assert_true(tf_string_set_has(&copy->many.items[1].groups, "second"));
    assert_string_equal(copy->keyed.keys[0], "k");
    assert_true(tf_equal(copy->keyed.items[0].name, "keyed"));
}

static void test_a_copy_keeps_null_and_unknown(void **state)
{
    const struct tree tree = { .name = tf_unknown_string(), .one = { .state = TF_UNKNOWN } };
    const struct tree *const copy = tf_struct_copy(*state, tree_schema, &tree);
    for (size_t i = 0; i < tree_schema->count; i++)
        assert_int_equal(tf_field_state(tree_schema, i, copy), tf_field_state(tree_schema, i, &tree));
}

static void test_what_cannot_be_is_not_copied(void **state)
{
    const struct tree tree = { .name = { .state = TF_KNOWN } };
    assert_null(tf_struct_copy(*state, tree_schema, &tree));
    assert_null(tf_struct_copy(*state, tree_schema, NULL));
}

static void test_a_field_goes_into_a_value_and_back(void **state)
{
    const struct tree *const tree = grown(*state);
    for (size_t i = 0; i < tree_schema->count; i++) {
        struct tree other = { 0 };
        tf_value value;
        tf_value again;
        assert_int_equal(tf_field_index(tree_schema, tree_schema->attributes[i].name), i);
        if (!tf_field_value(*state, tree_schema, i, tree, &value)
            || !tf_field_set(*state, tree_schema, i, &value, &other)
            || !tf_field_value(*state, tree_schema, i, &other, &again) || !tf_value_equal(&value, &again))
            fail_msg("%s: not the same", tree_schema->attributes[i].name);
    }
    assert_int_equal(tf_field_index(tree_schema, "bark"), tree_schema->count);
}

static void test_a_value_that_does_not_fit_leaves_the_field_null(void **state)
{
    struct tree tree = { .ratio = tf_float64_of(1) };
    const tf_value large = tf_value_number(*state, "1e999");
    const size_t index = tf_field_index(tree_schema, "ratio");
    assert_false(tf_field_set(*state, tree_schema, index, &large, &tree));
    assert_true(tf_null(tree.ratio));
    const struct tree broken = { .name = { .state = TF_KNOWN } };
    tf_value value;
    assert_false(tf_field_value(*state, tree_schema, tf_field_index(tree_schema, "name"), &broken, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_field_goes_into_a_value_and_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_value_that_does_not_fit_leaves_the_field_null, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_field_tells_its_state_whatever_its_kind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_unknown_is_found_at_every_depth, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_a_null_object_points_to_does_not_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_copy_outlives_what_it_was_made_from, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_copy_keeps_null_and_unknown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_is_not_copied, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
