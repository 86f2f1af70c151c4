/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/cancel.h>

#include "resources/project/digest.h"

static void test_tells_values_apart_and_keeps_none(void **state)
{
    tf_arena *arena = *state;
    const char *digest = project_digest(arena, "TOKEN", "hunter22");
    assert_non_null(strstr(digest, "$scrypt$ln=12,r=8,p=1$"));
    assert_null(strstr(digest, "hunter22"));
    assert_true(project_digest_is_current(digest));
    assert_true(project_digest_matches(arena, digest, "TOKEN", "hunter22"));
    assert_false(project_digest_matches(arena, digest, "TOKEN", "hunter23"));
    assert_false(project_digest_matches(arena, digest, "TOKEN", ""));
    assert_false(project_digest_matches(arena, digest, "OTHER", "hunter22"));
    assert_string_equal(project_digest_like(arena, digest, "TOKEN", "hunter22"), digest);
    assert_string_not_equal(project_digest(arena, "TOKEN", "hunter22"), digest);
    const char *empty = project_digest(arena, "TOKEN", "");
    assert_true(project_digest_matches(arena, empty, "TOKEN", ""));
}

/* The digest was made with Python's hashlib.scrypt, so that records outlive this file. */
static void test_compares_with_what_others_made(void **state)
{
    tf_arena *arena = *state;
    const char *made = "$scrypt$ln=12,r=8,p=1$000102030405060708090a0b0c0d0e0f$"
                       "352132a3a3102f105d6a131cf9859fc2591f8d75ebea88e4eedfb17ef7d67d42";
    assert_true(project_digest_matches(arena, made, "TOKEN", "first-value"));
    const char *old = project_digest_of_old(arena, "000102030405060708090a0b0c0d0e0f",
                                            "44fb6707e9dc94afb2cf30752cb5e516e7a867596dae2fee5cc0490b4153275a");
    assert_true(project_digest_matches(arena, old, "TOKEN", "first-value"));
    assert_false(project_digest_matches(arena, old, "TOKEN", "second-value"));
    assert_false(project_digest_is_current(old));
}

static void test_takes_no_orders_from_a_state_file(void **state)
{
    tf_arena *arena = *state;
    static const char *const models[] = {
        NULL,
        "",
        "$",
        "$scrypt$",
        "$scrypt$ln=12,r=8,p=1$",
        "$scrypt$ln=12,r=8,p=1$00",
        "$scrypt$ln=0,r=8,p=1$00$",
        "$scrypt$ln=16,r=8,p=1$00$",
        "$scrypt$ln=60,r=8,p=1$00$",
        "$scrypt$ln=-1,r=8,p=1$00$",
        "$scrypt$ln=12,r=9000,p=1$00$",
        "$scrypt$ln=12,r=8,p=9000$00$",
        "$scrypt$ln=12,r=8,p=1$000102030405060708090a0b0c0d0e0f00$",
        "$scrypt$ln=12,r=8,p=1$xyz$",
        "$md5$00$",
    };
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        if (*project_digest_like(arena, models[i], "TOKEN", "value") != '\0')
            fail_msg("taken: %s", models[i]);
        assert_false(project_digest_matches(arena, models[i], "TOKEN", "value"));
    }
}

static void test_computes_each_once(void **state)
{
    tf_arena *arena = *state;
    const char *digest = project_digest(arena, "TOKEN", "a value that is asked for often");
    const int64_t began = tf_now_ms();
    for (int i = 0; i < 5000; i++)
        assert_true(project_digest_matches(arena, digest, "TOKEN", "a value that is asked for often"));
    assert_true(tf_now_ms() - began < 5000);
}

/* More values than are remembered, of a kind that is made quickly. */
static void test_forgets_rather_than_grow(void **state)
{
    tf_arena *arena = *state;
    const char *old = project_digest_of_old(arena, "00", "");
    for (int i = 0; i < 10000; i++) {
        const char *value = tf_format(arena, "value %d", i);
        const char *digest = project_digest_like(arena, old, "TOKEN", value);
        assert_true(project_digest_matches(arena, digest, "TOKEN", value));
    }
}

static int start(void **state)
{
    *state = tf_arena_new();
    return 0;
}

static int end(void **state)
{
    tf_arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tells_values_apart_and_keeps_none, start, end),
        cmocka_unit_test_setup_teardown(test_compares_with_what_others_made, start, end),
        cmocka_unit_test_setup_teardown(test_takes_no_orders_from_a_state_file, start, end),
        cmocka_unit_test_setup_teardown(test_computes_each_once, start, end),
        cmocka_unit_test_setup_teardown(test_forgets_rather_than_grow, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
