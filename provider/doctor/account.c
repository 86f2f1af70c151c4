/* SPDX-License-Identifier: Apache-2.0 */
/* Checks whether the account is ready for projects with `byoc`. The checks are the preflight's. */
#include "aws/arn.h"
#include "byoc/defaults.h"
#include "clients.h"
#include "doctor/visit.h"
#include "preflight/preflight.h"

#define AREA "account"
#define CHECK "preflight"

static void tell(doctor_visit *visit, const char *name, const preflight_report *report)
{
    for (size_t i = 0; i < report->problem_count; i++) {
        doctor_find(visit, &(doctor_finding){
                               .area = AREA,
                               .check = CHECK,
                               .status = DOCTOR_PROBLEM,
                               .summary = report->problems[i].what,
                               .detail = report->problems[i].detail,
                               .remedy = report->problems[i].remedy,
                           });
    }
    for (size_t i = 0; i < report->skipped_count; i++) {
        doctor_find(visit, &(doctor_finding){
                               .area = AREA,
                               .check = CHECK,
                               .status = DOCTOR_SKIPPED,
                               .summary = report->skipped[i],
                           });
    }
    if (report->problem_count == 0 && report->skipped_count == 0)
        doctor_find(visit, &(doctor_finding){ .area = AREA, .check = CHECK, .summary = name });
}

void doctor_check_account(doctor_visit *visit)
{
    tf_call *call = visit->call;
    const char *role =
        visit->options.role != NULL ? visit->options.role : byoc_role_name(tf_string_of("control_plane"));
    const char *account = aws_account_of_role(tf_call_arena(call), role);
    const preflight_subject subject = {
        .account_id = account,
        .role_name = aws_name_of_role(role),
        .role_arn = account != NULL ? role : NULL,
        .principal_arn = byoc_principal(clients_data_region(call).value),
        .external_id = visit->options.external_id,
        .vpc_id = visit->options.vpc,
        .image_uri = visit->options.image,
    };
    for (size_t i = 0; i < preflight_count() && !tf_cancel_fired(tf_call_cancel(call)); i++) {
        const char *name = preflight_name(tf_call_arena(call), i, &subject);
        preflight_report report;
        if (name == NULL)
            continue;
        doctor_begin(visit, name);
        if (preflight_run_one(i, clients_aws(call), call, &subject, &report)) {
            tell(visit, name, &report);
        } else {
            doctor_find_reports(visit, AREA, CHECK, DOCTOR_PROBLEM);
        }
    }
}
