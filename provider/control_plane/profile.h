/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Profiles of LangSmith's own tools: `~/.langsmith/config.json`, whose object `profiles` has a key, an address and a
 * workspace by name.
 */
#ifndef CONTROL_PLANE_PROFILE_H
#define CONTROL_PLANE_PROFILE_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/** What a profile gives; NULL for what it does not. All of it is NULL and false where there is no profile. */
typedef struct control_plane_profile {
    const char *name;
    const char *api_key; /**< protected from the log */
    const char *api_url; /**< the address of LangSmith itself */
    const char *workspace_id;
    bool has_oauth; /**< it has tokens of somebody who signed in, which are left to the tools that renew them */
} control_plane_profile;

/**
 * Reads the profile `name` (NULL: the file's `current_profile`) of the file at `path` into `arena`. Without a `name`, a
 * file that does not exist or names no current profile is no problem. Returns NULL, or in a sentence why there is no
 * such profile.
 */
const char *control_plane_profile_read(tf_arena *arena, const char *path, const char *name, control_plane_profile *out);

/** The same of a file's content, which is `size` bytes at `text`; the sentence goes on behind the file's path. */
const char *control_plane_profile_parse(tf_arena *arena, const char *text, size_t size, const char *name,
                                        control_plane_profile *out);

#endif
