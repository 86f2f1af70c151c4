/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client whose requests a control plane in memory answers, in either generation, for tests of what is built on that.
 */
#ifndef SUPPORT_CONTROL_PLANE_H
#define SUPPORT_CONTROL_PLANE_H

#include <pthread.h>

#include "control_plane/client.h"
#include "control_plane/error.h"

typedef struct client_fixture {
    http_engine *engine;
    control_plane_client *client;
    tf_arena *arena;
    tf_cancel *cancel;
    control_plane_session session; /**< of generation 2 */
} client_fixture;

/** Starts with a client that polls every `poll_interval_ms`, and a session without a deadline. */
void fixture_start(client_fixture *fixture, int64_t poll_interval_ms);

/** Likewise, with a line of the log every `log_interval_ms` of a wait. */
void fixture_start_telling(client_fixture *fixture, int64_t poll_interval_ms, int64_t log_interval_ms);

void fixture_end(client_fixture *fixture);

/** A session of another generation. */
control_plane_session fixture_session(client_fixture *fixture, const control_plane_generation *generation);

/** The id, a UUID in `arena`, under which the control plane in memory has what a test calls `name`. NULL stays NULL. */
const char *fake_id(tf_arena *arena, const char *name);

/** Most projects that the control plane in memory holds. */
#define FAKE_MOST 256

/** A project in memory. */
typedef struct fake_project {
    char id[64]; /**< in words, and its name: see fake_id */
    const char *status;
    char latest[64];    /**< revision, in words; "" for none */
    const char *active; /**< NULL for none */
} fake_project;

/** The control plane in memory: one process-wide table, emptied by fake_reset. All of it is guarded by `lock`. */
typedef struct fake_service {
    pthread_mutex_t lock;
    size_t count;
    fake_project projects[FAKE_MOST];
    bool all_removed;            /**< a read finds none of the projects any more, lists still do */
    const char *refusal;         /**< the words of whatever is refused */
    const char *revision_status; /**< what a read of any revision answers; NULL: none is there */
    const char *log;
    int gets, lists, revision_gets, creations, changes; /**< requests so far; a list of several pages is one */
    int pages;                                          /**< of lists */
    struct http_pace *pace;                             /**< of the first request */
    int other_paces;                                    /**< requests that keep another pace, or none */
    /** Called after each look (read or list) with the lock held: lets a test move things on. */
    void (*after_poll)(struct fake_service *service);
    /** What the next creations or changes come to. */
    int lost_after;  /**< done, the answer lost */
    int lost_before; /**< not done, the answer lost */
    int next_poll;   /**< the next look is answered with this status, once; 0 for none */
    int conflicts;   /**< so many changes and deletions are refused with 409 */
} fake_service;

extern fake_service fake;

void fake_reset(void);

/** Adds a project of that id (and name) whose newest revision is `latest`; returns it. */
fake_project *fake_add(const char *id, const char *latest);

#endif
