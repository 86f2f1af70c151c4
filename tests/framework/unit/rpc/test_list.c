/* SPDX-License-Identifier: Apache-2.0 */
/* List resources: what exists, one message each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows.h"
#include "support_kinds.h"

static struct kinds_stream list(const struct kinds *kinds, const char *config, bool objects, int64_t limit)
{
    Tfplugin6__ListResource__Request request = TFPLUGIN6__LIST_RESOURCE__REQUEST__INIT;
    request.type_name = "test_listed";
    request.config = kinds_value(kinds->arena, kinds_type(kinds->arena), config);
    request.include_resource_object = objects;
    request.limit = limit;
    struct kinds_stream client = kinds_client(kinds->arena, NULL);
    assert_null(kinds_stream_call(kinds, "ListResource", &request.base, &client).bytes);
    return client;
}

static const Tfplugin6__ListResource__Event *event_of(const struct kinds_stream *client, size_t index)
{
    return kinds_got(client, index, &tfplugin6__list_resource__event__descriptor);
}

static const tf_type *identity_type(tf_arena *arena)
{
    static const char *const names[] = { "name" };
    static const tf_type *const types[] = { &tf_type_string };
    return type_object(arena, 1, names, types);
}

static void test_objects_are_listed(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    struct kinds_stream client = list(kinds, "{\"name\":\"a\"}", true, 0);
    assert_int_equal(client.count, 3);
    const Tfplugin6__ListResource__Event *event = event_of(&client, 1);
    assert_string_equal(event->display_name, "a2");
    assert_string_equal(kinds_json(arena, identity_type(arena), event->identity->identity_data), "{\"name\":\"a2\"}");
    assert_string_equal(kinds_json(arena, kinds_type(arena), event->resource_object),
                        "{\"answer\":\"42\",\"behaviour\":null,\"name\":\"a2\"}");
    client = list(kinds, "{\"name\":\"a\"}", false, 2);
    assert_int_equal(client.count, 2);
    assert_int_equal(event_of(&client, 0)->optional_resource_object_case,
                     TFPLUGIN6__LIST_RESOURCE__EVENT__OPTIONAL_RESOURCE_OBJECT__NOT_SET);
}

static bool list_large(tf_call *call, const void *config)
{
    (void)config;
    const struct {
        tf_string name;
    } identity = { tf_string_of(tf_format(tf_call_arena(call), "%0100000d", 1)) };
    for (int i = 0; i < 100; i++) {
        const size_t before = tf_arena_used(tf_call_arena(call));
        if (!tf_list_item(call, identity.name.value, &identity, NULL) || tf_arena_used(tf_call_arena(call)) != before)
            return tf_fail(call, "Grown", "The call keeps what it has sent.");
    }
    return true;
}

static bool take_and_forget(rpc_stream *stream, const uint8_t *bytes, size_t size)
{
    ((struct kinds_stream *)stream)->count++;
    return size > 0 && bytes != NULL;
}

/* What a list by `function` gives to `client`, at a server of its own. */
static void list_by(struct kinds *kinds, bool (*function)(tf_call *call, const void *config), bool objects,
                    struct kinds_stream *client)
{
    const tf_list_resource own = { .type_name = "test_listed",
                                   .schema = kinds_provider.lists[0]->schema,
                                   .list = function };
    const tf_list_resource *const lists[] = { &own, NULL };
    tf_provider provider = kinds_provider;
    const char *problem = NULL;
    provider.lists = lists;
    rpc_server_free(kinds->server);
    kinds->server = rpc_server_new(&provider, kinds->arena, &problem);
    assert_non_null(kinds->server);
    Tfplugin6__ListResource__Request request = TFPLUGIN6__LIST_RESOURCE__REQUEST__INIT;
    request.type_name = "test_listed";
    request.config = kinds_value(kinds->arena, kinds_type(kinds->arena), "{\"name\":\"a\"}");
    request.include_resource_object = objects;
    assert_null(kinds_stream_call(kinds, "ListResource", &request.base, client).bytes);
    rpc_server_free(kinds->server);
    kinds->server = rpc_server_new(&kinds_provider, kinds->arena, &problem);
}

static void test_what_is_sent_is_not_kept(void **state)
{
    struct kinds *kinds = *state;
    struct kinds_stream client = { .functions = { take_and_forget, NULL }, .arena = kinds->arena };
    list_by(kinds, list_large, false, &client);
    assert_int_equal(client.count, 100);
}

/*
 * As a resource's read: one object is gone, and each completes its identity, with a private value and a warning of its
 * own.
 */
static bool read_named(tf_call *call, const void *source, void *object)
{
    tf_string *name = object; /* first in the struct */
    tf_string *identity = tf_identity(call);
    if (tf_private(call, "seen") != NULL)
        return tf_fail(call, "Mixed Up", "Another object's private value is there.");
    tf_set_private(call, "seen", "true");
    if (strcmp(source, "gone") == 0)
        return tf_gone(call);
    *name = *identity = tf_string_of(tf_format(tf_call_arena(call), "%s, read", (const char *)source));
    tf_warn(call, "Seen", "%s was read.", name->value);
    return true;
}

