/* SPDX-License-Identifier: Apache-2.0 */
/* The pool of threads. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "framework/serve/pool.h"

enum { MOST_JOBS = 200 };

/* A door at which jobs wait until as many as are expected stand before it. */
struct door {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t waiting;
    size_t opens_at;
    size_t done;
};

struct job {
    pool_job job;
    struct door *door;
};

static void pass_door(pool_job *job)
{
    struct door *door = ((struct job *)job)->door;
    pthread_mutex_lock(&door->lock);
    door->waiting++;
    pthread_cond_broadcast(&door->changed);
    while (door->waiting < door->opens_at)
        pthread_cond_wait(&door->changed, &door->lock);
    door->done++;
    pthread_cond_broadcast(&door->changed);
    pthread_mutex_unlock(&door->lock);
}

static void wait_until_done(struct door *door, size_t count)
{
    pthread_mutex_lock(&door->lock);
    while (door->done < count)
        pthread_cond_wait(&door->changed, &door->lock);
    pthread_mutex_unlock(&door->lock);
}

static void run_jobs(struct pool *pool, struct door *door, struct job *jobs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        jobs[i] = (struct job){ .job.run = pass_door, .door = door };
        pool_run(pool, &jobs[i].job);
    }
}

static void test_a_hundred_jobs_run_at_once(void **state)
{
    (void)state;
    struct job jobs[100];
    struct door door = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 100, 0 };
    struct pool *pool = pool_new(MOST_JOBS, 60000);
    run_jobs(pool, &door, jobs, 100);
    wait_until_done(&door, 100);
    assert_in_range(pool_threads(pool), 100, MOST_JOBS);
    pool_free(pool);
    assert_int_equal(door.done, 100);
}

static void test_jobs_beyond_the_limit_wait_for_a_thread(void **state)
{
    (void)state;
    static struct job jobs[MOST_JOBS];
    struct door door = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 4, 0 };
    struct pool *pool = pool_new(4, 60000);
    run_jobs(pool, &door, jobs, MOST_JOBS);
    wait_until_done(&door, MOST_JOBS);
    assert_int_equal(pool_threads(pool), 4);
    pool_free(pool);
}

static void test_a_pool_ends_with_its_last_job(void **state)
{
    (void)state;
    struct job jobs[10];
    struct door door = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 1, 0 };
    struct pool *pool = pool_new(2, 0);
    run_jobs(pool, &door, jobs, 10);
    pool_free(pool);
    assert_int_equal(door.done, 10);
    pool_free(pool_new(1, 0));
}

static void test_threads_that_find_nothing_to_do_end(void **state)
{
    (void)state;
    struct job jobs[8];
    struct door door = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 8, 0 };
    struct pool *pool = pool_new(8, 1);
    run_jobs(pool, &door, jobs, 8);
    wait_until_done(&door, 8);
    while (pool_threads(pool) > 0)
        sched_yield();
    struct job last;
    run_jobs(pool, &door, &last, 1);
    wait_until_done(&door, 9);
    pool_free(pool);
}

static void test_a_job_that_has_not_begun_is_taken_back(void **state)
{
    (void)state;
    struct job jobs[4];
    struct door door = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 2, 0 };
    struct pool *pool = pool_new(1, 60000);
    run_jobs(pool, &door, jobs, 4);
    pthread_mutex_lock(&door.lock);
    while (door.waiting < 1)
        pthread_cond_wait(&door.changed, &door.lock);
    pthread_mutex_unlock(&door.lock);
    assert_false(pool_withdraw(pool, &jobs[0].job));
    assert_true(pool_withdraw(pool, &jobs[3].job));
    assert_true(pool_withdraw(pool, &jobs[1].job));
    assert_false(pool_withdraw(pool, &jobs[1].job));
    pthread_mutex_lock(&door.lock);
    door.opens_at = 1;
    pthread_cond_broadcast(&door.changed);
    pthread_mutex_unlock(&door.lock);
    /* Behind one that was last and is gone, the next is run all the same. */
    jobs[3] = (struct job){ .job.run = pass_door, .door = &door };
    pool_run(pool, &jobs[3].job);
    pool_free(pool);
    assert_int_equal(door.done, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_hundred_jobs_run_at_once),
        cmocka_unit_test(test_jobs_beyond_the_limit_wait_for_a_thread),
        cmocka_unit_test(test_a_job_that_has_not_begun_is_taken_back),
        cmocka_unit_test(test_a_pool_ends_with_its_last_job),
        cmocka_unit_test(test_threads_that_find_nothing_to_do_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
