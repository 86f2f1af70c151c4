/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread owns the multi handle, so that libcurl needs no locks and shares its connections between all requests.
 * Callers hand over a transfer under the engine's lock, wake the thread, and sleep until it says that the transfer
 * ended.
 */
#include "http/engine.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "http/library.h"

/*
 * Connections that came about between two time-outs. A connection may be dead without a word (a NAT that forgot it, a
 * laptop that slept), and with HTTP/2 the next attempt would wait in it as well: so whatever begins after a time-out
 * gets newer ones.
 */
typedef struct connections {
    CURLSH *pool;
    size_t transfers; /**< that use them */
} connections;

typedef struct transfer {
    http_engine *engine;
    CURL *easy;
    connections *over;
    struct transfer *next;
    bool added; /**< to the multi handle */
    bool cancelled;
    bool done;
    CURLcode result;
    pthread_cond_t finished;
} transfer;

struct http_engine {
    pthread_mutex_t lock;
    pthread_t thread;
    bool running;
    bool stopping;
    CURLM *multi;
    connections *newest; /**< the engine's thread's own, as all connections; NULL until they are used */
    transfer *transfers; /**< all that are not done */
};

http_engine *http_engine_new(void)
{
    http_engine *engine = calloc(1, sizeof *engine);
    if (engine == NULL)
        tf_no_memory(sizeof *engine);
    pthread_mutex_init(&engine->lock, NULL);
    return engine;
}

static void free_connections(connections *unused)
{
    if (unused == NULL)
        return;
    curl_share_cleanup(unused->pool);
    free(unused);
}

static connections *make_connections(void)
{
    connections *made = calloc(1, sizeof *made);
    CURLSH *pool = made == NULL ? NULL : curl_share_init();
    if (pool == NULL || curl_share_setopt(pool, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT) != CURLSHE_OK) {
        curl_share_cleanup(pool);
        free(made);
        return NULL;
    }
    made->pool = pool;
    return made;
}

static bool begin_transfer(http_engine *engine, transfer *begun)
{
    if (engine->newest == NULL)
        engine->newest = make_connections();
    if (engine->newest == NULL)
        return false;
    curl_easy_setopt(begun->easy, CURLOPT_PRIVATE, begun);
    curl_easy_setopt(begun->easy, CURLOPT_SHARE, engine->newest->pool);
    begun->over = engine->newest;
    begun->over->transfers++;
    begun->added = curl_multi_add_handle(engine->multi, begun->easy) == CURLM_OK;
    return begun->added;
}

/* Takes a transfer off its connections, which go with the last one where there are newer ones. */
static void end_transfer(http_engine *engine, transfer *ended, CURLcode result)
{
    connections *over = ended->over;
    if (over == NULL)
        return;
    if (ended->added)
        curl_multi_remove_handle(engine->multi, ended->easy);
    curl_easy_setopt(ended->easy, CURLOPT_SHARE, NULL);
    over->transfers--;
    if (result == CURLE_OPERATION_TIMEDOUT && over == engine->newest)
        engine->newest = NULL;
    if (over->transfers == 0 && over != engine->newest)
        free_connections(over);
}

/*
 * Marks a transfer as ended and unlinks it. Its memory is the waiting caller's, who may go on as soon as the lock is
 * free.
 */
static void finish(http_engine *engine, transfer *ended, CURLcode result)
{
    for (transfer **at = &engine->transfers; *at != NULL; at = &(*at)->next) {
        if (*at == ended) {
            *at = ended->next;
            break;
        }
    }
    end_transfer(engine, ended, result);
    ended->result = result;
    ended->done = true;
    pthread_cond_signal(&ended->finished);
}

