/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client without a network, and a generation of the API that exists in memory, for tests of what is built on both.
 */
#ifndef SUPPORT_CONTROL_PLANE_H
#define SUPPORT_CONTROL_PLANE_H

#include <pthread.h>

#include "control_plane/project.h"

typedef struct client_fixture {
    http_engine *engine;
    control_plane_client *client;
    tf_arena *arena;
    tf_cancel *cancel;
    control_plane_session session;
} client_fixture;

/** Starts with a client that polls every `poll_interval_ms`, and a session without a deadline. */
void fixture_start(client_fixture *fixture, int64_t poll_interval_ms);

/** Likewise, with a line of the log every `tell_interval_ms` of a wait. */
void fixture_start_telling(client_fixture *fixture, int64_t poll_interval_ms, int64_t tell_interval_ms);

void fixture_end(client_fixture *fixture);

/** Most projects that the generation in memory holds. */
#define FAKE_MOST 32

/** The generation in memory: one process-wide table, emptied by fake_reset. All of it is guarded by `lock`. */
typedef struct fake_service {
    pthread_mutex_t lock;
    size_t count;
    control_plane_project projects[FAKE_MOST];
    bool all_removed;            /**< get finds none of the projects any more, lists still do */
    const char *refusal;         /**< the words of whatever is refused */
    const char *revision_status; /**< what get_revision answers, for any revision */
    const char *log;
    int gets, lists, revision_gets, creations, changes; /**< calls so far */
    /** Called after each look (get or list) with the lock held: lets a test move things on. */
    void (*after_look)(struct fake_service *service);
    /** What the next creations or changes come to. */
    int lost_after;                     /**< done, the answer lost */
    int lost_before;                    /**< not done, the answer lost */
    control_plane_error_kind next_look; /**< the next look fails so, once */
} fake_service;

extern fake_service fake;
extern const control_plane_generation fake_generation;       /**< the second */
extern const control_plane_generation fake_first_generation; /**< the same with the number 1 */

void fake_reset(void);

/** Adds a project of that id (and name) whose newest revision is `latest`; returns it. */
control_plane_project *fake_add(const char *id, const char *latest);

#endif
