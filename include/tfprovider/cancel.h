/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cancellation and time.
 *
 * A token is fired once, by StopProvider or by the process going down, and reaches every wait and every HTTP call of
 * the requests that hold it. NULL in place of a token is accepted everywhere and never fires. Deadlines are instants of
 * the monotonic clock, in milliseconds.
 */
#ifndef TFPROVIDER_CANCEL_H
#define TFPROVIDER_CANCEL_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/language.h>

TF_BEGIN_DECLS

typedef struct tf_cancel tf_cancel;

/** A deadline that never comes. */
#define TF_NEVER INT64_MAX

/**
 * A new token that has not fired, with one reference, which the caller owns. Ends the process where memory is short.
 */
tf_cancel *tf_cancel_new(void);

/** Adds a reference; returns `cancel`. */
tf_cancel *tf_cancel_retain(tf_cancel *cancel);

/** Drops a reference; the last one frees the token. */
void tf_cancel_release(tf_cancel *cancel);

/** Fires the token: sticky, may be called from any thread and more than once. Waiters wake, watchers run once. */
void tf_cancel_fire(tf_cancel *cancel);

/** Whether the token was fired. */
bool tf_cancel_fired(const tf_cancel *cancel);

/**
 * Waits until `deadline` (tf_now_ms based). Returns false at once when the token fires or has fired, true at the
 * deadline.
 */
bool tf_cancel_wait(tf_cancel *cancel, int64_t deadline);

/** A function that runs once when a token fires, on the firing thread; at once where it has fired already. */
typedef struct tf_cancel_watch {
    void (*fired)(void *context);
    void *context;
    struct tf_cancel_watch *next;
} tf_cancel_watch;

/** Adds `watch`, whose memory the caller keeps until tf_cancel_remove_watch. */
void tf_cancel_add_watch(tf_cancel *cancel, tf_cancel_watch *watch);

/** Removes `watch`. When it returns, the function is not running and will not run. */
void tf_cancel_remove_watch(tf_cancel *cancel, tf_cancel_watch *watch);

/** Milliseconds of the monotonic clock. */
int64_t tf_now_ms(void);

/** The instant `milliseconds` from now, TF_NEVER where that overflows. Negative counts as 0. */
int64_t tf_deadline_in_ms(int64_t milliseconds);

/**
 * Parses a duration in Go's notation ("300ms", "1.5h", "2h45m"; units ns, us, µs, ms, s, m, h) into milliseconds,
 * rounded down. False where `text` is not one, negative, or too large.
 */
bool tf_parse_duration(const char *text, int64_t *out_milliseconds);

TF_END_DECLS

#endif
