/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks of attributes whose values go into requests.
 */
#ifndef HTTP_CHECKS_H
#define HTTP_CHECKS_H

#include <stdbool.h>

#include <tfprovider/schema.h>

/** The text is a URL that paths are put behind: see http_endpoint_problem. */
#define HTTP_IS_ENDPOINT               \
    {                                  \
        .text = http_check_is_endpoint \
    }
bool http_check_is_endpoint(tf_call *call, const tf_path *path, const char *text, const void *unused);

/** The text can be a key: see http_is_key. The error does not show it. */
#define HTTP_IS_KEY               \
    {                             \
        .text = http_check_is_key \
    }
bool http_check_is_key(tf_call *call, const tf_path *path, const char *text, const void *unused);

/** Whether `text` can be a key or an id in a header: it is not empty, and of printable characters without blanks. */
bool http_is_key(const char *text);

#endif
