/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "control_plane/endpoint.h"
#include "rows.h"

static void test_takes_the_endpoint_from_the_first_place_that_has_one(void **state)
{
    (void)state;
    static const struct {
        control_plane_endpoint_sources sources;
        const char *endpoint;
        const char *source;
    } cases[] = {
        { { .data_region = NULL }, "https://api.host.langchain.com", "data_region" },
        { { .data_region = "us" }, "https://api.host.langchain.com", "data_region" },
        { { .data_region = "eu" }, "https://eu.api.host.langchain.com", "data_region" },
        { { .data_region = "apac" }, "https://apac.api.host.langchain.com", "data_region" },
        { { .data_region = "aws_us" }, "https://aws.api.host.langchain.com", "data_region" },
        { { .data_region = "mars" }, NULL, "data_region" },
        { { "", "", "", "", "", "eu" }, "https://eu.api.host.langchain.com", "data_region" },
        { { .profile_api_url = "https://eu.api.smith.langchain.com", .data_region = "us" },
          "https://eu.api.host.langchain.com",
          "api_url of the profile" },
        { { .langsmith_endpoint = "https://api.smith.langchain.com",
            .profile_api_url = "https://langsmith.example",
            .data_region = "eu" },
          "https://api.host.langchain.com",
          "LANGSMITH_ENDPOINT" },
        { { .control_plane_url = "https://plane.example/", .langsmith_endpoint = "https://api.smith.langchain.com" },
          "https://plane.example",
          "LANGSMITH_CONTROL_PLANE_URL" },
        { { .host_url = "https://host.example/", .control_plane_url = "https://plane.example" },
          "https://host.example",
          "LANGGRAPH_HOST_URL" },
        { { .configured = "https://a.example/api-host//", .host_url = "https://host.example" },
          "https://a.example/api-host",
          "endpoint in the provider block" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].endpoint == NULL ? cases[i].source : cases[i].endpoint);
        const char *source;
        const char *endpoint = control_plane_endpoint(arena, &cases[i].sources, &source);
        assert_string_equal(source, cases[i].source);
        if (cases[i].endpoint == NULL) {
            assert_null(endpoint);
        } else {
            assert_string_equal(endpoint, cases[i].endpoint);
        }
    }
    tf_arena_free(arena);
}

static void test_finds_the_control_plane_of_a_langsmith(void **state)
{
    (void)state;
    static const struct {
        const char *langsmith;
        const char *endpoint;
    } cases[] = {
        { "https://api.smith.langchain.com", "https://api.host.langchain.com" },
        { "https://eu.api.smith.langchain.com/", "https://eu.api.host.langchain.com" },
        { "https://EU.api.smith.langchain.com/api/v1", "https://eu.api.host.langchain.com" },
        { "https://smith.langchain.com", "https://api.host.langchain.com" },
        { "https://apac.smith.langchain.com/api/v1", "https://apac.api.host.langchain.com" },
        { "https://beta.langchain.com", "https://api.host.langchain.com" },
        { "https://notlangchain.com", "https://notlangchain.com/api-host" },
        { "https://langsmith.example/api/v1", "https://langsmith.example/api-host" },
        { "https://langsmith.example/api/", "https://langsmith.example/api-host" },
        { "https://langsmith.example", "https://langsmith.example/api-host" },
        { "http://127.0.0.1:1984/prefix/api/v1/", "http://127.0.0.1:1984/prefix/api-host" },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].langsmith);
        assert_string_equal(control_plane_endpoint_of_langsmith(arena, cases[i].langsmith), cases[i].endpoint);
    }
    tf_arena_free(arena);
}

static void test_knows_the_cloud(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    assert_true(control_plane_is_cloud(arena, "https://api.host.langchain.com"));
    assert_true(control_plane_is_cloud(arena, "https://AWS.api.host.langchain.com/"));
    assert_false(control_plane_is_cloud(arena, "https://langsmith.example/api-host"));
    assert_false(control_plane_is_cloud(arena, "https://api.host.langchain.com.example"));
    assert_false(control_plane_is_cloud(arena, "nonsense"));
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takes_the_endpoint_from_the_first_place_that_has_one),
        cmocka_unit_test(test_finds_the_control_plane_of_a_langsmith),
        cmocka_unit_test(test_knows_the_cloud),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
