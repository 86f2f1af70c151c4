/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of checks, and the report that they write. What each looks at is its own file's.
 */
#include "preflight/preflight.h"

#include <string.h>

#include "preflight/checks.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static preflight_check *const checks[] = {
    preflight_check_role,
    preflight_check_network,
    preflight_check_image,
};

/* There are a dozen at most, so that each addition may copy. */
static void *longer(tf_arena *arena, const void *items, size_t count, size_t size)
{
    char *copy = tf_alloc_array(arena, count + 1, size);
    if (count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

void preflight_find(preflight_visit *visit, const char *what, const char *detail, const char *remedy)
{
    preflight_report *report = visit->report;
    report->problems =
        longer(tf_call_arena(visit->call), report->problems, report->problem_count, sizeof *report->problems);
    report->problems[report->problem_count++] = (preflight_problem){ what, detail, remedy };
}

void preflight_skip(preflight_visit *visit, const char *sentence)
{
    preflight_report *report = visit->report;
    report->skipped =
        longer(tf_call_arena(visit->call), report->skipped, report->skipped_count, sizeof *report->skipped);
    report->skipped[report->skipped_count++] = sentence;
}

bool preflight_skip_denied(preflight_visit *visit, const char *subject, const aws_error *error)
{
    tf_arena *arena = tf_call_arena(visit->call);
    if (error->reported || !aws_error_is_denied(error))
        return aws_fail(visit->call, error, subject);
    preflight_skip(visit, tf_format(arena, "Not looked at: %s. The credentials in use lack the permission %s:%s (%s).",
                                    subject, error->service_id, error->action, error->code));
    return true;
}

bool preflight_run(aws_client *aws, tf_call *call, const preflight_subject *subject, preflight_report *out)
{
    *out = (preflight_report){ .problem_count = 0 };
    preflight_visit visit = { .aws = aws, .call = call, .subject = subject, .report = out };
    for (size_t i = 0; i < COUNT(checks); i++) {
        if (!checks[i](&visit))
            return false;
    }
    return true;
}
