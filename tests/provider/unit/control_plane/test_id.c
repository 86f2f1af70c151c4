/* SPDX-License-Identifier: Apache-2.0 */
/* Ids of the control plane, and paths that only ids and fixed names make up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "control_plane/id.h"
#include "rows.h"

static void test_ids_are_uuids(void **state)
{
    (void)state;
    assert_true(control_plane_is_id("0a1b2c3d-4E5F-6071-8293-a4b5c6d7e8f9"));
    static const char *const others[] = {
        NULL,
        "",
        ".",
        "..",
        "a?b",
        "../../v2/listeners",
        "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f",
        "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f90",
        "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg",
        "0a1b2c3d04e5f-6071-8293-a4b5c6d7e8f9",
        "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f/",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        at_row(others[i] != NULL ? others[i] : "none");
        assert_false(control_plane_is_id(others[i]));
    }
}

static void test_an_answer_without_a_proper_id_has_none(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    json_t *object =
        json_pack("{s:s, s:s, s:i}", "well", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "parent", "..", "number", 1);
    assert_string_equal(arena_json_id(arena, object, "well"), "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9");
    assert_null(arena_json_id(arena, object, "parent"));
    assert_null(arena_json_id(arena, object, "number"));
    assert_null(arena_json_id(arena, object, "absent"));
    json_decref(object);
    tf_arena_free(arena);
}

static void test_a_path_leads_nowhere_else(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/v2/deployments",
        "/v2/deployments?limit=100&offset=0&name_contains=a%2Fb",
        "/v1/projects/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/revisions/1/build_logs",
    };
    static const char *const others[] = {
        "",
        "v2",
        "/",
        "/v2/deployments/",
        "/v2/deployments/?delete_tracing_project=true",
        "/v2/deployments/.",
        "/v2/deployments/..",
        "/v2/deployments/../listeners",
        "/v2//deployments",
        "/v2/deployments/a%2Fb",
        "/v2/deployments/a b",
        "/v2/deployments/a#b",
        "/v2/deployments/..?x",
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        if (!control_plane_is_path(paths[i]))
            fail_msg("%s is refused", paths[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (control_plane_is_path(others[i]))
            fail_msg("%s is taken", others[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_are_uuids),
        cmocka_unit_test(test_an_answer_without_a_proper_id_has_none),
        cmocka_unit_test(test_a_path_leads_nowhere_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
