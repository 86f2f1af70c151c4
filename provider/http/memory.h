/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory for libcurl that is cleansed when it is freed: requests and answers pass through its buffers, secrets
 * included.
 */
#ifndef HTTP_MEMORY_H
#define HTTP_MEMORY_H

#include <stddef.h>

/** As malloc, realloc, calloc, strdup and free; what one of them returns only these may take back. */
void *http_memory_allocate(size_t size);
void *http_memory_resize(void *memory, size_t size);
void *http_memory_allocate_array(size_t count, size_t size);
char *http_memory_copy_text(const char *text);
void http_memory_release(void *memory);

#endif
