/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the preflight: what the checks share.
 */
#ifndef PREFLIGHT_CHECKS_H
#define PREFLIGHT_CHECKS_H

#include "aws/iam.h"
#include "preflight/preflight.h"

/** A preflight under way. */
typedef struct preflight_visit {
    aws_client *aws;
    tf_call *call;
    const preflight_subject *subject;
    const char *region; /**< of network and image */
    preflight_report *report;
} preflight_visit;

/**
 * Looks at one thing and reports by the functions below. False after it has reported that the preflight cannot go on.
 */
typedef bool preflight_check(preflight_visit *visit);

preflight_check preflight_check_role;    /**< role.c: exists, is trusted, may do what it has to */
preflight_check preflight_check_network; /**< network.c: VPC, subnets, zones, the way out */
preflight_check preflight_check_image;   /**< image.c */

/** policies.c: whether the role may do what the control plane does by it. */
bool preflight_check_policies(preflight_visit *visit, const iam_role *role, const char *partition);

/** routes.c: whether these private subnets of a VPC have a way out. */
bool preflight_check_routes(preflight_visit *visit, const char *vpc_id, const tf_string_set *subnet_ids);

/** Adds a finding. Texts are kept as they are. */
void preflight_find(preflight_visit *visit, const char *what, const char *detail, const char *remedy);

/** Adds something that was not looked at. */
void preflight_skip(preflight_visit *visit, const char *sentence);

/** Adds all of another report. */
void preflight_take_over(preflight_visit *visit, const preflight_report *other);

/** Notes that the credentials may not look at `subject` ("role x"). Any other error is reported; then false. */
bool preflight_skip_denied(preflight_visit *visit, const char *subject, const aws_error *error);

#endif
