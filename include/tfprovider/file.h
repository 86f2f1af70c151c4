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
 * Reads the whole file at `path`, of at most `most` bytes, into `arena`. Pipes, sockets, devices and folders are
 * refused, so that it never waits for another process. False, with `out->problem`, which does not name the path, where
 * the file is missing, larger or unreadable, or `cancel` (may be NULL) fires meanwhile.
 */
bool tf_read_file(tf_arena *arena, const char *path, size_t most, tf_cancel *cancel, tf_file *out);

TF_END_DECLS

#endif
