/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request to the control plane: JSON out, JSON in, typed errors.
 */
#ifndef CONTROL_PLANE_REQUEST_H
#define CONTROL_PLANE_REQUEST_H

#include "control_plane/error.h"
#include "control_plane/session.h"

typedef struct control_plane_request {
    const char *method;
    const char *path;             /**< from the endpoint on, query included, escaped */
    json_t *body;                 /**< a reference that control_plane_send takes over; NULL for none */
    const char *what;             /**< for logs and errors: "read the project" */
    bool idempotent;              /**< doing it twice does no harm */
    control_plane_decoder decode; /**< NULL where the answer's body does not matter */
    void *out;                    /**< for `decode` */
} control_plane_request;

/** Makes the request. False, and `error` filled in, where the answer is not a 2xx that `decode` accepts. */
bool control_plane_send(const control_plane_session *session, const control_plane_request *request,
                        control_plane_error *error);

/** Reads foreign text as an answer of `status`, as control_plane_send does with what it receives. */
bool control_plane_read_answer(const control_plane_session *session, const control_plane_request *request,
                               const http_response *response, control_plane_error *error);

#endif