/* Adds what is new and takes out what was cancelled. */
static void take_orders(http_engine *engine)
{
    transfer *next = NULL;
    for (transfer *each = engine->transfers; each != NULL; each = next) {
        next = each->next;
        if (each->cancelled) {
            finish(engine, each, CURLE_ABORTED_BY_CALLBACK);
        } else if (!each->added && !begin_transfer(engine, each)) {
            finish(engine, each, CURLE_OUT_OF_MEMORY);
        }
    }
}

static void collect_ended(http_engine *engine)
{
    int left = 0;
    for (CURLMsg *message = curl_multi_info_read(engine->multi, &left); message != NULL;
         message = curl_multi_info_read(engine->multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        char *private = NULL;
        const CURLcode result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
        pthread_mutex_lock(&engine->lock);
        finish(engine, (transfer *)(void *)private, result);
        pthread_mutex_unlock(&engine->lock);
    }
}

static void *drive(void *context)
{
    http_engine *engine = context;
    for (;;) {
        pthread_mutex_lock(&engine->lock);
        const bool stopping = engine->stopping;
        take_orders(engine);
        pthread_mutex_unlock(&engine->lock);
        if (stopping)
            break;
        int running = 0;
        curl_multi_perform(engine->multi, &running);
        collect_ended(engine);
        /*
         * Wakes by itself for timers of its own; a new transfer, a cancellation and the end wake it by
         * curl_multi_wakeup.
         */
        curl_multi_poll(engine->multi, NULL, 0, 60000, NULL);
    }
    free_connections(engine->newest);
    curl_multi_cleanup(engine->multi);
    return NULL;
}

/* The engine's thread takes no signals: they are the program's, and SIGPIPE would be of a server that hung up. */
static bool start_thread(http_engine *engine)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
        return false;
    const bool started = pthread_create(&engine->thread, NULL, drive, engine) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

bool http_engine_start(http_engine *engine)
{
    if (!http_library_start())
        return false;
    pthread_mutex_lock(&engine->lock);
    if (!engine->running) {
        engine->multi = curl_multi_init();
        if (engine->multi != NULL && start_thread(engine)) {
            engine->running = true;
        } else {
            curl_multi_cleanup(engine->multi);
            engine->multi = NULL;
        }
    }
    const bool running = engine->running;
    pthread_mutex_unlock(&engine->lock);
    return running;
}

static void cancel_transfer(void *context)
{
    transfer *cancelled = context;
    http_engine *engine = cancelled->engine;
    pthread_mutex_lock(&engine->lock);
    cancelled->cancelled = true;
    pthread_mutex_unlock(&engine->lock);
    curl_multi_wakeup(engine->multi);
}

CURLcode http_engine_run(http_engine *engine, CURL *easy, tf_cancel *cancel)
{
    transfer run = { .engine = engine, .easy = easy, .finished = PTHREAD_COND_INITIALIZER };
    pthread_mutex_lock(&engine->lock);
    run.next = engine->transfers;
    /* cppcheck-suppress autoVariables ; this function returns only after `run` was unlinked */
    engine->transfers = &run;
    pthread_mutex_unlock(&engine->lock);

    tf_cancel_watch watch = { .fired = cancel_transfer, .context = &run };
    if (cancel != NULL)
        tf_cancel_add_watch(cancel, &watch);
    curl_multi_wakeup(engine->multi);

    pthread_mutex_lock(&engine->lock);
    while (!run.done)
        pthread_cond_wait(&run.finished, &engine->lock);
    pthread_mutex_unlock(&engine->lock);
    if (cancel != NULL)
        tf_cancel_remove_watch(cancel, &watch);
    pthread_cond_destroy(&run.finished);
    return run.result;
}

void http_engine_free(http_engine *engine)
{
    if (engine == NULL)
        return;
    if (engine->running) {
        pthread_mutex_lock(&engine->lock);
        engine->stopping = true;
        pthread_mutex_unlock(&engine->lock);
        curl_multi_wakeup(engine->multi);
        pthread_join(engine->thread, NULL);
    }
    pthread_mutex_destroy(&engine->lock);
    free(engine);
}
