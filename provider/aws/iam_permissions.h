/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a role may do, as far as IAM tells it: by a simulation, and by the documents of managed policies.
 *
 * Functions report nothing: false with `error`, unreported unless its `reported` says otherwise. What they return lives
 * in the call's arena.
 */
#ifndef AWS_IAM_PERMISSIONS_H
#define AWS_IAM_PERMISSIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/error.h"

/** What IAM says of an action. */
typedef enum iam_decision {
    IAM_UNDECIDED,              /**< nothing */
    IAM_ALLOWED,                /**< by a policy of the role */
    IAM_NOT_ALLOWED,            /**< by none of them */
    IAM_DENIED,                 /**< by one of them */
    IAM_DENIED_BY_BOUNDARY,     /**< by the permissions boundary */
    IAM_DENIED_BY_ORGANIZATION, /**< by the policies of the organisation */
} iam_decision;

/** A question. */
typedef struct iam_simulation {
    const char *role_arn;
    const char *const *actions; /**< "ecs:CreateCluster", each on all resources */
    size_t action_count;
    const char *context_key; /**< a value that the request is to have ("iam:PassedToService"), and its text */
    const char *context_value;
} iam_simulation;

/**
 * SimulatePrincipalPolicy. `*out` has a decision for each action, in their order. A role that does not exist is a
 * success with `*out_found` false.
 */
bool iam_simulate(aws_client *client, tf_call *call, const iam_simulation *asked, iam_decision **out, bool *out_found,
                  aws_error *error);

/**
 * GetPolicy and GetPolicyVersion: the document of a managed policy as it applies. One that does not exist is a success
 * with `*out_found` false.
 */
bool iam_try_get_policy(aws_client *client, tf_call *call, const char *policy_arn, const char **out_document,
                        bool *out_found, aws_error *error);

#endif
