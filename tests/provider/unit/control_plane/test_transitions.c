/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "control_plane/wait.h"

#define KEEP CONTROL_PLANE_KEEP_WAITING
#define READY CONTROL_PLANE_IS_READY
#define FOLLOW CONTROL_PLANE_FOLLOW_LATEST
#define FAILED CONTROL_PLANE_HAS_FAILED
#define LEAVING CONTROL_PLANE_IS_BEING_DELETED

/* generation, project's status, awaited, latest, active, awaited one's status, whether it is missing */
static const struct {
    control_plane_sight sight;
    control_plane_step step;
} cases[] = {
    /* The newest is awaited, whichever that is. */
    { { 2, "AWAITING_DATABASE", NULL, NULL, NULL, NULL, false }, KEEP },
    { { 2, "AWAITING_DATABASE", NULL, "a", NULL, NULL, false }, FOLLOW },
    /* v2, revision by revision. */
    { { 2, "AWAITING_DATABASE", "a", "a", NULL, "CREATING", false }, KEEP },
    { { 2, "AWAITING_DATABASE", "a", "a", NULL, "QUEUED", false }, KEEP },
    { { 2, "READY", "a", "a", NULL, "AWAITING_BUILD", false }, KEEP },
    { { 2, "READY", "a", "a", NULL, "BUILDING", false }, KEEP },
    { { 2, "READY", "a", "a", NULL, "AWAITING_DEPLOY", false }, KEEP },
    { { 2, "READY", "a", "a", NULL, "DEPLOYING", false }, KEEP },
    { { 2, "READY", "a", "a", NULL, "INTERRUPTED", false }, KEEP },
    { { 2, "READY", "a", "a", NULL, "UNKNOWN", false }, KEEP },
    { { 2, "READY", "a", "a", NULL, "PONDERING", false }, KEEP },
    { { 2, "READY", "a", "a", NULL, "CREATE_FAILED", false }, FAILED },
    { { 2, "READY", "a", "a", NULL, "BUILD_FAILED", false }, FAILED },
    { { 2, "READY", "a", "a", NULL, "DEPLOY_FAILED", false }, FAILED },
    { { 2, "READY", "a", "a", "a", "DEPLOYED", false }, READY },
    { { 2, "READY", "a", "a", NULL, "DEPLOYED", false }, READY },
    { { 2, "READY", "a", "a", "a", NULL, false }, READY },
    /* A failure is a failure, whatever came after; a superseded revision is not. */
    { { 2, "READY", "a", "b", NULL, "BUILD_FAILED", false }, FAILED },
    { { 2, "READY", "a", "b", NULL, "SKIPPED", false }, FOLLOW },
    { { 2, "READY", "a", "a", NULL, "SKIPPED", false }, KEEP },
    { { 2, "READY", "a", "b", NULL, NULL, true }, FOLLOW },
    { { 2, "READY", "a", "a", NULL, NULL, true }, KEEP },
    { { 2, "READY", "a", "b", "b", NULL, false }, FOLLOW },
    { { 2, "READY", "a", "b", "c", NULL, false }, KEEP },
    /* Deployed is not yet ready. */
    { { 2, "AWAITING_DATABASE", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { 2, "UNUSED", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { 2, "UNKNOWN", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { 2, "DREAMING", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { 2, "AWAITING_DELETE", "a", "a", "a", "DEPLOYED", false }, LEAVING },
    { { 2, "AWAITING_FINAL_DELETE", "a", "a", NULL, NULL, false }, LEAVING },
    /* v1: what does not move is final. */
    { { 1, "READY", "a", "a", NULL, "BUILDING", false }, KEEP },
    { { 1, "READY", "a", "a", NULL, "DEPLOYING", false }, KEEP },
    { { 1, "READY", "a", "a", NULL, "INTERRUPTED", false }, FAILED },
    { { 1, "READY", "a", "b", NULL, "INTERRUPTED", false }, FOLLOW },
    { { 1, "READY", "a", "a", NULL, "UNKNOWN", false }, FAILED },
    { { 1, "READY", "a", "b", NULL, "UNKNOWN", false }, FOLLOW },
    { { 1, "READY", "a", "b", NULL, "DEPLOY_FAILED", false }, FAILED },
    { { 1, "READY", "a", "a", NULL, "PONDERING", false }, FAILED },
    { { 1, "AWAITING_DATABASE", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { 1, "UNKNOWN", "a", "a", "a", "DEPLOYED", false }, READY },
    { { 1, NULL, "a", "a", "a", "DEPLOYED", false }, READY },
    { { 1, "AWAITING_DELETE", "a", "a", "a", "DEPLOYED", false }, LEAVING },
};

static void test_takes_the_step_that_the_sight_asks_for(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        control_plane_step step = control_plane_next_step(&cases[i].sight);
        if (step != cases[i].step)
            fail_msg("case %zu: step %d instead of %d", i, (int)step, (int)cases[i].step);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takes_the_step_that_the_sight_asks_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
