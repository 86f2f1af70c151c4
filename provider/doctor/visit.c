/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps what is found and shows it as it comes. How it reads is in finding.c. */
#include "doctor/visit.h"

#include <stdio.h>
#include <string.h>

#include <tfprovider/command.h>

/* Goes to the beginning of the line and empties it. */
#define EMPTY_LINE "\r\x1b[K"

void doctor_begin(const doctor_visit *visit, const char *what)
{
    if (visit->shows_progress)
        fprintf(stderr, EMPTY_LINE "… %s", tf_shown_text(tf_call_arena(visit->call), what));
}

void doctor_end_progress(const doctor_visit *visit)
{
    if (visit->shows_progress)
        (void)fputs(EMPTY_LINE, stderr);
}

void doctor_find(doctor_visit *visit, const doctor_finding *finding)
{
    tf_arena *arena = tf_call_arena(visit->call);
    if (tf_cancel_fired(tf_call_cancel(visit->call)))
        return;
    visit->findings = tf_grow(arena, visit->findings, visit->count, &visit->capacity, sizeof *visit->findings);
    visit->findings[visit->count++] = *finding;
    if (visit->options.json)
        return;
    doctor_end_progress(visit);
    (void)fputs(doctor_finding_text(arena, finding, visit->has_colours), stdout);
    (void)fflush(stdout);
}

static bool was_found(const doctor_visit *visit, const doctor_finding *finding)
{
    for (size_t i = 0; i < visit->count; i++) {
        const doctor_finding *each = &visit->findings[i];
        if (each->detail != NULL && strcmp(each->summary, finding->summary) == 0
            && strcmp(each->detail, finding->detail) == 0)
            return true;
    }
    return false;
}

/* The first paragraph of a diagnostic's detail says what is wrong, the others what to do. */
static doctor_finding finding_of(tf_arena *arena, const tf_diagnostic *report)
{
    const char *end = strstr(report->detail, "\n\n");
    if (end == NULL)
        return (doctor_finding){ .summary = report->summary, .detail = report->detail };
    return (doctor_finding){
        .summary = report->summary,
        .detail = tf_copy_bytes(arena, report->detail, (size_t)(end - report->detail)),
        .remedy = end + 2,
    };
}

void doctor_find_reports(doctor_visit *visit, const char *area, const char *check, doctor_status status)
{
    const tf_diagnostic *each =
        visit->last_report != NULL ? visit->last_report->next : tf_call_diagnostics(visit->call);
    for (; each != NULL; each = each->next) {
        doctor_finding finding = finding_of(tf_call_arena(visit->call), each);
        finding.area = area;
        finding.check = check;
        finding.status = each->severity == TF_ERROR ? status : DOCTOR_SKIPPED;
        if (!was_found(visit, &finding))
            doctor_find(visit, &finding);
        visit->last_report = each;
    }
}
