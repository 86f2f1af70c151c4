/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that a user names: credentials, tokens, keys.
 */
#ifndef TFPROVIDER_FILE_H
#define TFPROVIDER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>
#include <tfprovider/cancel.h>

TF_BEGIN_DECLS

typedef struct tf_file {
    const char *text; /**< the content, with a NUL behind it that `size` does not count; NULL where it was not read */
    size_t size;      /**< bytes in `text`, which may hold NUL */
    bool exists;      /**< false where there is nothing at the path */
    const char *problem; /**< why it was not read, without a full stop ("Permission denied"); NULL where it was */
} tf_file;

/**
 * Reads the whole file at `path`, of at most `most` bytes, into `arena`. It never waits for another process: a pipe, a
 * socket, a device or a folder is refused unread. False with `out->problem`, which does not name the path, also where
 * nothing is there, the file is larger, or `cancel` (NULL allowed) fires meanwhile.
 */
bool tf_read_file(tf_arena *arena, const char *path, size_t most, tf_cancel *cancel, tf_file *out);

TF_END_DECLS

#endif
