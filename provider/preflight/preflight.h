/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has to be right in an AWS account before LangChain's control plane can deploy into it: role, trust, policies,
 * network, image. It only reads. All that is wrong is found, each with its remedy; what may not be looked at is no
 * finding.
 */
#ifndef PREFLIGHT_PREFLIGHT_H
#define PREFLIGHT_PREFLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/error.h"

/** What is looked at. NULL for what is not to be, or is not known. */
typedef struct preflight_subject {
    const char *region;     /**< of network and image; NULL: the client's */
    const char *account_id; /**< that role and network are in; NULL: the credentials' own */
    const char *role_name;
    const char *role_arn;      /**< that the role of that name has to have; NULL: any */
    const char *principal_arn; /**< that has to be trusted, in the partition `aws` */
    const char *external_id;
    const char *vpc_id;    /**< NULL: those with the tag, one of which has to serve */
    const char *image_uri; /**< a reference that can be parsed */
    bool has_own_database; /**< the control plane is to make none */
} preflight_subject;

/** Something wrong. */
typedef struct preflight_problem {
    const char *what; /**< in a few words */
    const char *detail;
    const char *remedy;
} preflight_problem;

/** In the arena of the call. */
typedef struct preflight_report {
    preflight_problem *problems;
    size_t problem_count;
    size_t problem_capacity;
    const char **skipped; /**< sentences that say what was not looked at, and why */
    size_t skipped_count;
    size_t skipped_capacity;
} preflight_report;

/** How many checks there are. */
size_t preflight_count(void);

/**
 * What the check of that number, from 0 on, looks at, for who tells of each: "Role LangGraphCloudBYOCRole". NULL where
 * `subject` gives it nothing to look at.
 */
const char *preflight_name(tf_arena *arena, size_t number, const preflight_subject *subject);

/** Makes the check of that number alone. Otherwise as preflight_run. */
bool preflight_run_one(size_t number, aws_client *aws, tf_call *call, const preflight_subject *subject,
                       preflight_report *out);

/**
 * Makes all checks. What the credentials may not look at is skipped; any other failure of a call is reported, and
 * false.
 */
bool preflight_run(aws_client *aws, tf_call *call, const preflight_subject *subject, preflight_report *out);

#endif
