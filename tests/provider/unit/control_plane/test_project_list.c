/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of projects: read to their last page, given up where there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "control_plane/api.h"
#include "control_plane/v2.h"

#define PAGE 100

/* What the pages begin with, one character each; after the last one those from `again` on come anew. */
typedef struct script {
    const char *name;
    const char *pages;
    size_t again;
    bool is_listed;
    size_t count;
} script;

static const script *playing;
static size_t asked;

static bool play(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                 http_error *error)
{
    (void)engine;
    (void)request;
    (void)error;
    const size_t known = strlen(playing->pages);
    const size_t at = asked < known ? asked : playing->again + (asked - known) % (known - playing->again);
    const char page = playing->pages[at];
    asked++;
    tf_text_builder body = { .arena = arena };
    for (int i = 0; i < (page == '.' ? 3 : PAGE); i++) {
        tf_append_format(
            &body,
            "%s{\"id\": \"%08x-0000-4000-8000-%012d\", \"name\": \"n\", \"status\": \"READY\", \"source_config\": {}}",
            i == 0 ? "{\"offset\": 1, \"resources\": [" : ",", (unsigned)page, i);
    }
    tf_append(&body, "]}");
    *out = (http_response){ .status = 200, .body = tf_built_text(&body), .size = body.length, .attempts = 1 };
    return true;
}

static void test_a_list_has_an_end(void **state)
{
    (void)state;
    static const script scripts[] = {
        { "the last page is not full", "ABC.", 0, true, 3 * PAGE + 3 },
        { "who heeds no offset", "A", 0, true, PAGE },
        { "two pages by turns", "AB", 0, true, 2 * PAGE },
        { "a circle behind a beginning", "ABC", 1, false, 0 },
    };
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        tf_arena *arena = tf_arena_new();
        const control_plane_config config = { .endpoint = "https://control-plane.example", .perform = play };
        const control_plane_session session = {
            .config = &config,
            .generation = &control_plane_v2,
            .arena = arena,
            .deadline = TF_NEVER,
        };
        playing = &scripts[i];
        asked = 0;
        control_plane_project_list list = { .count = 0 };
        control_plane_error error = { .detail = "" };
        if (control_plane_list_projects(&session, NULL, &list, &error) != scripts[i].is_listed)
            fail_msg("%s: %s", scripts[i].name, error.detail);
        assert_int_equal(list.count, scripts[i].count);
        if (!scripts[i].is_listed)
            assert_non_null(strstr(error.detail, "where it has been already"));
        assert_true(tf_arena_used(arena) < (size_t)1024 * 1024);
        tf_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_list_has_an_end) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
