/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One attempt of a request: from its fields to libcurl's options, and from libcurl's result to an answer or an error.
 */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "http/engine.h"
#include "http/http.h"

/** Milliseconds that an attempt may take: the request's limit, less where its deadline is nearer. */
int64_t http_attempt_limit_ms(const http_request *request);

/**
 * Makes one attempt on a running engine. Returns false with `error` (`attempts` excepted) where no answer came.
 * `attempts` of `out` is left alone too.
 */
bool http_exchange(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                   http_error *error);

#endif
