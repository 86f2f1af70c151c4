/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/partition.h"
#include "aws/service.h"
#include "rows.h"

static void test_regions_lie_in_partitions(void **state)
{
    (void)state;
    static const char *const regions[][2] = {
        { "us-east-1", "aws" },
        { "eu-central-1", "aws" },
        { "mx-central-1", "aws" },
        { "us-gov-west-1", "aws-us-gov" },
        { "cn-northwest-1", "aws-cn" },
        { "us-iso-east-1", "aws-iso" },
        { "us-isob-east-1", "aws-iso-b" },
        { "eu-isoe-west-1", "aws-iso-e" },
        { "us-isof-south-1", "aws-iso-f" },
        { "eusc-de-east-1", "aws-eusc" },
    };
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++) {
        at_row(regions[i][0]);
        assert_true(aws_is_region(regions[i][0]));
        assert_string_equal(aws_partition_of_region(regions[i][0])->name, regions[i][1]);
        assert_ptr_equal(aws_partition_of_name(regions[i][1]), aws_partition_of_region(regions[i][0]));
    }
    assert_null(aws_partition_of_name("aws-moon"));
}

static void test_what_is_not_a_region(void **state)
{
    (void)state;
    static const char *const texts[] = { "",          "us",       "us-east", "east-1",     "us-east-1a",  "US-EAST-1",
                                         "us_east_1", "us-east-", "-east-1", "us--east-1", "us-east-123", "eu-west-1/x",
                                         "Frankfurt" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (aws_is_region(texts[i]))
            fail_msg("\"%s\" is taken for a region", texts[i]);
    }
}

typedef struct resolution {
    const aws_service *service;
    const char *region;
    bool fips;
    bool dual_stack;
    const char *url; /**< NULL: there is none */
    const char *signing_region;
} resolution;

static const resolution resolutions[] = {
    { &aws_iam, "eu-west-1", false, false, "https://iam.amazonaws.com/", "us-east-1" },
    { &aws_iam, "eu-west-1", true, false, "https://iam-fips.amazonaws.com/", "us-east-1" },
    { &aws_iam, "eu-west-1", true, true, "https://iam-fips.global.api.aws/", "us-east-1" },
    { &aws_iam, "us-gov-east-1", true, false, "https://iam.us-gov.amazonaws.com/", "us-gov-west-1" },
    { &aws_iam, "cn-northwest-1", false, false, "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1" },
    { &aws_iam, "cn-northwest-1", true, false, "https://iam-fips.amazonaws.com.cn/", "cn-north-1" },
    { &aws_ec2, "eu-west-1", false, false, "https://ec2.eu-west-1.amazonaws.com/", "eu-west-1" },
    { &aws_ec2, "us-east-2", true, false, "https://ec2-fips.us-east-2.amazonaws.com/", "us-east-2" },
    { &aws_ec2, "eu-west-1", false, true, "https://ec2.eu-west-1.api.aws/", "eu-west-1" },
    { &aws_ec2, "us-gov-west-1", true, false, "https://ec2.us-gov-west-1.amazonaws.com/", "us-gov-west-1" },
    { &aws_sts, "us-isob-east-1", false, false, "https://sts.us-isob-east-1.sc2s.sgov.gov/", "us-isob-east-1" },
};

static void test_services_have_endpoints(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof resolutions / sizeof resolutions[0]; i++) {
        const resolution *expected = &resolutions[i];
        at_row(expected->url);
        const aws_config config = { .region = { .state = TF_NULL } };
        const aws_settings settings = {
            .config = &config,
            .profile = "default",
            .fips = expected->fips,
            .dual_stack = expected->dual_stack,
        };
        tf_call *call = tf_test_call_new("");
        aws_endpoint endpoint;
        const bool resolved = aws_resolve_endpoint(call, &settings, expected->service, expected->region, &endpoint);
        assert_int_equal(resolved, expected->url != NULL);
        assert_int_equal(tf_call_failed(call), expected->url == NULL);
        if (resolved) {
            assert_string_equal(endpoint.url, expected->url);
            assert_string_equal(endpoint.signing_region, expected->signing_region);
        }
        tf_test_call_free(call);
    }
}

