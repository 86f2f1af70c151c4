/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors of AWS's APIs: typed first, text last.
 */
#ifndef AWS_ERROR_H
#define AWS_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/call.h>

#include "http/http.h"

typedef struct aws_error {
    const char *service;            /**< "IAM" */
    const char *service_id;         /**< "iam", as in permissions */
    const char *action;             /**< "CreateRole" */
    const char *host;               /**< that was called */
    const char *region;             /**< of the client */
    const char *credentials_source; /**< in words */
    int status;                     /**< of HTTP; 0 where no answer came */
    const char *code;               /**< "NoSuchEntity"; "" where the answer named none */
    const char *message;            /**< AWS's, or what went wrong without an answer of AWS's own; never NULL */
    const char *request_id;         /**< "" where there is none */
    const char *date; /**< when the answer was made, by AWS's clock, as HTTP writes it; "" where it says nothing */
    http_error_kind transport; /**< HTTP_ERROR_NONE where an answer came */
    bool outcome_unknown;      /**< AWS may have done what was asked: the answer was lost, or is none of AWS's */
    bool reported;             /**< diagnostics were given already (credentials, region, account): nothing to add */
} aws_error;

/** Whether AWS answered with this code. */
bool aws_error_is(const aws_error *error, const char *code);

/** Whether the code says that an object does not exist: NoSuchEntity, or any that ends in ".NotFound". */
bool aws_error_is_not_found(const aws_error *error);

/** An error of which diagnostics were given already. */
aws_error aws_error_reported(void);

/** Whether the code says that the credentials may not do this. */
bool aws_error_is_denied(const aws_error *error);

/** Whether the code says that temporary credentials have ended, as far as it tells that from a request that is late. */
bool aws_error_is_expired(const aws_error *error);

/** Whether the code asks to come back later: Throttling, RequestLimitExceeded and their kin. */
bool aws_error_is_throttling(const aws_error *error);

/**
 * Whether `code` (of `size` bytes) says that nothing was done and the call should come again: throttling, and changes
 * of the same object at the same time.
 */
bool aws_code_asks_to_come_later(const char *code, size_t size);

/** A copy of `error` with its texts in `arena`. */
aws_error aws_error_copy(tf_arena *arena, const aws_error *error);

/** Whether the service could not be asked, or not now, which says nothing about what it was asked. */
bool aws_error_is_unreachable(const aws_error *error);

/**
 * As aws_fail, but a warning: `consequence` says what was left undone ("The role's name was not looked up.").
 */
void aws_warn(tf_call *call, const aws_error *error, const char *object, const char *consequence);

/**
 * Reports `error` unless it was reported before. `object` says what the call was about ("role LangGraphCloudBYOCRole").
 * The detail tells the action, AWS's code, message and request id, and what to do about it. Returns false.
 */
bool aws_fail(tf_call *call, const aws_error *error, const char *object);

#endif
