/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On whose behalf the control plane is asked, and where: what every function that talks to it takes.
 */
#ifndef CONTROL_PLANE_SESSION_H
#define CONTROL_PLANE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/cancel.h>

#include "control_plane/error.h"
#include "control_plane/generation.h"
#include "http/http.h"

/** The control plane as the provider block describes it. */
typedef struct control_plane_config {
    const char *summary; /**< of the error that every request fails with (CONTROL_PLANE_ERROR_UNUSABLE); else NULL */
    const char *detail;
    const char *endpoint_from;  /**< who says so, in words, for who tells it: "LANGGRAPH_HOST_URL"; a static text */
    const char *api_key_from;   /**< likewise; NULL for the provider block */
    const char *workspace_from; /**< likewise */
    const char *endpoint;       /**< URL; may have a path, which is kept in front of every request's own */
    const char *api_key;        /**< sent as X-Api-Key */
    const char *workspace_id;   /**< sent as X-Tenant-Id; NULL for none */
    const char *ca_bundle;      /**< path of a PEM file; NULL for the system's */
    int64_t request_timeout_ms; /**< for one attempt; 0 for HTTP_DEFAULT_TIMEOUT_MS */
    int max_retries;            /**< attempts beyond the first */
    int64_t poll_interval_ms;   /**< between two looks of a wait, at least 1 */
    int64_t log_interval_ms;    /**< between two log lines of a wait; 0 for CONTROL_PLANE_DEFAULT_LOG_INTERVAL_MS */
    /** What carries requests, as http_perform does, which NULL stands for. */
    bool (*perform)(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                    http_error *error);
} control_plane_config;

typedef struct control_plane_session {
    const control_plane_config *config; /**< of the client, as the next three */
    http_engine *engine;
    struct http_pace *pace;                  /**< of all requests: a 429 slows down everybody */
    struct control_plane_poller *poller;     /**< shared by those who wait in this generation and workspace */
    struct control_plane_holdings *holdings; /**< of the client */
    struct control_plane_claims *claims;     /**< of the client */
    struct control_plane_snapshot *snapshot; /**< shared by all in this generation and workspace */
    const control_plane_generation *generation;
    const char *workspace_id; /**< that is asked for; NULL leaves it to the key */
    tf_arena *arena;          /**< what answers are allocated from */
    tf_cancel *cancel;        /**< ends requests and waits; NULL where nothing does */
    int64_t deadline;         /**< for requests and waits, tf_now_ms based */
    int max_retries;          /**< attempts of a request beyond the first */
} control_plane_session;

/** The same session with answers from another arena. */
control_plane_session control_plane_session_in(const control_plane_session *session, tf_arena *arena);

/**
 * A session that goes on for a few seconds after `session` was cancelled or ran out of time: for finding out what
 * became of a request, so that nothing is left behind unknown. `session` itself where it can still be used.
 */
control_plane_session control_plane_session_afterwards(const control_plane_session *session);

/** Whether the session was cancelled or its time is up. */
bool control_plane_session_ended(const control_plane_session *session);

/** The error of what an ended session was about to do: `what` in words, such as "list the projects". */
control_plane_error control_plane_session_end(const control_plane_session *session, const char *what);

#endif
