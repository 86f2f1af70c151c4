/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ids of the control plane: UUIDs, all of them. They are checked where they come in (imports, states, answers), and
 * what is put into a path is checked again.
 */
#ifndef CONTROL_PLANE_ID_H
#define CONTROL_PLANE_ID_H

#include <stdbool.h>

#include "json/arena_json.h"

/** As a regular expression, for checks of attributes. */
#define CONTROL_PLANE_ID "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"

/** Whether `text`, NULL allowed, is one. */
bool control_plane_is_id(const char *text);

/** The id under `name`, copied into `arena`; NULL where it is absent or none. */
const char *arena_json_id(tf_arena *arena, const json_t *object, const char *name);

/**
 * Whether a request's path, query included, is made of plain names between its slashes: no "." or "..", nothing empty,
 * and nothing that would have to be escaped. Ids, which make up all of it that is not fixed, are such names.
 */
bool control_plane_is_path(const char *path);

#endif
