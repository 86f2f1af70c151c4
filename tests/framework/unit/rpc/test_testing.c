/* SPDX-License-Identifier: Apache-2.0 */
/* A resource's life as a provider's unit test sees it. Nothing of the framework's inside is included. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/provider.h>
#include <tfprovider/testing.h>

struct note {
    tf_string id;
    tf_string title;
    tf_string text;
    tf_string password;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct note, id), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_STRING(struct note, title), .mode = TF_REQUIRED, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_LENGTH_AT_MOST(5)) },
    { TF_STRING(struct note, text), .mode = TF_OPTIONAL_COMPUTED, .default_value = "empty" },
    { TF_STRING(struct note, password), .mode = TF_OPTIONAL, .write_only = true },
};

/* What there is, in the provider's "service": counts how often it was written, "" for no note. */
struct service {
    int writes;
    const char *text;
    const char *password;
};

static bool write_note(tf_call *call, void *plan)
{
    struct note *note = plan;
    struct service *service = tf_call_configured(call);
    const struct note *config = tf_config(call);
    service->text = note->text.value;
    service->password = tf_text_of(config->password, "");
    note->id = tf_string_of("n-1");
    tf_set_private(call, "writes", tf_format(tf_call_arena(call), "%d", ++service->writes));
    return strcmp(service->text, "refused") != 0 || tf_fail_on(call, "text", "Refused", "It says %s.", service->text);
}

static bool update(tf_call *call, const void *prior, void *plan)
{
    (void)prior;
    return write_note(call, plan);
}

static bool read_note(tf_call *call, void *state)
{
    const struct service *service = tf_call_configured(call);
    if (service->text == NULL)
        return tf_gone(call);
    ((struct note *)state)->text = tf_string_of(service->text);
    return true;
}

static bool delete_note(tf_call *call, const void *state)
{
    (void)state;
    ((struct service *)tf_call_configured(call))->text = NULL;
    return true;
}

static const tf_resource note_resource = {
    .type_name = "test_note",
    .schema = TF_SCHEMA(struct note, attributes),
    .create = write_note,
    .read = read_note,
    .update = update,
    .delete = delete_note,
};

static struct service service;

static int set_up(void **state)
{
    service = (struct service){ .writes = 0 };
    tf_call *call = tf_test_call_new("test_note");
    tf_test_call_set_configured(call, &service);
    *state = call;
    return 0;
}

static int tear_down(void **state)
{
    tf_test_call_free(*state);
    return 0;
}

static void test_a_configuration_is_checked(void **state)
{
    tf_call *call = *state;
    const struct note valid = { .title = tf_string_of("short") };
    const struct note invalid = { .title = tf_string_of("too long") };
    assert_true(tf_test_validate(call, &note_resource, &valid));
    assert_string_equal(tf_test_report(call), "");
    assert_false(tf_test_validate(call, &note_resource, &invalid));
    assert_non_null(strstr(tf_test_report(call), "error title: Invalid Attribute Value Length: "));
    tf_test_call_reset(call);
    assert_string_equal(tf_test_report(call), "");
}

static void test_a_plan_has_defaults_and_what_only_the_apply_tells(void **state)
{
    tf_call *call = *state;
    const struct note config = { .title = tf_string_of("a"), .password = tf_string_of("secret") };
    const struct note *planned = tf_test_plan(call, &note_resource, NULL, &config);
    assert_string_equal(tf_test_report(call), "");
    assert_true(tf_unknown(planned->id));
    assert_true(tf_equal(planned->text, "empty"));
    assert_true(tf_null(planned->password));
}

static void test_an_object_lives_from_create_to_destroy(void **state)
{
    tf_call *call = *state;
    const struct note config = { .title = tf_string_of("a"), .password = tf_string_of("secret") };
    const struct note *made =
        tf_test_apply(call, &note_resource, NULL, &config, tf_test_plan(call, &note_resource, NULL, &config));
    assert_string_equal(tf_test_report(call), "");
    assert_true(tf_equal(made->id, "n-1") && tf_equal(made->text, "empty"));
    assert_string_equal(service.password, "secret");
    assert_string_equal(tf_private(call, "writes"), "1");

    service.text = "changed";
    const struct note *found = tf_test_read(call, &note_resource, made);
    assert_true(tf_equal(found->text, "changed"));

    const struct note *back = tf_test_plan(call, &note_resource, found, &config);
    assert_true(tf_equal(back->text, "empty"));
    assert_false(tf_test_replaces(call, NULL));
    assert_non_null(tf_test_apply(call, &note_resource, found, &config, back));
    assert_string_equal(tf_private(call, "writes"), "2");

    assert_true(tf_test_destroy(call, &note_resource, back));
    assert_null(tf_test_read(call, &note_resource, back));
    assert_string_equal(tf_test_report(call), "");
}

static void test_a_replacement_and_an_error_can_be_seen(void **state)
{
    tf_call *call = *state;
    const struct note prior = { .id = tf_string_of("n-1"), .title = tf_string_of("a"), .text = tf_string_of("empty") };
    const struct note other = { .title = tf_string_of("b"), .text = tf_string_of("refused") };
    const struct note *planned = tf_test_plan(call, &note_resource, &prior, &other);
    assert_true(tf_test_replaces(call, "title"));
    assert_false(tf_test_replaces(call, "text"));
    const struct note *kept = tf_test_apply(call, &note_resource, &prior, &other, planned);
    assert_string_equal(tf_test_report(call), "error text: Refused: It says refused.\n");
    assert_true(tf_equal(kept->title, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_configuration_is_checked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_plan_has_defaults_and_what_only_the_apply_tells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_object_lives_from_create_to_destroy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_replacement_and_an_error_can_be_seen, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
