/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds for whatever schema and values: random ones, the same on every machine.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "framework/plan/plan.h"
#include "framework/plan/schema_check.h"
#include "framework/value/binding.h"
#include "framework/value/decimal.h"
#include "framework/value/msgpack.h"
#include "support_plan.h"

enum { ROUNDS = 1500, MOST_DEPTH = 3, MOST_ATTRIBUTES = 6, MOST_ITEMS = 4 };

struct source {
    tf_arena *arena;
    uint64_t seed;
    bool with_unknown;
    size_t drawn;
};

/* xorshift64*. */
static uint64_t draw(struct source *source, uint64_t bound)
{
    source->seed ^= source->seed >> 12;
    source->seed ^= source->seed << 25;
    source->seed ^= source->seed >> 27;
    return (source->seed * 2685821657736338717U >> 16) % bound;
}

static bool chance(struct source *source, uint64_t percent)
{
    return draw(source, 100) < percent;
}

static bool same_but_for_case(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    return strcasecmp(one, other) == 0;
}

/* The fields of a kind, to give each attribute room in its struct. */
static size_t field_size(tf_kind kind)
{
    return (kind_of(kind)->size + 15) / 16 * 16;
}

/* What the place of a table allows in it. */
struct setting {
    int depth;
    bool all_computed;
    bool in_set;
    bool blocks; /* are allowed */
};

static const tf_schema *draw_schema(struct source *source, struct setting setting);

static bool is_nested(tf_kind kind)
{
    return kind >= TF_KIND_OBJECT && kind <= TF_KIND_OBJECT_MAP;
}

static void draw_flags(struct source *source, struct setting setting, tf_attribute *attribute)
{
    static const tf_mode modes[] = { TF_COMPUTED, TF_OPTIONAL_COMPUTED, TF_OPTIONAL, TF_REQUIRED };
    attribute->mode = modes[draw(source, setting.all_computed ? 2 : 4)];
    const bool computed = attribute->mode == TF_COMPUTED || attribute->mode == TF_OPTIONAL_COMPUTED;
    attribute->use_state_for_unknown = computed && chance(source, 50);
    attribute->requires_replace = chance(source, 15);
    attribute->write_only = !computed && !setting.in_set && chance(source, 20);
    if (attribute->kind <= TF_KIND_STRING && chance(source, 30))
        attribute->semantic_equals = same_but_for_case;
    if (attribute->mode == TF_OPTIONAL_COMPUTED && chance(source, 40) && attribute->kind == TF_KIND_STRING)
        attribute->default_value = "by default";
    if (attribute->mode == TF_OPTIONAL_COMPUTED && chance(source, 40) && attribute->kind == TF_KIND_INT64)
        attribute->default_value = "7";
}

static void draw_attribute(struct source *source, struct setting setting, tf_attribute *attribute)
{
    attribute->kind = (tf_kind)(TF_KIND_STRING + draw(source, TF_KIND_VALUE));
    if (is_nested(attribute->kind) && setting.depth == MOST_DEPTH)
        attribute->kind = TF_KIND_STRING;
    if (attribute->kind == TF_KIND_VALUE)
        attribute->type = &tf_type_dynamic;
    attribute->block =
        is_nested(attribute->kind) && attribute->kind != TF_KIND_OBJECT_MAP && setting.blocks && chance(source, 50);
    if (!attribute->block)
        draw_flags(source, setting, attribute);
    if (!is_nested(attribute->kind))
        return;
    setting.depth++;
    setting.blocks = attribute->block;
    setting.in_set |= attribute->kind == TF_KIND_OBJECT_SET;
    setting.all_computed |= attribute->mode == TF_COMPUTED || attribute->mode == TF_OPTIONAL_COMPUTED;
    attribute->attributes = draw_schema(source, setting);
}

/* The first attribute tells the elements of a set apart. */
static const tf_schema *draw_schema(struct source *source, struct setting setting)
{
    tf_schema *schema = tf_alloc(source->arena, sizeof *schema);
    schema->count = 1 + draw(source, MOST_ATTRIBUTES);
    tf_attribute *attributes = tf_alloc_array(source->arena, schema->count, sizeof *attributes);
    for (size_t i = 0; i < schema->count; i++) {
        attributes[i].name = tf_format(source->arena, "a%zu", i);
        if (i == 0) {
            attributes[i].kind = TF_KIND_STRING;
            attributes[i].mode = setting.all_computed ? TF_OPTIONAL_COMPUTED : TF_REQUIRED;
        } else {
            draw_attribute(source, setting, &attributes[i]);
        }
        attributes[i].offset = schema->size;
        schema->size += field_size(attributes[i].kind);
    }
    schema->attributes = attributes;
    return schema;
}

static tf_value draw_text(struct source *source)
{
    static const char *const texts[] = { "a", "A", "b", "by default", "é", "" };
    return value_string(texts[draw(source, sizeof texts / sizeof texts[0])]);
}

