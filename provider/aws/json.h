/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AWS's JSON protocol, version 1.1, which ECR speaks: an object is posted, one comes back.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
#ifndef AWS_JSON_H
#define AWS_JSON_H

#include <stdbool.h>

#include <jansson.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/credentials.h"
#include "aws/error.h"
#include "aws/service.h"

/** A call. */
typedef struct aws_json_query {
    const aws_service *service;
    const char *action;  /**< "DescribeImages" */
    const char *region;  /**< where to ask; NULL for the client's region */
    const json_t *input; /**< an object, which stays the caller's */
    bool confidential;   /**< input or answer hold secrets: they are never logged */
} aws_json_query;

/**
 * Makes the call, as aws_query_send does. `*out` is the answer, an object, which the caller has to release by
 * json_decref. False with `error`, unreported unless its `reported` says otherwise, and with nothing to release.
 */
bool aws_json_send(aws_client *client, tf_call *call, const aws_json_query *query, const aws_credentials *credentials,
                   json_t **out, aws_error *error);

#endif
