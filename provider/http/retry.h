/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a request is made again, and how long after.
 *
 * Anything may be repeated when the server cannot have seen it (no connection) or says that it did nothing (429, 503
 * with Retry-After, throttling in the service's own words). Idempotent requests are repeated after other 5xx answers,
 * broken connections and timeouts too. The wait doubles from attempt to attempt, with full jitter, unless Retry-After
 * tells it.
 */
#ifndef HTTP_RETRY_H
#define HTTP_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "http/http.h"

/** What became of an attempt. */
typedef struct http_attempt {
    bool idempotent;         /**< the request's */
    int number;              /**< 1 for the first attempt */
    int max_retries;         /**< the request's */
    int status;              /**< of the answer; 0 where there is none */
    bool throttled;          /**< the answer says so by other means than 429 */
    const char *retry_after; /**< the answer's header; NULL where it is absent */
    http_error_kind error;   /**< HTTP_ERROR_NONE where there is an answer */
    bool sent;               /**< without an answer: whether the server may have seen the request */
    double chance;           /**< uniform in [0, 1): the jitter */
    int64_t wall_seconds;    /**< seconds since 1970, for the date form of Retry-After */
    int64_t left_ms;         /**< milliseconds until the deadline, TF_NEVER without one */
} http_attempt;

/**
 * The longest wait that Retry-After may ask for, in milliseconds; an answer that asks for more is handed on at once.
 */
#define HTTP_LONGEST_RETRY_AFTER_MS ((int64_t)10 * 60 * 1000)

/** Whether to make the request again, and after how many milliseconds. False too where the deadline passes before. */
bool http_should_retry(const http_attempt *attempt, int64_t *out_delay_ms);

/**
 * Parses Retry-After in either form into milliseconds from `wall_seconds`, 0 for a past date. False where it is
 * neither.
 */
bool http_parse_retry_after(const char *text, int64_t wall_seconds, int64_t *out_ms);

#endif
