/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AWS's query protocol, which IAM, EC2 and STS speak: a form is posted, XML comes back.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
#ifndef AWS_QUERY_H
#define AWS_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/credentials.h"
#include "aws/error.h"
#include "aws/service.h"
#include "aws/xml.h"

/** A call in the making. Its memory is the arena's that aws_query_start was given. */
typedef struct aws_query {
    const aws_service *service;
    const char *action;
    const char *region; /**< where to ask; NULL for the client's region */
    bool only_once; /**< set it where doing it twice would do harm: then it is repeated only where AWS cannot have acted
                     */
    bool confidential; /**< set it where the form or the answer holds secrets: they are never logged */
    tf_text_builder form;
} aws_query;

/** A call of `action` ("GetRole") without parameters. */
aws_query aws_query_start(tf_arena *arena, const aws_service *service, const char *action);

/** Adds a parameter; a NULL value adds nothing. */
void aws_query_add(aws_query *query, const char *name, const char *value);

/** Adds a parameter that is a whole number. */
void aws_query_add_number(aws_query *query, const char *name, int64_t value);

/** Adds the parameter `list.index`, or `list.index.member` unless `member` is NULL. AWS counts from 1. */
void aws_query_add_item(aws_query *query, const char *list, size_t index, const char *member, const char *value);

/**
 * Makes the call, signed by `credentials` unless these are NULL, within the call's deadline and the client's attempts.
 * `*out` is the answer's document, in the arena of the query as all that comes of it, whose root is `<Action>Response`;
 * an answer of any other kind counts as an error. Returns false with `error`, unreported unless its `reported` says
 * otherwise.
 */
bool aws_query_send(aws_client *client, tf_call *call, const aws_query *query, const aws_credentials *credentials,
                    const xml_element **out, aws_error *error);

#endif
