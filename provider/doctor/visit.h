/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A visit of the doctor's: what its checks share.
 */
#ifndef DOCTOR_VISIT_H
#define DOCTOR_VISIT_H

#include <tfprovider/call.h>

#include "config.h"
#include "doctor/finding.h"
#include "doctor/options.h"

typedef struct doctor_visit {
    tf_call *call;
    doctor_options options;
    struct provider_config config; /**< what the options make of the provider block */
    doctor_finding *findings;
    size_t count;
    size_t capacity;
    doctor_facts facts;
    const tf_diagnostic *last_report; /**< of the call's, that is a finding already */
    bool has_colours;
    bool shows_progress; /**< whether somebody sees what is written to stderr while they wait */
} doctor_visit;

/** Begins to check what is named ("the control plane"), and says so to who waits. */
void doctor_begin(const doctor_visit *visit, const char *what);

/** Takes away what doctor_begin has said. */
void doctor_end_progress(const doctor_visit *visit);

/** Adds a finding, in texts of the call's arena, and prints it unless JSON is wanted. Nothing after an interrupt. */
void doctor_find(doctor_visit *visit, const doctor_finding *finding);

/**
 * What was reported on the call since the last time becomes findings: `status` for errors, DOCTOR_SKIPPED for warnings.
 * What says the same as a finding before is left out.
 */
void doctor_find_reports(doctor_visit *visit, const char *area, const char *check, doctor_status status);

/** Checks AWS's region and credentials. Whether calls can be made with them. aws.c */
bool doctor_check_aws(doctor_visit *visit);

/** Checks what the LangSmith key can do. control_plane.c */
void doctor_check_control_plane(doctor_visit *visit);

/** Makes the preflight. account.c */
void doctor_check_account(doctor_visit *visit);

#endif
