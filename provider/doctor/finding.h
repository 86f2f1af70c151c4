/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the doctor finds, for people and for scripts.
 */
#ifndef DOCTOR_FINDING_H
#define DOCTOR_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

typedef enum doctor_status {
    DOCTOR_OK,
    DOCTOR_SKIPPED, /**< could not be looked at, or not judged */
    DOCTOR_PROBLEM,
} doctor_status;

/** The names of `status`, `area` and `check` are part of the JSON, which scripts read. */
typedef struct doctor_finding {
    const char *area;  /**< "provider", "aws", "control_plane", "account" */
    const char *check; /**< "region", "credentials", "api_key", … */
    doctor_status status;
    const char *summary; /**< a few words, or a sentence */
    const char *detail;  /**< NULL where there is no more to say */
    const char *remedy;  /**< likewise */
} doctor_finding;

/** What was found out besides; NULL, or -1, for what was not. */
typedef struct doctor_facts {
    const char *region;
    const char *region_source;
    const char *credentials_source;
    const char *account_id;
    const char *identity_arn;
    const char *credentials_expire_at; /**< "2026-11-27T18:41:44Z" */
    const char *endpoint;
    const char *endpoint_source;
    const char *api_key_source;
    const char *workspace_id;
    const char *workspace_source;
    long long project_count;
    long long listener_count;
} doctor_facts;

/**
 * A finding as text: a line that begins with ✓, ! or ✗, in colour where `has_colours`, and what there is to do indented
 * beneath. Without secrets, and without anything that acts on a terminal.
 */
const char *doctor_finding_text(tf_arena *arena, const doctor_finding *finding, bool has_colours);

/** The line behind the last finding: how many problems, and how much was not looked at. */
const char *doctor_summary_text(tf_arena *arena, const doctor_finding *findings, size_t count);

/** How many findings have this status. */
size_t doctor_count(const doctor_finding *findings, size_t count, doctor_status status);

/** All of it as one JSON object, which docs/guides/doctor.md describes, and a line end. */
const char *doctor_json_text(tf_arena *arena, const doctor_finding *findings, size_t count, const doctor_facts *facts);

#endif
