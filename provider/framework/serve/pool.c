/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads for calls, as many as there are calls at once; idle ones end after a while.
 */
#include "framework/serve/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include <tfprovider/arena.h>
#include <tfprovider/cancel.h>

#include "framework/foundation/condition.h"

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t work;  /* a job came, or the pool closes */
    pthread_cond_t ended; /* a thread has ended */
    size_t limit;
    int64_t idle_milliseconds;
    size_t threads;
    size_t idle;
    size_t queued;
    pool_job *first;
    pool_job **last;
    bool closing;
    bool has_ended;       /* a thread has ended that nobody has joined */
    pthread_t last_ended; /* which; it joins the one before it */
};

struct pool *pool_new(size_t limit, int64_t idle_milliseconds)
{
    struct pool *made = calloc(1, sizeof *made);
    if (made == NULL)
        tf_no_memory(sizeof *made);
    made->limit = limit;
    made->idle_milliseconds = idle_milliseconds;
    made->last = &made->first;
    pthread_mutex_init(&made->lock, NULL);
    condition_init(&made->work);
    condition_init(&made->ended);
    return made;
}

/*
 * Each thread that ends joins the one that ended before, so that whoever joins the last one knows that all are gone,
 * with what libraries keep for a thread.
 */
static void end_thread(struct pool *pool)
{
    const bool joins = pool->has_ended;
    const pthread_t before = pool->last_ended;
    pool->has_ended = true;
    pool->last_ended = pthread_self();
    pool->threads--;
    pthread_cond_signal(&pool->ended);
    pthread_mutex_unlock(&pool->lock);
    if (joins)
        pthread_join(before, NULL);
}

/* The next job, NULL where there is none. Called with the lock held. */
static pool_job *take(struct pool *pool)
{
    pool_job *job = pool->first;
    if (job == NULL)
        return NULL;
    pool->first = job->next;
    if (pool->first == NULL)
        pool->last = &pool->first;
    pool->queued--;
    return job;
}

/* Waits for work with the lock held; false once it has waited for long enough, or the pool closes. */
static bool wait_for_work(struct pool *pool)
{
    const int64_t deadline = tf_deadline_in_ms(pool->idle_milliseconds);
    pool->idle++;
    while (pool->first == NULL && !pool->closing && condition_wait(&pool->work, &pool->lock, deadline))
        ;
    pool->idle--;
    return pool->first != NULL;
}

static void *work(void *context)
{
    struct pool *pool = context;
    pthread_mutex_lock(&pool->lock);
    do {
        for (pool_job *job = take(pool); job != NULL; job = take(pool)) {
            pthread_mutex_unlock(&pool->lock);
            job->run(job);
            pthread_mutex_lock(&pool->lock);
        }
    } while (wait_for_work(pool));
    end_thread(pool);
    return NULL;
}

static bool start_thread(struct pool *pool)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, pool) != 0)
        return false;
    pool->threads++;
    return true;
}

void pool_run(struct pool *pool, pool_job *job)
{
    pthread_mutex_lock(&pool->lock);
    job->next = NULL;
    const bool needs_thread = pool->queued >= pool->idle && pool->threads < pool->limit;
    const bool has_thread = !needs_thread || start_thread(pool) || pool->threads > 0;
    if (has_thread) {
        *pool->last = job;
        pool->last = &job->next;
        pool->queued++;
        pthread_cond_signal(&pool->work);
    }
    pthread_mutex_unlock(&pool->lock);
    if (!has_thread)
        job->run(job);
}

bool pool_withdraw(struct pool *pool, const pool_job *job)
{
    pthread_mutex_lock(&pool->lock);
    pool_job **link = &pool->first;
    while (*link != NULL && *link != job)
        link = &(*link)->next;
    const bool is_queued = *link != NULL;
    if (is_queued) {
        *link = job->next;
        if (pool->last == &job->next)
            pool->last = link;
        pool->queued--;
    }
    pthread_mutex_unlock(&pool->lock);
    return is_queued;
}

size_t pool_threads(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    const size_t threads = pool->threads;
    pthread_mutex_unlock(&pool->lock);
    return threads;
}

void pool_free(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->work);
    while (pool->threads > 0)
        pthread_cond_wait(&pool->ended, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    if (pool->has_ended)
        pthread_join(pool->last_ended, NULL);
    pthread_cond_destroy(&pool->ended);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
