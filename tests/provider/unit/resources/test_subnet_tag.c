/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "resources/resources.h"
#include "rows.h"
#include "support_provider.h"

/* The resource's struct is its own: it is reached by the names of its attributes. */
static void *field(void *object, const char *name)
{
    const tf_schema *schema = subnet_tag_resource.schema;
    for (size_t i = 0; i < schema->count; i++) {
        if (strcmp(schema->attributes[i].name, name) == 0)
            return (char *)object + schema->attributes[i].offset;
    }
    fail_msg("no attribute is named %s", name);
    return NULL;
}

static tf_string *text_field(void *object, const char *name)
{
    return field(object, name);
}

#define SUBNET "subnet-0a1b2c3d"
#define VPC "vpc-0a1b2c3d"

static void test_plans_id_and_tags_from_the_configuration(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *subnet_id;
        const char *vpc_id;
        const char *tier;
        const char *id;
        const char *private_tag;
    } cases[] = {
        { .name = "private", .subnet_id = SUBNET, .tier = "private", .id = SUBNET, .private_tag = "1" },
        { .name = "public", .subnet_id = SUBNET, .tier = "public", .id = SUBNET, .private_tag = "0" },
        { .name = "without a tier", .subnet_id = SUBNET, .vpc_id = VPC, .id = SUBNET },
        { .name = "a VPC", .vpc_id = VPC, .id = VPC },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        void *planned = tf_alloc(fixture.arena, subnet_tag_resource.schema->size);
        *text_field(planned, "id") = tf_unknown_string();
        *text_field(planned, "availability_zone") = tf_unknown_string();
        *text_field(planned, "subnet_id") = tf_string_of(cases[i].subnet_id);
        *text_field(planned, "vpc_id") = tf_string_of(cases[i].vpc_id);
        *text_field(planned, "tier") = tf_string_of(cases[i].tier);
        assert_true(subnet_tag_resource.plan(fixture.call, NULL, planned));
        assert_true(tf_equal(*text_field(planned, "id"), cases[i].id));
        assert_int_equal(text_field(planned, "availability_zone")->state,
                         cases[i].subnet_id == NULL ? TF_NULL : TF_UNKNOWN);
        const tf_string_map *tags = field(planned, "tags");
        assert_true(tf_equal(*tf_string_map_get(tags, "langgraph-cloud-enabled"), "1"));
        const tf_string *private = tf_string_map_get(tags, "langgraph-cloud-private");
        if (cases[i].private_tag == NULL) {
            assert_null(private);
        } else {
            assert_true(tf_equal(*private, cases[i].private_tag));
        }
        provider_fixture_end(&fixture);
    }
}

static void test_plans_unknown_tags_for_an_unknown_tier(void **state)
{
    (void)state;
    provider_fixture fixture;
    provider_fixture_start(&fixture, NULL);
    void *planned = tf_alloc(fixture.arena, subnet_tag_resource.schema->size);
    *text_field(planned, "subnet_id") = tf_unknown_string();
    *text_field(planned, "id") = tf_unknown_string();
    *text_field(planned, "tier") = tf_unknown_string();
    assert_true(subnet_tag_resource.plan(fixture.call, NULL, planned));
    assert_true(tf_unknown(*(tf_string_map *)field(planned, "tags")));
    assert_true(tf_unknown(*text_field(planned, "id")));
    provider_fixture_end(&fixture);
}

static void test_imports_by_the_id_of_a_subnet_or_vpc(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        const char *attribute;
    } cases[] = {
        { "subnet-0a1b2c3d", "subnet_id" },
        { "subnet-0123456789abcdef0", "subnet_id" },
        { "vpc-0123456789abcdef0", "vpc_id" },
        { "subnet-", NULL },
        { "subnet-0A1B2C3D", NULL },
        { "sg-0a1b2c3d", NULL },
        { "", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].id);
        provider_fixture fixture;
        provider_fixture_start(&fixture, NULL);
        void *imported = tf_alloc(fixture.arena, subnet_tag_resource.schema->size);
        assert_int_equal(subnet_tag_resource.import(fixture.call, cases[i].id, imported), cases[i].attribute != NULL);
        assert_true(provider_fixture_says(&fixture, cases[i].attribute == NULL ? "subnet-0a1b2c3d or vpc-" : NULL));
        if (cases[i].attribute != NULL)
            assert_true(tf_equal(*text_field(imported, cases[i].attribute), cases[i].id));
        provider_fixture_end(&fixture);
    }
}

static void test_refreshes_without_calls_while_the_provider_is_not_known(void **state)
{
    (void)state;
    struct provider_config block = { .aws = { .state = TF_UNKNOWN } };
    provider_fixture fixture;
    provider_fixture_start(&fixture, &block);
    void *current = tf_alloc(fixture.arena, subnet_tag_resource.schema->size);
    *text_field(current, "id") = tf_string_of("subnet-0a1b2c3d");
    *(tf_string_map *)field(current, "tags") = tf_empty_string_map();
    assert_true(subnet_tag_resource.read(fixture.call, current));
    assert_true(provider_fixture_says(&fixture, NULL));

    *(tf_string_map *)field(current, "tags") = (tf_string_map){ .state = TF_NULL };
    assert_false(subnet_tag_resource.read(fixture.call, current));
    assert_true(provider_fixture_says(&fixture, "values that only an apply will tell"));
    provider_fixture_end(&fixture);
}

int main(void)
{
    forget_environment();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plans_id_and_tags_from_the_configuration),
        cmocka_unit_test(test_plans_unknown_tags_for_an_unknown_tier),
        cmocka_unit_test(test_imports_by_the_id_of_a_subnet_or_vpc),
        cmocka_unit_test(test_refreshes_without_calls_while_the_provider_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
