/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control plane's client: owns what the sessions of all calls share.
 *
 * A client is made once and used by all calls at the same time; it does nothing before the first request.
 */
#ifndef CONTROL_PLANE_CLIENT_H
#define CONTROL_PLANE_CLIENT_H

#include <tfprovider/call.h>

#include "control_plane/session.h"

/** A line of the log tells at most so often what is waited for. */
#define CONTROL_PLANE_DEFAULT_LOG_INTERVAL_MS 5000

typedef struct control_plane_client control_plane_client;

/** A client. Copies all of `config`; `engine` has to outlive it. The caller owns the client. */
control_plane_client *control_plane_client_new(http_engine *engine, const control_plane_config *config);

/** Releases the client and cleanses its key. No call may use it any more. NULL is accepted. */
void control_plane_client_free(control_plane_client *client);

/** Whether requests can be made at all; reports why not. */
bool control_plane_client_is_usable(const control_plane_client *client, tf_call *call);

/** Where the control plane is, without a slash at its end. */
const char *control_plane_client_endpoint(const control_plane_client *client);

/** The workspace that it is configured for; NULL where that is left to the key. */
const char *control_plane_client_workspace_id(const control_plane_client *client);

/** A session of this generation in this workspace (NULL: the configuration's); the rest as in the struct. */
control_plane_session control_plane_client_session(control_plane_client *client,
                                                   const control_plane_generation *generation, const char *workspace_id,
                                                   tf_arena *arena, tf_cancel *cancel, int64_t deadline);

#endif
