/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What ends the process: a signal, Terraform's word, or Terraform being gone.
 */
#ifndef FRAMEWORK_SERVE_LIFETIME_H
#define FRAMEWORK_SERVE_LIFETIME_H

#include <stdbool.h>
#include <stdint.h>

struct lifetime {
    int signals;  /**< descriptor of watch_signals, of those that end the process */
    int parent;   /**< descriptor of watch_process; -1 where the parent's end does not matter, or cannot be seen */
    int ended[2]; /**< pipe into which lifetime_end writes */
};

/**
 * To be called before any thread is started. SIGTERM and SIGHUP end the process. An interrupt of the terminal's reaches
 * the provider of a running Terraform too, which must live on to be told to stop: it ends only what `interrupt_ends`.
 * The end of the parent matters where `watch_parent`. Libraries that give up, as they do without memory or threads, end
 * it with a message. False where the system has no descriptors left.
 */
bool lifetime_begin(struct lifetime *lifetime, bool interrupt_ends, bool watch_parent);

/** Ends lifetime_wait. From any thread. */
void lifetime_end(const struct lifetime *lifetime);

/**
 * Waits until something ends the process, and says in one or two words what it was; NULL at `deadline` (tf_now_ms
 * based).
 */
const char *lifetime_wait(const struct lifetime *lifetime, int64_t deadline);

#endif
