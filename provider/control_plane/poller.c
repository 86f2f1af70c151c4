/* SPDX-License-Identifier: Apache-2.0 */
/* When each waiter looks, and at what. What a look means is wait.c's. */
#include "control_plane/poller.h"

#include <pthread.h>
#include <stdlib.h>

#include "control_plane/operations.h"
#include "control_plane/snapshot.h"

struct control_plane_poller {
    int64_t interval_ms;
    pthread_mutex_t lock; /* guards what follows */
    size_t waiters;
    uint64_t joined; /* waiters so far: spreads their turns */
};

control_plane_poller *control_plane_poller_new(int64_t interval_ms)
{
    control_plane_poller *poller = calloc(1, sizeof *poller);
    if (poller == NULL)
        tf_no_memory(sizeof *poller);
    poller->interval_ms = interval_ms < 1 ? 1 : interval_ms;
    pthread_mutex_init(&poller->lock, NULL);
    return poller;
}

void control_plane_poller_free(control_plane_poller *poller)
{
    if (poller == NULL)
        return;
    pthread_mutex_destroy(&poller->lock);
    free(poller);
}

void control_plane_poller_join(const control_plane_session *session, const char *id, control_plane_waiter *out)
{
    control_plane_poller *poller = session->poller;
    pthread_mutex_lock(&poller->lock);
    poller->waiters++;
    const uint64_t turn = poller->joined++;
    pthread_mutex_unlock(&poller->lock);
    *out = (control_plane_waiter){
        .poller = poller,
        .session = session,
        .id = id,
        .turn = turn,
        .next_poll = tf_deadline_in_ms(poller->interval_ms),
    };
}

void control_plane_poller_leave(control_plane_waiter *waiter)
{
    pthread_mutex_lock(&waiter->poller->lock);
    waiter->poller->waiters--;
    pthread_mutex_unlock(&waiter->poller->lock);
}

/* A look at this waiter's project alone. That it does not exist has to be the control plane's own word. */
static bool poll_alone(const control_plane_waiter *waiter, tf_arena *arena, control_plane_poll *out,
                       control_plane_error *error)
{
    const control_plane_session session = control_plane_session_in(waiter->session, arena);
    out->found = control_plane_get_project(&session, waiter->id, &out->project, error);
    return out->found || control_plane_says_gone(&session, error);
}

static bool poll_together(control_plane_waiter *waiter, tf_arena *arena, control_plane_poll *out,
                          control_plane_error *error)
{
    const int64_t interval_ms = waiter->poller->interval_ms;
    const control_plane_session session = control_plane_session_in(waiter->session, arena);
    const control_plane_search search = { .id = waiter->id, .not_before = tf_now_ms() - interval_ms + 1 };
    control_plane_finding finding;
    if (!control_plane_snapshot_find(&session, &search, &finding, error))
        return false;
    waiter->next_poll = finding.listed_at + interval_ms;
    /* A list may lack what is new, and show what is gone: the project itself decides. */
    if (!finding.found)
        return poll_alone(waiter, arena, out, error);
    out->found = true;
    out->from_list = true;
    out->project = finding.project;
    return true;
}

static bool shares_looks(control_plane_poller *poller)
{
    pthread_mutex_lock(&poller->lock);
    const bool shares = poller->waiters >= POLLER_SHARED_FROM;
    pthread_mutex_unlock(&poller->lock);
    return shares;
}

bool control_plane_poller_next(control_plane_waiter *waiter, tf_arena *arena, control_plane_poll *out,
                               control_plane_error *error)
{
    *out = (control_plane_poll){ .found = false };
    const int64_t deadline = waiter->session->deadline;
    const int64_t due = waiter->next_poll < deadline ? waiter->next_poll : deadline;
    if (!tf_cancel_wait(waiter->session->cancel, due) || control_plane_session_ended(waiter->session)) {
        *error = control_plane_session_end(waiter->session, "wait for the project");
        return false;
    }
    const bool shared = shares_looks(waiter->poller);
    waiter->turn++;
    waiter->next_poll = tf_deadline_in_ms(waiter->poller->interval_ms);
    out->with_revision = !shared || waiter->turn % POLLER_REVISION_EVERY == 0;
    return shared ? poll_together(waiter, arena, out, error) : poll_alone(waiter, arena, out, error);
}
