/* SPDX-License-Identifier: Apache-2.0 */
/* When requests to one service start. Which answers are refusals, and how long one request waits, is retry.c's. */
#include "http/pace.h"

/* With each answer the distance loses one part of so many. */
#define RECOVERY 8

/* A shorter distance than this is none. */
#define SHORTEST_DISTANCE_MS 5

void http_pace_init(http_pace *pace)
{
    *pace = (http_pace){ .free_at = 0 };
    pthread_mutex_init(&pace->lock, NULL);
}

void http_pace_destroy(http_pace *pace)
{
    pthread_mutex_destroy(&pace->lock);
}

static int64_t later(int64_t one, int64_t other)
{
    return one > other ? one : other;
}

int64_t http_pace_take(http_pace *pace, int64_t now_ms)
{
    pthread_mutex_lock(&pace->lock);
    const int64_t start = later(now_ms, pace->free_at);
    pace->free_at = start + pace->distance_ms;
    pthread_mutex_unlock(&pace->lock);
    return start;
}

void http_pace_slow_down(http_pace *pace, int64_t now_ms, int64_t delay_ms)
{
    pthread_mutex_lock(&pace->lock);
    const int64_t until = now_ms + later(delay_ms, HTTP_PACE_LEAST_PAUSE_MS);
    if (now_ms >= pace->refused_until) {
        pace->distance_ms = pace->distance_ms == 0 ? HTTP_PACE_FIRST_DISTANCE_MS : pace->distance_ms * 2;
        if (pace->distance_ms > HTTP_PACE_LONGEST_DISTANCE_MS)
            pace->distance_ms = HTTP_PACE_LONGEST_DISTANCE_MS;
        pace->refused_until = until;
    }
    pace->free_at = later(pace->free_at, pace->refused_until);
    pthread_mutex_unlock(&pace->lock);
}

void http_pace_speed_up(http_pace *pace)
{
    pthread_mutex_lock(&pace->lock);
    pace->distance_ms -= (pace->distance_ms + RECOVERY - 1) / RECOVERY;
    if (pace->distance_ms < SHORTEST_DISTANCE_MS)
        pace->distance_ms = 0;
    pthread_mutex_unlock(&pace->lock);
}
