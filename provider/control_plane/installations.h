/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Installations of the control plane's GitHub app, by which it reaches repositories
 * (`/v2/integrations/github/installations`).
 */
#ifndef CONTROL_PLANE_INSTALLATIONS_H
#define CONTROL_PLANE_INSTALLATIONS_H

#include "control_plane/error.h"
#include "control_plane/session.h"

typedef struct control_plane_installation {
    const char *id;          /**< of the integration, which projects are given */
    const char *name;        /**< of the account or organisation at GitHub */
    int64_t installation_id; /**< GitHub's own number */
} control_plane_installation;

typedef struct control_plane_installation_list {
    size_t count;
    control_plane_installation *items;
} control_plane_installation_list;

/** All installations of the session's workspace, in the service's order. */
bool control_plane_list_installations(const control_plane_session *session, control_plane_installation_list *out,
                                      control_plane_error *error);

#endif