static tf_value draw_number(struct source *source, tf_kind kind)
{
    if (kind == TF_KIND_NUMBER && chance(source, 30))
        return value_number(decimal_canonical(source->arena, tf_format(source->arena, "1e%d", (int)draw(source, 300))));
    if ((kind == TF_KIND_NUMBER || kind == TF_KIND_FLOAT32 || kind == TF_KIND_FLOAT64) && chance(source, 50)) {
        return value_number(decimal_canonical(
            source->arena, tf_format(source->arena, "%d.%d1", (int)draw(source, 9), (int)draw(source, 99))));
    }
    return value_number(decimal_from_int64(source->arena, (int64_t)draw(source, 100) - 50));
}

static tf_value draw_config(struct source *source, const tf_schema *schema, const tf_type *type);

/* A value of one text more, with keys for a map. */
static tf_value draw_collection(struct source *source, const tf_attribute *attribute, const tf_type *type)
{
    const size_t count = draw(source, MOST_ITEMS) + (attribute->block && attribute->mode == TF_REQUIRED);
    const char **keys = tf_alloc_array(source->arena, count, sizeof(const char *));
    tf_value made = { .type = type, .state = TF_KNOWN };
    made.count = count;
    made.items = tf_alloc_array(source->arena, count, sizeof *made.items);
    for (size_t i = 0; i < count; i++) {
        keys[i] = tf_format(source->arena, "k%zu", i);
        if (attribute->attributes != NULL) {
            made.items[i] = draw_config(source, attribute->attributes, type->element);
        } else {
            made.items[i] = type->kind == TF_TYPE_SET ? value_string(keys[i]) : draw_text(source);
        }
    }
    if (type->kind == TF_TYPE_MAP)
        made.keys = keys;
    return made;
}

static tf_value draw_known(struct source *source, const tf_attribute *attribute, const tf_type *type)
{
    const kind_row *kind = kind_of(attribute->kind);
    if (kind->shape == KIND_ANY)
        return chance(source, 50) ? draw_text(source) : draw_number(source, TF_KIND_INT64);
    if (kind->type == TF_TYPE_STRING)
        return draw_text(source);
    if (kind->type == TF_TYPE_BOOL)
        return value_bool(chance(source, 50));
    if (kind->type == TF_TYPE_NUMBER)
        return draw_number(source, attribute->kind);
    if (kind->type == TF_TYPE_OBJECT)
        return draw_config(source, attribute->attributes, type);
    return draw_collection(source, attribute, type);
}

static tf_value draw_configured(struct source *source, const tf_attribute *attribute, const tf_type *type)
{
    const bool is_collection_block = attribute->block && attribute->kind != TF_KIND_OBJECT;
    if (!attribute->block && attribute->mode == TF_COMPUTED)
        return value_null(type);
    if (attribute->mode != TF_REQUIRED && !is_collection_block && chance(source, 40))
        return value_null(type);
    if (source->with_unknown && !attribute->block && chance(source, 15))
        return value_unknown(type);
    return draw_known(source, attribute, type);
}

static tf_value draw_config(struct source *source, const tf_schema *schema, const tf_type *type)
{
    tf_value object = { .type = type, .state = TF_KNOWN };
    object.count = type->count;
    object.keys = type->names;
    object.items = tf_alloc_array(source->arena, type->count, sizeof *object.items);
    for (size_t i = 0; i < schema->count; i++) {
        const size_t index = type_attribute_index(type, schema->attributes[i].name);
        object.items[index] = i == 0 ? value_string(tf_format(source->arena, "e%zu", source->drawn++ % 50))
                                     : draw_configured(source, &schema->attributes[i], type->elements[index]);
    }
    return object;
}

static tf_value decide(struct source *source, const tf_type *type);

static void decide_items(struct source *source, const tf_type *type, tf_value *out)
{
    const size_t count = type->element == NULL ? type->count : draw(source, MOST_ITEMS);
    const char **keys = tf_alloc_array(source->arena, count, sizeof(const char *));
    out->items = tf_alloc_array(source->arena, count, sizeof *out->items);
    for (size_t i = 0; i < count; i++) {
        keys[i] = tf_format(source->arena, "k%zu", i);
        const tf_type *item = type->element != NULL ? type->element : type->elements[i];
        out->items[i] = type->element == &tf_type_string ? value_string(keys[i]) : decide(source, item);
        if (type->element != NULL && item->kind == TF_TYPE_OBJECT)
            out->items[i].items[0] = value_string(keys[i]);
    }
    out->count = count;
    out->keys = type->kind == TF_TYPE_MAP ? keys : type->names;
}

/* What a provider decides for an unknown value: null, or anything, but no object that is null in a collection. */
static tf_value decide(struct source *source, const tf_type *type)
{
    tf_value value = { .type = type, .state = TF_KNOWN };
    switch (type->kind) {
    case TF_TYPE_STRING:
    case TF_TYPE_DYNAMIC:
        return chance(source, 20) ? value_null(type) : draw_text(source);
    case TF_TYPE_BOOL:
        return value_bool(chance(source, 50));
    case TF_TYPE_NUMBER:
        return draw_number(source, TF_KIND_INT64);
    default:
        decide_items(source, type, &value);
        return value;
    }
}

