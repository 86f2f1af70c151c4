/* SPDX-License-Identifier: Apache-2.0 */
/* Following the logs of a revision that is built and deployed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "control_plane/client.h"
#include "control_plane/logs.h"
#include "control_plane/v2.h"

#define PROJECT "00000000-0000-4000-8000-000000000001"
#define REVISION "00000000-0000-4000-8000-000000000002"

/* How many lines each log has by now. */
static struct {
    int build;
    int deploy;
} written;

/* The newest line first, as it is asked for. */
static bool answer(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                   http_error *error)
{
    (void)engine;
    (void)error;
    const bool is_build = strstr(request->url, "type=build") != NULL;
    tf_text_builder body = { .arena = arena };
    tf_append(&body, "{\"logs\":[");
    for (int line = is_build ? written.build : written.deploy; line > 0; line--) {
        tf_append_format(&body, "{\"id\":\"%d\",\"timestamp\":\"\",\"level\":\"INFO\",\"message\":\"%s %d\"}%s", line,
                         is_build ? "build" : "deploy", line, line == 1 ? "" : ",");
    }
    tf_append(&body, "]}");
    *out = (http_response){ .status = 200, .body = tf_built_text(&body), .size = body.length };
    return true;
}

static void keep(void *context, const char *line)
{
    tf_append_format(context, "%s;", line);
}

static void test_the_end_of_a_build_is_told_when_it_is_deployed(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int build, deploy;
        const char *status;
        const char *told;
    } looks[] = {
        { "a build begins", 1, 0, "BUILDING", "build 1;" },
        { "nothing new", 1, 0, "BUILDING", "" },
        { "the build has ended since", 3, 1, "DEPLOYING", "build 2;build 3;deploy 1;" },
        { "the deployment goes on", 3, 2, "DEPLOYING", "deploy 2;" },
        { "it has ended", 3, 4, "DEPLOYED", "deploy 3;deploy 4;" },
    };
    const control_plane_config config = { .endpoint = "https://e.example", .api_key = "k", .perform = answer };
    tf_arena *arena = tf_arena_new();
    const control_plane_session session = {
        .config = &config, .generation = &control_plane_v2, .arena = arena, .deadline = TF_NEVER
    };
    control_plane_log_tail tail = { .arena = arena };
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        written.build = looks[i].build;
        written.deploy = looks[i].deploy;
        tf_text_builder told = { .arena = arena };
        control_plane_follow_log(&session, PROJECT, REVISION, looks[i].status, &tail, keep, &told);
        if (strcmp(tf_built_text(&told), looks[i].told) != 0)
            fail_msg("%s: %s", looks[i].name, tf_built_text(&told));
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_end_of_a_build_is_told_when_it_is_deployed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
