/* SPDX-License-Identifier: Apache-2.0 */
/* What a resource gives back that cannot be is told by name, and never sent. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "framework/rpc/message.h"
#include "framework/value/json.h"
#include "framework/value/msgpack.h"
#include "rows.h"
#include "support_thing.h"

struct member {
    tf_string name;
};

struct sets {
    tf_string broken; /* the attribute that read is to break */
    tf_string_set texts;
    TF_OBJECTS_OF(struct member) objects;
    tf_value numbers;
    tf_value any;
    tf_float64 ratio;
};

static const tf_type set_of_numbers = { .kind = TF_TYPE_SET, .element = &tf_type_number };

static const tf_attribute member[] = {
    { TF_STRING(struct member, name), .mode = TF_REQUIRED },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct sets, broken), .mode = TF_OPTIONAL },
    { TF_STRING_SET(struct sets, texts), .mode = TF_COMPUTED },
    { TF_OBJECT_SET(struct sets, objects, struct member, member), .block = true },
    { TF_VALUE(struct sets, numbers), .type = &set_of_numbers, .mode = TF_COMPUTED },
    { TF_VALUE(struct sets, any), .type = &tf_type_dynamic, .mode = TF_COMPUTED },
    { TF_FLOAT64(struct sets, ratio), .mode = TF_COMPUTED },
};

static bool keep(tf_call *call, void *object)
{
    (void)call;
    (void)object;
    return true;
}

static bool forget(tf_call *call, const void *state)
{
    (void)call;
    (void)state;
    return true;
}

static tf_value *numbers_of(tf_call *call, const char *one, const char *other)
{
    tf_value *items = tf_alloc_array(tf_call_arena(call), 2, sizeof *items);
    items[0] = (tf_value){ .type = &tf_type_number, .state = TF_KNOWN, .digits = one };
    items[1] = (tf_value){ .type = &tf_type_number, .state = TF_KNOWN, .digits = other };
    return items;
}

static bool read_sets(tf_call *call, void *state)
{
    struct sets *sets = state;
    tf_arena *arena = tf_call_arena(call);
    if (tf_equal(sets->broken, "texts")) {
        sets->texts = (tf_string_set){ TF_KNOWN, 2, tf_alloc_array(arena, 2, sizeof(tf_string)) };
        sets->texts.items[0] = sets->texts.items[1] = tf_string_of("x");
    }
    if (tf_equal(sets->broken, "objects")) {
        sets->objects.items = tf_alloc_array(arena, 2, sizeof *sets->objects.items);
        sets->objects.items[0].name = sets->objects.items[1].name = tf_string_of("x");
        sets->objects.count = 2;
    }
    if (tf_equal(sets->broken, "numbers")) {
        sets->numbers = (tf_value){
            .type = &set_of_numbers, .state = TF_KNOWN, .count = 2, .items = numbers_of(call, "1.5", "1.5")
        };
    }
    if (tf_equal(sets->broken, "any")) {
        sets->any = (tf_value){
            .type = &set_of_numbers, .state = TF_KNOWN, .count = 2, .items = numbers_of(call, "1.5", "one")
        };
    }
    if (tf_equal(sets->broken, "ratio"))
        sets->ratio = tf_float64_of((double)INFINITY);
    return true;
}

static const tf_resource sets_resource = {
    .type_name = "test_sets",
    .schema = TF_SCHEMA(struct sets, attributes, .description = "Sets."),
    .create = keep,
    .read = read_sets,
    .delete = forget,
};

static const tf_resource *const resources[] = { &sets_resource, NULL };

static const tf_attribute nothing[] = {
    { TF_STRING(struct member, name), .mode = TF_OPTIONAL },
};

static const tf_provider sets_provider = {
    .address = "registry.terraform.io/test/test",
    .version = "1.2.3",
    .schema = TF_SCHEMA(struct member, nothing, .description = "For tests."),
    .resources = resources,
};

static Tfplugin6__DynamicValue *state_of(tf_arena *arena, const char *broken)
{
    const char *json = tf_format(arena, "{\"broken\":\"%s\",\"objects\":[]}", broken);
    tf_value value;
    value_error error;
    assert_true(
        value_from_json(arena, type_of_schema(arena, sets_resource.schema), json, strlen(json), false, &value, &error));
    Tfplugin6__DynamicValue *message = tf_alloc(arena, sizeof *message);
    tfplugin6__dynamic_value__init(message);
    const void *bytes;
    value_to_msgpack(arena, &value, &bytes, &message->msgpack.len);
    message->msgpack.data = (uint8_t *)(uintptr_t)bytes;
    return message;
}

static void test_a_result_that_cannot_be_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *broken; /* the attribute */
        const char *summary;
    } cases[] = {
        { "texts", "Duplicate Set Element" },   { "objects", "Duplicate Set Element" },
        { "numbers", "Duplicate Set Element" }, { "any", "Bug in the Provider" },
        { "ratio", "Bug in the Provider" },     { "none", NULL },
    };
    tf_arena *arena = tf_arena_new();
    const char *problem = NULL;
    rpc_server *server = rpc_server_new(&sets_provider, arena, &problem);
    if (server == NULL)
        fail_msg("%s", problem);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].broken);
        Tfplugin6__ReadResource__Request request = TFPLUGIN6__READ_RESOURCE__REQUEST__INIT;
        request.type_name = "test_sets";
        request.current_state = state_of(arena, cases[i].broken);
        const Tfplugin6__ReadResource__Response *response =
            thing_call(server, arena, "ReadResource", &request.base, &tfplugin6__read_resource__response__descriptor);
        assert_int_equal(response->n_diagnostics, cases[i].summary != NULL);
        assert_int_equal(response->new_state->msgpack.len, request.current_state->msgpack.len);
        if (cases[i].summary == NULL)
            continue;
        const Tfplugin6__Diagnostic *said = response->diagnostics[0];
        assert_string_equal(said->summary, cases[i].summary);
        assert_non_null(strstr(said->detail, "bug in the provider"));
        assert_non_null(strstr(said->detail, "test_sets"));
        assert_string_equal(said->attribute->steps[0]->attribute_name, cases[i].broken);
    }
    rpc_server_free(server);
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_result_that_cannot_be_is_told) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
