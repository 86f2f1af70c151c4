/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an attribute's value has to be like to go into a request. What URLs are acceptable is said in url.c.
 */
#include "http/checks.h"

#include "http/url.h"

bool http_check_is_endpoint(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    const char *problem = http_endpoint_problem(tf_call_arena(call), text);
    return problem == NULL
           || tf_fail_at(call, path, "URL Not Accepted", "\"%s\": %s", http_url_shown(tf_call_arena(call), text),
                         problem);
}

bool http_is_key(const char *text)
{
    const char *end = text;
    while (*end > ' ' && *end <= '~')
        end++;
    return end > text && *end == '\0';
}

bool http_check_is_key(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    return http_is_key(text)
           || tf_fail_at(
               call, path, "Not a Key",
               "The value is empty, or has blanks, line breaks or characters in it that no key has. Set it to "
               "the key alone, or leave it out to take it from the environment.");
}
