/* SPDX-License-Identifier: Apache-2.0 */
/* When each waiter looks, and at what. What a look means is wait.c's. */
#include "control_plane/poller.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "control_plane/operations.h"

struct control_plane_poller {
    int64_t interval_ms;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    size_t waiters;
    uint64_t joined;   /* waiters so far: spreads their turns */
    bool listing;      /* somebody is making the list */
    tf_arena *arena;   /* of the newest list; NULL before there was one */
    int64_t listed_at; /* instant */
    bool list_succeeded;
    control_plane_project_list list;
    control_plane_error error; /* where it did not succeed */
};

control_plane_poller *control_plane_poller_new(int64_t interval_ms)
{
    control_plane_poller *poller = calloc(1, sizeof *poller);
    if (poller == NULL)
        abort();
    poller->interval_ms = interval_ms < 1 ? 1 : interval_ms;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&poller->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&poller->lock, NULL);
    return poller;
}

void control_plane_poller_free(control_plane_poller *poller)
{
    if (poller == NULL)
        return;
    tf_arena_free(poller->arena);
    pthread_cond_destroy(&poller->changed);
    pthread_mutex_destroy(&poller->lock);
    free(poller);
}

static void wake_all(void *context)
{
    control_plane_poller *poller = context;
    pthread_mutex_lock(&poller->lock);
    pthread_cond_broadcast(&poller->changed);
    pthread_mutex_unlock(&poller->lock);
}

void control_plane_poller_join(const control_plane_session *session, const char *id, control_plane_waiter *out)
{
    control_plane_poller *poller = session->poller;
    pthread_mutex_lock(&poller->lock);
    poller->waiters++;
    uint64_t turn = poller->joined++;
    pthread_mutex_unlock(&poller->lock);
    *out = (control_plane_waiter){
        .poller = poller,
        .session = session,
        .id = id,
        .turn = turn,
        .next_look = tf_deadline_in_ms(poller->interval_ms),
        .on_cancel = { .fired = wake_all, .context = poller },
    };
    tf_cancel_add_watch(session->cancel, &out->on_cancel);
}

void control_plane_poller_leave(control_plane_waiter *waiter)
{
    tf_cancel_remove_watch(waiter->session->cancel, &waiter->on_cancel);
    pthread_mutex_lock(&waiter->poller->lock);
    waiter->poller->waiters--;
    pthread_mutex_unlock(&waiter->poller->lock);
}

static bool fail_as_ended(const control_plane_waiter *waiter, control_plane_error *error)
{
    bool cancelled = tf_cancel_fired(waiter->session->cancel);
    *error = (control_plane_error){
        .kind = cancelled ? CONTROL_PLANE_ERROR_CANCELLED : CONTROL_PLANE_ERROR_DEADLINE,
        .what = "wait for the project",
        .endpoint = waiter->session->config->endpoint,
        .detail = cancelled ? "the call was interrupted" : "the time for it ran out",
    };
    return false;
}

/* A look at this waiter's project alone. That it does not exist has to be the control plane's own word. */
static bool look_alone(const control_plane_waiter *waiter, tf_arena *arena, control_plane_look *out,
                       control_plane_error *error)
{
    const control_plane_session session = control_plane_session_in(waiter->session, arena);
    out->found = control_plane_get_project(&session, waiter->id, &out->project, error);
    return out->found || control_plane_says_gone(&session, error);
}

/* Makes the list that all share, called and returning with the lock held. The call's own end is nobody else's failure. */
static void make_list(control_plane_poller *poller, const control_plane_waiter *waiter)
{
    poller->listing = true;
    pthread_mutex_unlock(&poller->lock);
    const control_plane_session session = control_plane_session_in(waiter->session, tf_arena_new());
    control_plane_project_list list = { .count = 0 };
    control_plane_error error = { .kind = CONTROL_PLANE_ERROR_NONE };
    bool succeeded = control_plane_list_projects(&session, NULL, &list, &error);
    bool ended = error.kind == CONTROL_PLANE_ERROR_CANCELLED || error.kind == CONTROL_PLANE_ERROR_DEADLINE;
    pthread_mutex_lock(&poller->lock);
    poller->listing = false;
    if (ended) {
        tf_arena_free(session.arena);
    } else {
        tf_arena_free(poller->arena);
        poller->arena = session.arena;
        poller->listed_at = tf_now_ms();
        poller->list_succeeded = succeeded;
        poller->list = list;
        poller->error = error;
    }
    pthread_cond_broadcast(&poller->changed);
}

static bool list_is_fresh(const control_plane_poller *poller)
{
    return poller->arena != NULL && tf_now_ms() - poller->listed_at < poller->interval_ms;
}

static void wait_for_change(control_plane_poller *poller, int64_t deadline)
{
    if (deadline == TF_NEVER) {
        pthread_cond_wait(&poller->changed, &poller->lock);
        return;
    }
    struct timespec until = { .tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000 };
    pthread_cond_timedwait(&poller->changed, &poller->lock, &until);
}

/* What the shared list shows of the waiter's project, with the lock held. */
static bool read_list(const control_plane_waiter *waiter, tf_arena *arena, control_plane_look *out,
                      control_plane_error *error)
{
    const control_plane_poller *poller = waiter->poller;
    if (!poller->list_succeeded) {
        *error = control_plane_error_copy(arena, &poller->error);
        return false;
    }
    for (size_t i = 0; i < poller->list.count; i++) {
        if (strcmp(poller->list.items[i].id, waiter->id) != 0)
            continue;
        out->found = true;
        out->from_list = true;
        out->project = control_plane_project_copy(arena, &poller->list.items[i]);
        break;
    }
    return true;
}

static bool look_together(control_plane_waiter *waiter, tf_arena *arena, control_plane_look *out,
                          control_plane_error *error)
{
    control_plane_poller *poller = waiter->poller;
    pthread_mutex_lock(&poller->lock);
    while (!list_is_fresh(poller) && !control_plane_session_ended(waiter->session)) {
        if (poller->listing)
            wait_for_change(poller, waiter->session->deadline);
        else
            make_list(poller, waiter);
    }
    bool ended = !list_is_fresh(poller);
    bool succeeded = !ended && read_list(waiter, arena, out, error);
    waiter->next_look = poller->listed_at + poller->interval_ms;
    pthread_mutex_unlock(&poller->lock);
    return ended ? fail_as_ended(waiter, error) : succeeded;
}

bool control_plane_poller_look(control_plane_waiter *waiter, tf_arena *arena, control_plane_look *out,
                               control_plane_error *error)
{
    *out = (control_plane_look){ .found = false };
    control_plane_poller *poller = waiter->poller;
    int64_t deadline = waiter->session->deadline;
    int64_t due = waiter->next_look < deadline ? waiter->next_look : deadline;
    if (!tf_cancel_wait(waiter->session->cancel, due) || tf_now_ms() >= deadline)
        return fail_as_ended(waiter, error);
    waiter->turn++;
    waiter->next_look = tf_deadline_in_ms(poller->interval_ms);
    pthread_mutex_lock(&poller->lock);
    bool shared = poller->waiters >= POLLER_SHARED_FROM;
    pthread_mutex_unlock(&poller->lock);
    out->with_revision = !shared || waiter->turn % POLLER_REVISION_EVERY == 0;
    if (!shared)
        return look_alone(waiter, arena, out, error);
    if (!look_together(waiter, arena, out, error))
        return false;
    /* A list may lack what is new, and show what is gone: the project itself decides. */
    return out->found ? true : look_alone(waiter, arena, out, error);
}
