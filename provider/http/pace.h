/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pace of a service's requests: when one is told to slow down, all do. Requests then wait together, and start one
 * after the other with a distance that grows while the service goes on refusing and shrinks while it answers.
 */
#ifndef HTTP_PACE_H
#define HTTP_PACE_H

#include <pthread.h>
#include <stdint.h>

/** The least pause after a refusal, in milliseconds. */
#define HTTP_PACE_LEAST_PAUSE_MS 200

/** The distance between starts after the first refusal, and the longest one, in milliseconds. */
#define HTTP_PACE_FIRST_DISTANCE_MS 50
#define HTTP_PACE_LONGEST_DISTANCE_MS 1000

/** Its members are the functions' own. */
typedef struct http_pace {
    pthread_mutex_t lock;
    int64_t free_at;       /**< when the next request may start */
    int64_t refused_until; /**< further refusals until then belong to the same rush */
    int64_t distance_ms;   /**< between starts; 0 for none */
} http_pace;

/** A pace at which nobody waits; http_pace_destroy ends it. */
void http_pace_init(http_pace *pace);
void http_pace_destroy(http_pace *pace);

/** When a request may start: `now_ms` or later (both tf_now_ms based). The next one starts after it. */
int64_t http_pace_take(http_pace *pace, int64_t now_ms);

/** Says that the service asked, at `now_ms`, to come back in `delay_ms`. */
void http_pace_slow_down(http_pace *pace, int64_t now_ms, int64_t delay_ms);

/** Says that the service did what it was asked. */
void http_pace_speed_up(http_pace *pace);

#endif
