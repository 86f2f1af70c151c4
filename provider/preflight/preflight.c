/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of checks, and the report that they write. What each looks at is its own file's.
 */
#include "preflight/preflight.h"

#include <string.h>

#include "aws/account.h"
#include "preflight/checks.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *name_of_role(tf_arena *arena, const preflight_subject *subject)
{
    return tf_format(arena, "Role %s", subject->role_name);
}

static const char *name_of_network(tf_arena *arena, const preflight_subject *subject)
{
    return subject->vpc_id == NULL ? "Network" : tf_format(arena, "Network %s", subject->vpc_id);
}

static const char *name_of_image(tf_arena *arena, const preflight_subject *subject)
{
    return subject->image_uri == NULL ? NULL : tf_format(arena, "Image %s", subject->image_uri);
}

static const struct {
    preflight_check *run;
    const char *(*name)(tf_arena *arena, const preflight_subject *subject); /* as preflight_name */
    bool is_in_account; /* of the subject: an image may be in another one */
} checks[] = {
    { preflight_check_role, name_of_role, true },
    { preflight_check_network, name_of_network, true },
    { preflight_check_image, name_of_image, false },
};

void preflight_find(preflight_visit *visit, const char *what, const char *detail, const char *remedy)
{
    preflight_report *report = visit->report;
    report->problems = tf_grow(tf_call_arena(visit->call), report->problems, report->problem_count,
                               &report->problem_capacity, sizeof *report->problems);
    report->problems[report->problem_count++] = (preflight_problem){ what, detail, remedy };
}

void preflight_skip(preflight_visit *visit, const char *sentence)
{
    preflight_report *report = visit->report;
    report->skipped = tf_grow(tf_call_arena(visit->call), report->skipped, report->skipped_count,
                              &report->skipped_capacity, sizeof *report->skipped);
    report->skipped[report->skipped_count++] = sentence;
}

void preflight_take_over(preflight_visit *visit, const preflight_report *other)
{
    for (size_t i = 0; i < other->problem_count; i++)
        preflight_find(visit, other->problems[i].what, other->problems[i].detail, other->problems[i].remedy);
    for (size_t i = 0; i < other->skipped_count; i++)
        preflight_skip(visit, other->skipped[i]);
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

size_t preflight_count(void)
{
    return COUNT(checks);
}

const char *preflight_name(tf_arena *arena, size_t number, const preflight_subject *subject)
{
    return checks[number].name(arena, subject);
}

/* Whether the credentials are those of the subject's account; a note where they are not. */
static bool reaches_account(size_t number, preflight_visit *visit, bool *out)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const char *wanted = visit->subject->account_id;
    const char *own = NULL;
    *out = true;
    if (wanted == NULL || !checks[number].is_in_account)
        return true;
    if (!aws_account_id(visit->aws, visit->call, &own))
        return false;
    *out = strcmp(own, wanted) == 0;
    if (!*out) {
        preflight_skip(visit, tf_format(arena,
                                        "Not looked at: %s, in the account %s. The credentials in use are those of "
                                        "%s.",
                                        checks[number].name(arena, visit->subject), wanted, own));
    }
    return true;
}

static bool run(size_t number, aws_client *aws, tf_call *call, const preflight_subject *subject,
                preflight_report *report)
{
    preflight_visit visit = {
        .aws = aws,
        .call = call,
        .subject = subject,
        .region = subject->region,
        .report = report,
    };
    bool reaches = false;
    return (visit.region != NULL || aws_client_region(aws, call, &visit.region))
           && reaches_account(number, &visit, &reaches) && (!reaches || checks[number].run(&visit));
}

bool preflight_run_one(size_t number, aws_client *aws, tf_call *call, const preflight_subject *subject,
                       preflight_report *out)
{
    *out = (preflight_report){ .problem_count = 0 };
    return run(number, aws, call, subject, out);
}

bool preflight_run(aws_client *aws, tf_call *call, const preflight_subject *subject, preflight_report *out)
{
    *out = (preflight_report){ .problem_count = 0 };
    for (size_t i = 0; i < COUNT(checks); i++) {
        if (!run(i, aws, call, subject, out))
            return false;
    }
    return true;
}
