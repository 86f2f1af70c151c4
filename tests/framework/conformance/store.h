/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records that outlive a call: sequences of bytes under a key, in tables. They live in the memory of the process or,
 * where CORNER_STATE_DIR names a directory, in files there, which further processes see. Thread-safe.
 */
#ifndef CONFORMANCE_STORE_H
#define CONFORMANCE_STORE_H

#include <tfprovider/arena.h>

typedef enum store_table { STORE_USERS, STORE_STATES, STORE_LOCKS, STORE_RECORDS, STORE_TABLES } store_table;

typedef enum store_result {
    STORE_DONE,
    STORE_EXISTS, /**< of store_insert: there is a record under that key, which stays as it is */
    STORE_ABSENT, /**< of store_get and store_remove: there is none */
    STORE_FAILED, /**< a file could not be read or written; errno says why */
} store_result;

/** Adds a record. */
store_result store_insert(store_table table, const char *key, const void *bytes, size_t size);

/** Adds or replaces a record. */
store_result store_put(store_table table, const char *key, const void *bytes, size_t size);

/** A copy of a record in `arena`, with a NUL behind it that `*out_size` does not count. */
store_result store_get(tf_arena *arena, store_table table, const char *key, const void **out_bytes, size_t *out_size);

/** Drops a record. */
store_result store_remove(store_table table, const char *key);

/** The keys of a table, in no order, ending with NULL; in `arena`. */
store_result store_keys(tf_arena *arena, store_table table, const char *const **out_keys);

#endif
