/* SPDX-License-Identifier: Apache-2.0 */
/* Profiles of LangSmith's tools: which one is read, and what is said of a file that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "control_plane/profile.h"
#include "rows.h"

#define FILE_OF_TWO                                                                                \
    "{\"current_profile\": \"here\", \"profiles\": {"                                              \
    "\"here\": {\"api_key\": \"lsv2_pt_here\", \"api_url\": \"https://ls.example/api/v1\"},"       \
    "\"away\": {\"oauth\": {\"access_token\": \"a\"}, \"workspace_id\": \"w\", \"api_key\": \"\"}" \
    "}}"

static void same(const char *one, const char *other)
{
    if (other == NULL) {
        assert_null(one);
    } else {
        assert_string_equal(one, other);
    }
}

static void test_takes_the_profile_that_is_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *text;
        const char *wanted;
        control_plane_profile profile;
        const char *problem;
    } cases[] = {
        { .name = "the current one",
          .text = FILE_OF_TWO,
          .profile = { .name = "here", .api_key = "lsv2_pt_here", .api_url = "https://ls.example/api/v1" } },
        { .name = "a named one, with tokens only",
          .text = FILE_OF_TWO,
          .wanted = "away",
          .profile = { .name = "away", .workspace_id = "w", .has_oauth = true } },
        { .name = "one that is not there", .text = FILE_OF_TWO, .wanted = "gone", .problem = "no profile \"gone\"" },
        { .name = "nothing is current", .text = "{}" },
        { .name = "nothing is current, one is wanted", .text = "{}", .wanted = "a", .problem = "no profile \"a\"" },
        { .name = "the current one is not there",
          .text = "{\"current_profile\": \"a\", \"profiles\": []}",
          .problem = "no profile \"a\"" },
        { .name = "no JSON", .text = "lsv2_secret", .problem = "not the JSON object" },
        { .name = "a list", .text = "[\"lsv2_secret\"]", .problem = "not the JSON object" },
        { .name = "values of other kinds",
          .text = "{\"current_profile\": \"a\", \"profiles\": {\"a\": {\"api_key\": 1, \"oauth\": 2}}}",
          .profile = { .name = "a" } },
    };
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        at_row(cases[i].name);
        control_plane_profile profile;
        const char *problem =
            control_plane_profile_parse(arena, cases[i].text, strlen(cases[i].text), cases[i].wanted, &profile);
        if ((problem == NULL) != (cases[i].problem == NULL)
            || (problem != NULL && strstr(problem, cases[i].problem) == NULL))
            fail_msg("%s: %s", cases[i].name, problem);
        same(profile.name, cases[i].profile.name);
        same(profile.api_key, cases[i].profile.api_key);
        same(profile.api_url, cases[i].profile.api_url);
        same(profile.workspace_id, cases[i].profile.workspace_id);
        assert_int_equal(profile.has_oauth, cases[i].profile.has_oauth);
    }
    tf_arena_free(arena);
}

static void test_a_file_that_is_not_there_is_missed_where_one_is_named(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    control_plane_profile profile;
    assert_null(control_plane_profile_read(arena, "/nonexistent/config.json", NULL, &profile));
    assert_null(profile.name);
    const char *problem = control_plane_profile_read(arena, "/nonexistent/config.json", "a", &profile);
    assert_non_null(strstr(problem, "/nonexistent/config.json cannot be read: No such file"));
    assert_non_null(strstr(control_plane_profile_read(arena, "/", NULL, &profile), "/ cannot be read"));
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takes_the_profile_that_is_wanted),
        cmocka_unit_test(test_a_file_that_is_not_there_is_missed_where_one_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
