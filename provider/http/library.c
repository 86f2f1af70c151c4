/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts libcurl with the functions of http/memory.h. What is done with it is others' concern.
 */
#include "http/library.h"

#include <pthread.h>

#include <curl/curl.h>

#include "http/memory.h"
#include "http/proxy.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_ready;

static void start(void)
{
    is_ready = curl_global_init_mem(CURL_GLOBAL_DEFAULT, http_memory_allocate, http_memory_release, http_memory_resize,
                                    http_memory_copy_text, http_memory_allocate_array)
               == CURLE_OK;
    http_protect_proxies();
}

bool http_library_start(void)
{
    pthread_once(&once, start);
    return is_ready;
}