static void test_an_endpoint_comes_from_block_environment_and_profile_in_this_order(void **state)
{
    (void)state;
    tf_call *call = tf_test_call_new("");
    static const char text[] = "[default]\nservices = local\nendpoint_url = http://127.0.0.1:5\n"
                               "[services local]\niam =\n  endpoint_url = http://127.0.0.1:4\n";
    aws_endpoints endpoints = { .iam = tf_string_of("http://127.0.0.1:1") };
    const aws_config config = { .endpoints = { TF_KNOWN, &endpoints } };
    aws_settings settings = { .config = &config, .profile = "default" };
    size_t line = 0;
    assert_true(aws_shared_file_parse(tf_call_arena(call), text, strlen(text), AWS_CONFIG_FILE,
                                      &settings.shared.sections, &line));
    aws_endpoint endpoint;
    (void)setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:3", 1);
    (void)setenv("AWS_ENDPOINT_URL_IAM", "http://127.0.0.1:2", 1);
    assert_true(aws_resolve_endpoint(call, &settings, &aws_iam, "eu-west-1", &endpoint));
    assert_string_equal(endpoint.url, "http://127.0.0.1:1");
    assert_string_equal(endpoint.signing_region, "us-east-1");
    endpoints.iam = tf_string_of(NULL);
    assert_true(aws_resolve_endpoint(call, &settings, &aws_iam, "eu-west-1", &endpoint));
    assert_string_equal(endpoint.url, "http://127.0.0.1:2");
    assert_true(aws_resolve_endpoint(call, &settings, &aws_ec2, "eu-west-1", &endpoint));
    assert_string_equal(endpoint.url, "http://127.0.0.1:3");
    settings.ignores_endpoints = true;
    assert_true(aws_resolve_endpoint(call, &settings, &aws_ec2, "eu-west-1", &endpoint));
    assert_string_equal(endpoint.url, "https://ec2.eu-west-1.amazonaws.com/");
    settings.ignores_endpoints = false;
    (void)setenv("AWS_ENDPOINT_URL_IAM", "http://iam.example.org/", 1);
    assert_false(aws_resolve_endpoint(call, &settings, &aws_iam, "eu-west-1", &endpoint));
    assert_non_null(strstr(tf_test_report(call), "AWS_ENDPOINT_URL_IAM"));
    (void)unsetenv("AWS_ENDPOINT_URL");
    (void)unsetenv("AWS_ENDPOINT_URL_IAM");
    assert_true(aws_resolve_endpoint(call, &settings, &aws_iam, "eu-west-1", &endpoint));
    assert_string_equal(endpoint.url, "http://127.0.0.1:4");
    assert_true(aws_resolve_endpoint(call, &settings, &aws_sso, "eu-west-1", &endpoint));
    assert_string_equal(endpoint.url, "http://127.0.0.1:5/");
    tf_test_call_free(call);
}

static void test_a_mistyped_region_is_told_with_the_one_that_was_meant(void **state)
{
    (void)state;
    static const struct {
        const char *region;
        const char *says; /* NULL where it is accepted */
    } rows[] = {
        { "eu-central-1", NULL },
        { "us-east-9", NULL },      /* a new one of a known place */
        { "us-gov-north-1", NULL }, /* a new place */
        { "me-north-1", NULL },
        { "us-esat-1", "us-east-1 is one" },
        { "us-wes-2", "us-west-2 is one" },
        { "eu-centrall-1", "eu-central-1 is one" },
        { "su-east-1", "us-east-1 is one" },
        { "ap-southeest-2", "ap-southeast-2 is one" },
        { "us-east1", "us-east-1 is one" },
        { "mars", "not the name of a region" },
        { "us-east-1 ", "not the name of a region" },
        { "", "not the name of a region" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *problem = aws_region_problem(arena, rows[i].region);
        const bool same =
            rows[i].says == NULL ? problem == NULL : problem != NULL && strstr(problem, rows[i].says) != NULL;
        if (!same)
            fail_msg("\"%s\": %s", rows[i].region, problem != NULL ? problem : "accepted");
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions_lie_in_partitions),
        cmocka_unit_test(test_what_is_not_a_region),
        cmocka_unit_test(test_services_have_endpoints),
        cmocka_unit_test(test_an_endpoint_comes_from_block_environment_and_profile_in_this_order),
        cmocka_unit_test(test_a_mistyped_region_is_told_with_the_one_that_was_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
