/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request to the control plane: JSON out, JSON in, typed errors.
 */
#ifndef CONTROL_PLANE_REQUEST_H
#define CONTROL_PLANE_REQUEST_H

#include <jansson.h>

#include "control_plane/error.h"

/** Reads an answer into `out`, copying what it keeps into `arena`. False where it is not what the control plane sends. */
typedef bool (*control_plane_decoder)(tf_arena *arena, const json_t *body, void *out);

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

/** Readers of single objects: a deployment or a project into a control_plane_project, v1's revision into a control_plane_revision. */
bool control_plane_read_deployment(tf_arena *arena, const json_t *body, void *out);
bool control_plane_read_project(tf_arena *arena, const json_t *body, void *out);
bool control_plane_read_project_revision(tf_arena *arena, const json_t *body, void *out);

/** The engine that the client was made with. */
http_engine *control_plane_client_engine(const control_plane_client *client);

/** The text under `name`, copied into `arena`; NULL where it is absent or not a text. */
const char *control_plane_json_text(tf_arena *arena, const json_t *object, const char *name);

/** The object or array under `name` as text in `arena`; NULL where it is absent or something else. */
const char *control_plane_json_part(tf_arena *arena, const json_t *object, const char *name);

/** Text of `json` in `arena`, in as few bytes as can be. */
const char *control_plane_json_dump(tf_arena *arena, const json_t *json);

/** Sets `name` to `text` unless that is NULL. */
void control_plane_json_set(json_t *object, const char *name, const char *text);

/** Ends the process where jansson ran out of memory; returns `json`. */
json_t *control_plane_json_made(json_t *json);

#endif
