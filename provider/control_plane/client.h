/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control plane as the provider block describes it, and who asks it for something.
 *
 * A client is made once and used by all calls at the same time; it does nothing before the first request.
 */
#ifndef CONTROL_PLANE_CLIENT_H
#define CONTROL_PLANE_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/call.h>

#include "http/http.h"

/** A line of the log tells at most so often what is waited for. */
#define CONTROL_PLANE_DEFAULT_TELL_INTERVAL_MS 5000

typedef struct control_plane_config {
    const char *endpoint;       /**< URL; may have a path, which is kept in front of every request's own */
    const char *api_key;        /**< sent as X-Api-Key */
    const char *workspace_id;   /**< sent as X-Tenant-Id; NULL for none */
    const char *ca_bundle;      /**< path of a PEM file; NULL for the system's */
    int64_t request_timeout_ms; /**< for one attempt; 0 for HTTP_DEFAULT_TIMEOUT_MS */
    int max_retries;            /**< attempts beyond the first */
    int64_t poll_interval_ms;   /**< between two looks of a wait, at least 1 */
    int64_t tell_interval_ms;   /**< between two log lines of a wait; 0 for CONTROL_PLANE_DEFAULT_TELL_INTERVAL_MS */
} control_plane_config;

typedef struct control_plane_client control_plane_client;

/** A client. Copies all of `config`; `engine` has to outlive it. The caller owns the client. */
control_plane_client *control_plane_client_new(http_engine *engine, const control_plane_config *config);

/** Releases the client and cleanses its key. No call may use it any more. NULL is accepted. */
void control_plane_client_free(control_plane_client *client);

/** What `config` said, with the client's own strings. */
const control_plane_config *control_plane_client_config(const control_plane_client *client);

/** A client on behalf of a call: what every function that talks to the control plane takes. */
typedef struct control_plane_session {
    control_plane_client *client;
    tf_arena *arena;   /**< what answers are allocated from */
    tf_cancel *cancel; /**< ends requests and waits; NULL where nothing does */
    int64_t deadline;  /**< for requests and waits, tf_now_ms based */
} control_plane_session;

/** A session with the call's arena, cancel token and deadline. */
control_plane_session control_plane_session_of(control_plane_client *client, const tf_call *call);

/**
 * A session that goes on for a few seconds after `session` was cancelled or ran out of time: for finding out what became
 * of a request, so that nothing is left behind unknown. `session` itself where it can still be used.
 */
control_plane_session control_plane_session_afterwards(const control_plane_session *session);

/** Whether the session was cancelled or its time is up. */
bool control_plane_session_ended(const control_plane_session *session);

#endif
