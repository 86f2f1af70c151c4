/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/plan/walk.h"
#include "support_plan.h"

struct journal {
    tf_text_builder text;
    const char *skip; /* names of attributes */
    const char *stop;
};

static void append_side(tf_text_builder *text, const tf_value *value)
{
    tf_append(text, value == NULL ? "-" : text_of_value(text->arena, value));
}

/* "path config|prior " of what has a name or level, whose values are short. */
static plan_next note(void *context, plan_at *at)
{
    struct journal *journal = context;
    const char *name = at->attribute->name;
    if (journal->stop != NULL && strcmp(name, journal->stop) == 0)
        return PLAN_STOP;
    if (journal->skip != NULL && strcmp(name, journal->skip) == 0)
        return PLAN_SKIP;
    if (at->is_item || strcmp(name, "color") == 0 || strcmp(name, "level") == 0) {
        tf_append_format(&journal->text, "%s", tf_path_text(journal->text.arena, at->path));
        if (!at->is_item) {
            tf_append(&journal->text, "=");
            append_side(&journal->text, at->config);
            tf_append(&journal->text, "|");
            append_side(&journal->text, at->prior);
        }
        tf_append(&journal->text, " ");
    }
    assert_ptr_equal(at->outer->attribute, at->is_item ? at->attribute : at->outer->attribute);
    assert_null(at->planned);
    return PLAN_DESCEND;
}

static void test_what_belongs_together_is_seen_side_by_side(void **state)
{
    const tf_call *call = *state;
    static const struct {
        const char *name;
        const char *config;
        const char *prior;
        const char *skip;
        const char *stop;
        const char *seen;
        bool stopped;
    } cases[] = {
        { .name = "an object",
          .config = "{\"settings\":{\"level\":\"a\"}}",
          .prior = "{\"settings\":{\"level\":\"b\"}}",
          .seen = "settings.level=\"a\"|\"b\" " },
        { .name = "an object without counterpart",
          .config = "{\"settings\":{\"level\":\"a\"}}",
          .prior = "{}",
          .seen = "settings.level=\"a\"|null " },
        { .name = "a list by index",
          .config = "{\"ordered\":[{\"color\":\"a\"},{\"color\":\"b\"}]}",
          .prior = "{\"ordered\":[{\"color\":\"c\"}]}",
          .seen = "ordered[0] ordered[0].color=\"a\"|\"c\" ordered[1] ordered[1].color=\"b\"|null " },
        { .name = "a map by key",
          .config = "{\"keyed\":{\"x\":{\"color\":\"a\"}}}",
          .prior = "{\"keyed\":{\"w\":{\"color\":\"b\"},\"x\":{\"color\":\"c\"}}}",
          .seen = "keyed[\"x\"] keyed[\"x\"].color=\"a\"|\"c\" " },
        { .name = "a set with nothing",
          .config = "{\"unordered\":[{\"color\":\"a\"}]}",
          .prior = "{\"unordered\":[{\"color\":\"a\"}]}",
          .seen = "unordered[…] unordered[…].color=\"a\"|null " },
        { .name = "what is skipped is not entered",
          .config = "{\"ordered\":[{\"color\":\"a\"}]}",
          .prior = "{}",
          .skip = "ordered",
          .seen = "" },
        { .name = "nothing follows a stop",
          .config = "{\"ordered\":[{}],\"keyed\":{\"x\":{}}}",
          .prior = "{}",
          .stop = "keyed",
          .seen = "ordered[0] ordered[0].color=null|null ",
          .stopped = true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const tf_value config = sample_of(call->arena, cases[i].config, NULL);
        const tf_value prior = sample_of(call->arena, cases[i].prior, NULL);
        struct journal journal = { { .arena = call->arena }, cases[i].skip, cases[i].stop };
        const plan_visitor visitor = { PLAN_CONFIG, note, &journal };
        const bool finished =
            plan_walk(&visitor, sample_schema, &(const plan_at){ .config = &config, .prior = &prior });
        if (finished == cases[i].stopped || strcmp(tf_built_text(&journal.text), cases[i].seen) != 0)
            fail_msg("%s: %s", cases[i].name, tf_built_text(&journal.text));
    }
}

/* Every text becomes "t"; an object that is null becomes one, which is then gone into. */
static bool rewrite(void *context, const plan_at *at, tf_value *value)
{
    tf_arena *arena = context;
    if (at->attribute->kind == TF_KIND_STRING)
        *value = value_string("t");
    if (at->attribute->kind == TF_KIND_OBJECT && value->state == TF_NULL) {
        *value = (tf_value){ .type = value->type, .state = TF_KNOWN, .count = value->type->count };
        value->keys = value->type->names;
        value->items = tf_alloc_array(arena, value->count, sizeof *value->items);
        for (size_t i = 0; i < value->count; i++)
            value->items[i] = value_null(value->type->elements[i]);
    }
    return strcmp(at->attribute->name, "ordered") == 0;
}

static void test_a_transformation_goes_on_in_what_it_made(void **state)
{
    const tf_call *call = *state;
    const tf_value planned =
        sample_of(call->arena, "{\"ordered\":[{\"color\":\"kept\"}],\"keyed\":{\"k\":{\"color\":\"a\"}}}", NULL);
    const plan_transformer transformer = { call->arena, PLAN_PLANNED, rewrite, call->arena };
    const tf_value made = plan_transform(&transformer, sample_schema, &(const plan_at){ .planned = &planned });
    static const struct {
        const char *path;
        const char *text;
    } cases[] = {
        { "name", "\"t\"" },
        { "settings.level", "\"t\"" },
        { "keyed[\"k\"].color", "\"t\"" },
        { "ordered[0].color", "\"kept\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const tf_value *found = value_at(&made, tf_path_parse(call->arena, cases[i].path));
        if (found == NULL || strcmp(text_of_value(call->arena, found), cases[i].text) != 0)
            fail_msg("%s", cases[i].path);
    }
    assert_string_equal(planned.items[type_attribute_index(planned.type, "name")].text, "n");
}

static void test_an_object_that_is_not_known_stays_as_it_is(void **state)
{
    const tf_call *call = *state;
    const tf_value none = sample_of(call->arena, NULL, NULL);
    const plan_transformer transformer = { call->arena, PLAN_PLANNED, rewrite, call->arena };
    assert_int_equal(plan_transform(&transformer, sample_schema, &(const plan_at){ .planned = &none }).state, TF_NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_belongs_together_is_seen_side_by_side, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_a_transformation_goes_on_in_what_it_made, set_up_call, tear_down_call),
        cmocka_unit_test_setup_teardown(test_an_object_that_is_not_known_stays_as_it_is, set_up_call, tear_down_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
