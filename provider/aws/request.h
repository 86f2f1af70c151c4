/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One signed request to a service, whichever protocol it speaks: the protocols write its body and read the answer's.
 */
#ifndef AWS_REQUEST_H
#define AWS_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/credentials.h"
#include "aws/error.h"
#include "aws/service.h"

typedef struct aws_request {
    tf_arena *arena; /**< of all that comes of it */
    const aws_service *service;
    const char *action;
    const char *region; /**< NULL for the client's */
    const char *target; /**< X-Amz-Target; NULL sends none */
    const char *content_type;
    const char *body;
    size_t body_size;                                    /**< bytes */
    size_t largest_answer;                               /**< bytes accepted as the body of the answer */
    bool only_once;                                      /**< it is repeated only where AWS cannot have acted */
    bool confidential;                                   /**< body or answer hold secrets: they are never logged */
    bool (*is_throttled)(const http_response *response); /**< see http_request */
} aws_request;

/**
 * Makes the request, signed by `credentials` unless these are NULL, within the call's deadline and the client's
 * attempts. An answer of any status is a success; `error` then holds what its status and headers say, and its protocol
 * fills in code and message. False with `error`, unreported unless its `reported` says otherwise.
 */
bool aws_request_send(aws_client *client, tf_call *call, const aws_request *request, const aws_credentials *credentials,
                      http_response *out, aws_error *error);

/**
 * Makes `error` say that the answer is none of the service's own: a redirect, a proxy's page. `problem` says why in
 * words.
 */
void aws_request_describe_foreign(const aws_request *request, const http_response *response, const char *problem,
                                  aws_error *error);

#endif
