/* SPDX-License-Identifier: Apache-2.0 */
/* What two owners use is found out, in whichever order, and what one uses no longer is nobody's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "control_plane/claims.h"
#include "support_control_plane.h"

static void test_tells_who_else_uses_it(void **state)
{
    (void)state;
    client_fixture fixture;
    fixture_start(&fixture, 1);
    const control_plane_session *session = &fixture.session;
    assert_null(control_plane_claim(session, "a", "postgresql://db.example/one"));
    assert_null(control_plane_claim(session, "a", "postgresql://db.example/one"));
    assert_null(control_plane_claim(session, "b", "postgresql://db.example/two"));
    assert_string_equal(control_plane_claim(session, "c", "postgresql://db.example/one"), "a");
    assert_null(control_plane_claim(session, "a", "postgresql://db.example/three"));
    assert_null(control_plane_claim(session, "c", "postgresql://db.example/one"));
    assert_string_equal(control_plane_claim(session, "a", "postgresql://db.example/two"), "b");
    fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_tells_who_else_uses_it) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