static tf_value applied_of(struct source *source, const tf_value *planned)
{
    if (planned->state == TF_UNKNOWN)
        return decide(source, planned->type);
    tf_value made = *planned;
    if (planned->state != TF_KNOWN || planned->type->kind < TF_TYPE_LIST)
        return made;
    made.items = tf_alloc_array(source->arena, planned->count, sizeof *made.items);
    for (size_t i = 0; i < planned->count; i++)
        made.items[i] = applied_of(source, &planned->items[i]);
    return made;
}

static void assert_equal(tf_arena *arena, const char *what, const tf_value *one, const tf_value *other)
{
    if (!tf_value_equal(one, other))
        fail_msg("%s:\n%s\n%s", what, text_of_value(arena, one), text_of_value(arena, other));
}

static void assert_quiet(tf_call *call)
{
    const tf_diagnostic *said = tf_call_diagnostics(call);
    if (said != NULL)
        fail_msg("%s at %s: %s", said->summary, tf_path_text(call->arena, said->path), said->detail);
}

/* Through the provider's struct and over the wire nothing changes. */
static void check_forms(tf_arena *arena, const tf_schema *schema, const tf_value *value)
{
    const void *bytes;
    size_t size;
    tf_value back;
    value_error error;
    value_to_msgpack(arena, value, &bytes, &size);
    assert_true(value_from_msgpack(arena, value->type, bytes, size, &back, &error));
    assert_equal(arena, "msgpack", value, &back);
    void *target = tf_alloc(arena, schema->size);
    if (!binding_decode(arena, schema, value, target, &error)
        || !binding_encode(arena, schema, type_of_schema(arena, schema), target, &back, &error))
        fail_msg("%s: %s", tf_path_text(arena, error.path), error.message);
    assert_equal(arena, "struct", value, &back);
}

/* Plans the configuration upon the prior state, makes it so, and plans it again. Returns the state. */
static tf_value plan_and_apply(struct source *source, const tf_schema *schema, const tf_value *config,
                               const tf_value *prior)
{
    tf_call call;
    tf_call_init(&call, source->arena, NULL, "test_random");
    const tf_value planned = plan_propose(source->arena, schema, config, prior);
    assert_true(plan_validate(&call, schema, config, true));
    plan_check_planned(&call, schema, config, prior, &planned);
    assert_quiet(&call);
    check_forms(source->arena, schema, &planned);
    const tf_value settled = plan_take_refined(source->arena, schema, config, prior, &planned, &planned);
    assert_equal(source->arena, "a plan that was not refined", &settled, &planned);

    const tf_value applied = applied_of(source, &planned);
    plan_check_applied(&call, schema, &planned, &applied);
    assert_quiet(&call);
    check_forms(source->arena, schema, &applied);
    const tf_value again = plan_propose(source->arena, schema, config, &applied);
    assert_equal(source->arena, "a plan after the apply", &again, &applied);
    size_t count = 0;
    plan_replacements(&call, schema, &applied, &again, &count);
    assert_int_equal(count, 0);
    return applied;
}

static void test_a_plan_that_was_applied_plans_nothing(void **state)
{
    (void)state;
    struct source source = { .seed = 20261125 };
    for (int round = 0; round < ROUNDS; round++) {
        source.arena = tf_arena_new();
        source.with_unknown = false;
        const char *problem = NULL;
        const tf_schema *schema = draw_schema(&source, (struct setting){ .blocks = true });
        if (!schema_check(source.arena, schema, &problem))
            fail_msg("%s", problem);
        const tf_type *type = type_of_schema(source.arena, schema);
        tf_value prior = value_null(type);
        for (int step = 0; step < 3; step++) {
            const tf_value config = draw_config(&source, schema, type);
            prior = plan_and_apply(&source, schema, &config, &prior);
        }
        tf_arena_free(source.arena);
    }
}

static void test_whatever_is_unknown_the_plan_is_one_that_terraform_takes(void **state)
{
    (void)state;
    struct source source = { .seed = 1, .with_unknown = true };
    for (int round = 0; round < ROUNDS; round++) {
        source.arena = tf_arena_new();
        const tf_schema *schema = draw_schema(&source, (struct setting){ .blocks = true });
        const tf_type *type = type_of_schema(source.arena, schema);
        tf_call call;
        tf_call_init(&call, source.arena, NULL, "test_random");
        tf_value prior = value_null(type);
        for (int step = 0; step < 3; step++) {
            const tf_value config = draw_config(&source, schema, type);
            const tf_value planned = plan_propose(source.arena, schema, &config, &prior);
            plan_check_planned(&call, schema, &config, &prior, &planned);
            assert_quiet(&call);
            prior = applied_of(&source, &planned);
            prior = plan_without_write_only(source.arena, schema, &prior);
            plan_check_applied(&call, schema, &planned, &prior);
            assert_quiet(&call);
        }
        tf_arena_free(source.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_plan_that_was_applied_plans_nothing),
        cmocka_unit_test(test_whatever_is_unknown_the_plan_is_one_that_terraform_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
