/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine's inside: the thread that owns libcurl's multi handle, and one transfer's way through it.
 */
#ifndef HTTP_ENGINE_H
#define HTTP_ENGINE_H

#include <stdbool.h>

#include <curl/curl.h>

#include <tfprovider/cancel.h>

#include "http/http.h"

/** Starts libcurl and the engine's thread unless they run. False where the system has no thread or memory left. */
bool http_engine_start(http_engine *engine);

/**
 * Runs one transfer to its end on the engine's thread and blocks until then. `easy` stays the caller's, who may touch
 * it, and what its callbacks use, before and after but not meanwhile. CURLE_ABORTED_BY_CALLBACK says that `cancel`
 * (NULL allowed) fired first.
 */
CURLcode http_engine_run(http_engine *engine, CURL *easy, tf_cancel *cancel);

#endif
