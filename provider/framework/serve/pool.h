/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads that run calls: as many as there are calls at once, up to a limit; those that find nothing to do end after a
 * while.
 */
#ifndef FRAMEWORK_SERVE_POOL_H
#define FRAMEWORK_SERVE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;

/** Work for a thread of the pool. Its memory is the caller's, who may release it from within `run`. */
typedef struct pool_job {
    void (*run)(struct pool_job *job);
    struct pool_job *next;
} pool_job;

/** A pool of at most `limit` threads, which end after `idle_milliseconds` without work. The caller owns it. */
struct pool *pool_new(size_t limit, int64_t idle_milliseconds);

/**
 * Runs `job` on a thread of the pool, or once one is free where all are busy. Jobs start in the order in which they
 * come. Where no thread can be made at all, the job runs here and now.
 */
void pool_run(struct pool *pool, pool_job *job);

/**
 * Takes `job` back, which pool_run got: true where it has not begun, and then it never will. For any other job false.
 */
bool pool_withdraw(struct pool *pool, const pool_job *job);

/** Threads there are at the moment: for tests and figures. */
size_t pool_threads(struct pool *pool);

/**
 * Waits until all jobs have run and all threads have ended, then releases the pool. No job may be added from then on.
 */
void pool_free(struct pool *pool);

#endif
