/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON between jansson and an arena: what is read is copied, what is made never lacks memory.
 */
#ifndef JSON_ARENA_JSON_H
#define JSON_ARENA_JSON_H

#include <stdbool.h>

#include <jansson.h>

#include <tfprovider/arena.h>

/**
 * Reads `size` bytes of foreign text. NULL where they are no JSON, or may take more memory than `arena` has left; 256
 * MiB where it has no limit. The value itself is not in the arena: the caller releases it by json_decref.
 */
json_t *arena_json_read(const tf_arena *arena, const char *text, size_t size);

/** The text under `name`, copied into `arena`; NULL where it is absent or not a text. */
const char *arena_json_text(tf_arena *arena, const json_t *object, const char *name);

/** The object or array under `name` as text in `arena`; NULL where it is absent or something else. */
const char *arena_json_part(tf_arena *arena, const json_t *object, const char *name);

/** Text of `json` in `arena`, in as few bytes as can be. */
const char *arena_json_dump(tf_arena *arena, const json_t *json);

/** The same with the members of objects in the order of their names: equal documents give equal texts. */
const char *arena_json_dump_sorted(tf_arena *arena, const json_t *json);

/** Sets `name` to `text` unless that is NULL. */
void arena_json_set(json_t *object, const char *name, const char *text);

/** Ends the process where jansson ran out of memory; returns `json`. */
json_t *arena_json_made(json_t *json);

#endif
