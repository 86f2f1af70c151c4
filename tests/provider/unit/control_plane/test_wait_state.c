/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "control_plane/wait_state.h"

#define KEEP CONTROL_PLANE_KEEP_WAITING
#define READY CONTROL_PLANE_IS_READY
#define FOLLOW CONTROL_PLANE_FOLLOW_LATEST
#define FAILED CONTROL_PLANE_HAS_FAILED
#define LEAVING CONTROL_PLANE_IS_BEING_DELETED

/* generation, project's status, awaited, latest, active, awaited one's status, whether it is missing */
static const struct {
    control_plane_observation seen;
    control_plane_step step;
} cases[] = {
    /* The newest is awaited, whichever that is. */
    { { &control_plane_v2, "AWAITING_DATABASE", NULL, NULL, NULL, NULL, false }, KEEP },
    { { &control_plane_v2, "AWAITING_DATABASE", NULL, "a", NULL, NULL, false }, FOLLOW },
    /* v2, revision by revision. */
    { { &control_plane_v2, "AWAITING_DATABASE", "a", "a", NULL, "CREATING", false }, KEEP },
    { { &control_plane_v2, "AWAITING_DATABASE", "a", "a", NULL, "QUEUED", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", NULL, "AWAITING_BUILD", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", NULL, "BUILDING", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", NULL, "AWAITING_DEPLOY", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", NULL, "DEPLOYING", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", NULL, "INTERRUPTED", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", NULL, "UNKNOWN", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", NULL, "PONDERING", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", NULL, "CREATE_FAILED", false }, FAILED },
    { { &control_plane_v2, "READY", "a", "a", NULL, "BUILD_FAILED", false }, FAILED },
    { { &control_plane_v2, "READY", "a", "a", NULL, "DEPLOY_FAILED", false }, FAILED },
    { { &control_plane_v2, "READY", "a", "a", "a", "DEPLOYED", false }, READY },
    /* The look at the revision is the newer one: the project's own word is waited for. */
    { { &control_plane_v2, "READY", "a", "a", NULL, "DEPLOYED", false }, KEEP },
    { { &control_plane_v2, "READY", "b", "b", "a", "DEPLOYED", false }, KEEP },
    { { &control_plane_v2, "READY", "b", "c", "a", "DEPLOYED", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "b", "b", "DEPLOYED", false }, FOLLOW },
    { { &control_plane_v1, "READY", "b", "b", "a", "DEPLOYED", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "a", "a", NULL, false }, READY },
    /* A failure is a failure, whatever came after; a superseded revision is not. */
    { { &control_plane_v2, "READY", "a", "b", NULL, "BUILD_FAILED", false }, FAILED },
    { { &control_plane_v2, "READY", "a", "b", NULL, "SKIPPED", false }, FOLLOW },
    { { &control_plane_v2, "READY", "a", "a", NULL, "SKIPPED", false }, KEEP },
    { { &control_plane_v2, "READY", "a", "b", NULL, NULL, true }, FOLLOW },
    { { &control_plane_v2, "READY", "a", "a", NULL, NULL, true }, KEEP },
    { { &control_plane_v2, "READY", "a", "b", "b", NULL, false }, FOLLOW },
    { { &control_plane_v2, "READY", "a", "b", "c", NULL, false }, KEEP },
    /* Deployed is not yet ready. */
    { { &control_plane_v2, "AWAITING_DATABASE", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { &control_plane_v2, "UNUSED", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { &control_plane_v2, "UNKNOWN", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { &control_plane_v2, "DREAMING", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { &control_plane_v2, "AWAITING_DELETE", "a", "a", "a", "DEPLOYED", false }, LEAVING },
    { { &control_plane_v2, "AWAITING_FINAL_DELETE", "a", "a", NULL, NULL, false }, LEAVING },
    /* v1: what does not move is final. */
    { { &control_plane_v1, "READY", "a", "a", NULL, "BUILDING", false }, KEEP },
    { { &control_plane_v1, "READY", "a", "a", NULL, "DEPLOYING", false }, KEEP },
    { { &control_plane_v1, "READY", "a", "a", NULL, "INTERRUPTED", false }, FAILED },
    { { &control_plane_v1, "READY", "a", "b", NULL, "INTERRUPTED", false }, FOLLOW },
    { { &control_plane_v1, "READY", "a", "a", NULL, "UNKNOWN", false }, FAILED },
    { { &control_plane_v1, "READY", "a", "b", NULL, "UNKNOWN", false }, FOLLOW },
    { { &control_plane_v1, "READY", "a", "b", NULL, "DEPLOY_FAILED", false }, FAILED },
    { { &control_plane_v1, "READY", "a", "a", NULL, "PONDERING", false }, FAILED },
    { { &control_plane_v1, "AWAITING_DATABASE", "a", "a", "a", "DEPLOYED", false }, KEEP },
    { { &control_plane_v1, "UNKNOWN", "a", "a", "a", "DEPLOYED", false }, READY },
    { { &control_plane_v1, NULL, "a", "a", "a", "DEPLOYED", false }, READY },
    { { &control_plane_v1, "AWAITING_DELETE", "a", "a", "a", "DEPLOYED", false }, LEAVING },
};

static const char *text_of(const char *status)
{
    return status == NULL ? "unseen" : status;
}

static void test_takes_the_step_that_what_is_seen_asks_for(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const control_plane_step step = control_plane_next_step(&cases[i].seen);
        if (step != cases[i].step)
            fail_msg("row %zu, %s of a project that is %s: step %d instead of %d", i,
                     text_of(cases[i].seen.revision_status), text_of(cases[i].seen.project_status), (int)step,
                     (int)cases[i].step);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takes_the_step_that_what_is_seen_asks_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
