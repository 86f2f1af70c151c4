/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a request is made again, and after how long. It decides from what came back alone; waiting is http.c's.
 */
#include "http/retry.h"

#include <stdlib.h>

#include <curl/curl.h>

#include <tfprovider/cancel.h>

/* The first wait is up to this long, in milliseconds; who is asked to slow down waits longer. */
#define FIRST_DELAY_MS 250
#define FIRST_DELAY_THROTTLED_MS 1000
#define LONGEST_DELAY_MS 20000

/*
 * Where no connection comes about, a wrong address is likelier than a passing fault: the user should hear of it soon.
 */
#define MOST_CONNECT_RETRIES 4

bool http_parse_retry_after(const char *text, int64_t wall_seconds, int64_t *out_ms)
{
    while (*text == ' ' || *text == '\t')
        text++;
    if (*text >= '0' && *text <= '9') {
        char *end = NULL;
        const long long seconds = strtoll(text, &end, 10);
        while (*end == ' ' || *end == '\t')
            end++;
        if (*end != '\0')
            return false;
        *out_ms = seconds > INT64_MAX / 1000 ? INT64_MAX : (int64_t)seconds * 1000;
        return true;
    }
    const time_t instant = curl_getdate(text, NULL);
    if (instant == -1)
        return false;
    *out_ms = instant > wall_seconds ? ((int64_t)instant - wall_seconds) * 1000 : 0;
    return true;
}

static bool is_throttled(const http_attempt *attempt)
{
    return attempt->throttled || attempt->status == 429;
}

static bool is_repeatable(const http_attempt *attempt)
{
    switch (attempt->error) {
    case HTTP_ERROR_NONE:
        break;
    case HTTP_ERROR_CONNECT:
        return attempt->number <= MOST_CONNECT_RETRIES && (attempt->idempotent || !attempt->sent);
    case HTTP_ERROR_TIMEOUT:
    case HTTP_ERROR_TRANSPORT:
        return attempt->idempotent || !attempt->sent;
    default:
        return false;
    }
    if (is_throttled(attempt))
        return true;
    if (attempt->status == 503 && attempt->retry_after != NULL)
        return true;
    /* 501 and 505 say that it will never work. */
    return attempt->idempotent && attempt->status >= 500 && attempt->status != 501 && attempt->status != 505;
}

static int64_t backoff(const http_attempt *attempt)
{
    int64_t longest = is_throttled(attempt) ? FIRST_DELAY_THROTTLED_MS : FIRST_DELAY_MS;
    for (int doubled = 1; doubled < attempt->number && longest < LONGEST_DELAY_MS; doubled++)
        longest *= 2;
    if (longest > LONGEST_DELAY_MS)
        longest = LONGEST_DELAY_MS;
    return (int64_t)((double)longest * attempt->chance);
}

bool http_should_retry(const http_attempt *attempt, int64_t *out_delay_ms)
{
    if (attempt->number > attempt->max_retries || !is_repeatable(attempt))
        return false;
    int64_t delay = 0;
    if (attempt->retry_after != NULL && http_parse_retry_after(attempt->retry_after, attempt->wall_seconds, &delay)) {
        if (delay > HTTP_LONGEST_RETRY_AFTER_MS)
            return false;
    } else {
        delay = backoff(attempt);
    }
    if (delay >= attempt->left_ms)
        return false;
    *out_delay_ms = delay;
    return true;
}
