/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call on the account: what every service but STS makes, once it is sure that the account is one that may be worked
 * in.
 */
#ifndef AWS_CALL_H
#define AWS_CALL_H

#include <stdbool.h>

#include <tfprovider/call.h>

#include "aws/json.h"
#include "aws/query.h"

/** As aws_query_send, after the account guards of the configuration. */
bool aws_call(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out, aws_error *error);

/** As aws_json_send, after the account guards of the configuration. */
bool aws_json_call(aws_client *client, tf_call *call, const aws_json_query *query, json_t **out, aws_error *error);

#endif
