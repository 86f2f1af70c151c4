/* SPDX-License-Identifier: Apache-2.0 */
/* When each waiter looks, and at what. What a look means is wait.c's. */
#include "control_plane/poller.h"

#include <stdlib.h>
#include <string.h>

#include <tfprovider/gate.h>

#include "control_plane/operations.h"

struct control_plane_poller {
    int64_t interval_ms;
    tf_gate gate; /* guards what follows, and changes with `listing` */
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
        tf_no_memory(sizeof *poller);
    poller->interval_ms = interval_ms < 1 ? 1 : interval_ms;
    tf_gate_init(&poller->gate);
    return poller;
}

void control_plane_poller_free(control_plane_poller *poller)
{
    if (poller == NULL)
        return;
    tf_arena_free(poller->arena);
    tf_gate_destroy(&poller->gate);
    free(poller);
}

void control_plane_poller_join(const control_plane_session *session, const char *id, control_plane_waiter *out)
{
    control_plane_poller *poller = session->poller;
    tf_gate_lock(&poller->gate);
    poller->waiters++;
    uint64_t turn = poller->joined++;
    tf_gate_unlock(&poller->gate);
    *out = (control_plane_waiter){
        .poller = poller,
        .session = session,
        .id = id,
        .turn = turn,
        .next_look = tf_deadline_in_ms(poller->interval_ms),
    };
}

void control_plane_poller_leave(control_plane_waiter *waiter)
{
    tf_gate_lock(&waiter->poller->gate);
    waiter->poller->waiters--;
    tf_gate_unlock(&waiter->poller->gate);
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
    tf_gate_unlock(&poller->gate);
    const control_plane_session session =
        control_plane_session_in(waiter->session, tf_arena_new_within(waiter->session->arena));
    control_plane_project_list list = { .count = 0 };
    control_plane_error error = { .kind = CONTROL_PLANE_ERROR_NONE };
    bool succeeded = control_plane_list_projects(&session, NULL, &list, &error);
    bool ended = error.kind == CONTROL_PLANE_ERROR_CANCELLED || error.kind == CONTROL_PLANE_ERROR_DEADLINE;
    tf_gate_lock(&poller->gate);
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
    tf_gate_wake(&poller->gate);
}

static bool list_is_fresh(const control_plane_poller *poller)
{
    return poller->arena != NULL && tf_now_ms() - poller->listed_at < poller->interval_ms;
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
    tf_gate_lock(&poller->gate);
    while (!list_is_fresh(poller) && !control_plane_session_ended(waiter->session)) {
        if (poller->listing)
            (void)tf_gate_wait(&poller->gate, waiter->session->cancel, waiter->session->deadline);
        else
            make_list(poller, waiter);
    }
    bool ended = !list_is_fresh(poller);
    bool succeeded = !ended && read_list(waiter, arena, out, error);
    waiter->next_look = poller->listed_at + poller->interval_ms;
    tf_gate_unlock(&poller->gate);
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
    tf_gate_lock(&poller->gate);
    bool shared = poller->waiters >= POLLER_SHARED_FROM;
    tf_gate_unlock(&poller->gate);
    out->with_revision = !shared || waiter->turn % POLLER_REVISION_EVERY == 0;
    if (!shared)
        return look_alone(waiter, arena, out, error);
    if (!look_together(waiter, arena, out, error))
        return false;
    /* A list may lack what is new, and show what is gone: the project itself decides. */
    return out->found ? true : look_alone(waiter, arena, out, error);
}