static bool list_read(tf_call *call, const void *config)
{
    (void)config;
    static const char *const names[] = { "one", "gone", "two" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const tf_string identity = tf_string_of(names[i]);
        if (!tf_list_read(call, names[i], &identity, read_named, names[i]))
            return tf_fail(call, "Ended", "The list ends early.");
    }
    return true;
}

static void test_objects_are_read_where_they_are_wanted(void **state)
{
    struct kinds *kinds = *state;
    struct kinds_stream client = kinds_client(kinds->arena, NULL);
    list_by(kinds, list_read, false, &client);
    assert_int_equal(client.count, 3);
    assert_string_equal(event_of(&client, 1)->display_name, "gone");
    client = kinds_client(kinds->arena, NULL);
    list_by(kinds, list_read, true, &client);
    assert_int_equal(client.count, 3);
    const Tfplugin6__ListResource__Event *event = event_of(&client, 1);
    assert_string_equal(event->display_name, "two");
    assert_string_equal(kinds_json(kinds->arena, identity_type(kinds->arena), event->identity->identity_data),
                        "{\"name\":\"two, read\"}");
    const Tfplugin6__ListResource__Event *last = event_of(&client, 2);
    kinds_assert_says(kinds->arena, last->diagnostic, last->n_diagnostic, "Seen: two, read was read.");
    assert_int_equal(last->n_diagnostic, 2);
}

static void test_an_error_ends_the_list(void **state)
{
    const struct kinds *kinds = *state;
    static const struct {
        const char *config;
        const char *text;
        size_t count;
    } cases[] = {
        { "{\"name\":\"a\",\"behaviour\":\"fails\"}", "Cannot list: It is too long.", 2 },
        { "{\"name\":\"a\",\"behaviour\":\"unknown\"}", "This is a bug in the provider", 2 },
        { "{\"name\":\"a\",\"behaviour\":\"no name\"}", "Missing Resource Identity", 2 },
        { "{\"name\":\"a\",\"behaviour\":\"no identity\"}", "without identity", 1 },
        { "unknown", "Unknown Configuration", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].config);
        const struct kinds_stream client = list(kinds, cases[i].config, true, 0);
        assert_int_equal(client.count, cases[i].count);
        const Tfplugin6__ListResource__Event *last = event_of(&client, client.count - 1);
        kinds_assert_says(kinds->arena, last->diagnostic, last->n_diagnostic, cases[i].text);
        assert_null(last->identity);
    }
}

static void test_a_list_is_told_and_checked(void **state)
{
    const struct kinds *kinds = *state;
    tf_arena *arena = kinds->arena;
    const Tfplugin6__GetProviderSchema__Request asked = TFPLUGIN6__GET_PROVIDER_SCHEMA__REQUEST__INIT;
    const Tfplugin6__GetProviderSchema__Response *schema =
        thing_call(kinds->server, arena, "GetProviderSchema", &asked.base, KINDS_RESPONSE(get_provider_schema));
    assert_string_equal(schema->list_resource_schemas[0]->key, "test_listed");
    Tfplugin6__ValidateListResourceConfig__Request request = TFPLUGIN6__VALIDATE_LIST_RESOURCE_CONFIG__REQUEST__INIT;
    request.type_name = "test_listed";
    request.config = kinds_value(arena, kinds_type(arena), "{\"name\":\"bad\"}");
    const Tfplugin6__ValidateListResourceConfig__Response *checked =
        thing_call(kinds->server, arena, "ValidateListResourceConfig", &request.base,
                   KINDS_RESPONSE(validate_list_resource_config));
    KINDS_SAYS(checked, "Bad name [name]");
}

static bool list_nothing(tf_call *call, const void *config)
{
    (void)call;
    (void)config;
    return true;
}

static void test_a_list_of_nothing_is_refused(void **state)
{
    const struct kinds *kinds = *state;
    static const tf_schema empty = { .count = 0 };
    const tf_list_resource orphan = { .type_name = "test_orphan", .schema = &empty, .list = list_nothing };
    const tf_list_resource *const lists[] = { &orphan, NULL };
    const tf_provider provider = { .schema = &empty, .lists = lists };
    const char *problem = NULL;
    assert_null(rpc_server_new(&provider, kinds->arena, &problem));
    assert_non_null(strstr(problem, "test_orphan: a list resource without a managed resource"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, kinds_start, kinds_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_objects_are_listed),           TEST(test_what_is_sent_is_not_kept),
        TEST(test_an_error_ends_the_list),       TEST(test_a_list_is_told_and_checked),
        TEST(test_a_list_of_nothing_is_refused), TEST(test_objects_are_read_where_they_are_wanted),
    };
    return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
