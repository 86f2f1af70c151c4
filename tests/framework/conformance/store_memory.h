/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records in the memory of the process: behind store.h where CORNER_STATE_DIR is not set.
 */
#ifndef CONFORMANCE_STORE_MEMORY_H
#define CONFORMANCE_STORE_MEMORY_H

#include <stdbool.h>

#include "store.h"

/** store_put, or store_insert where `replace` is false. */
store_result store_memory_write(store_table table, const char *key, const void *bytes, size_t size, bool replace);

store_result store_memory_get(tf_arena *arena, store_table table, const char *key, const void **out_bytes,
                              size_t *out_size);
store_result store_memory_remove(store_table table, const char *key);
store_result store_memory_keys(tf_arena *arena, store_table table, const char *const **out_keys);

#endif
