/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcurl, which wants to be started once before anything of it is used.
 */
#ifndef HTTP_LIBRARY_H
#define HTTP_LIBRARY_H

#include <stdbool.h>

/**
 * Starts libcurl unless it runs, with memory that is cleansed. False where it cannot be started, for want of memory.
 */
bool http_library_start(void);

#endif
