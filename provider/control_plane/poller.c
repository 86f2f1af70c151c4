/* SPDX-License-Identifier: Apache-2.0 */
/* When each waiter looks, and at what. What a look means is wait.c's. */
#include "control_plane/poller.h"

#include <stdlib.h>

#include <tfprovider/gate.h>

#include "control_plane/operations.h"
#include "control_plane/snapshot.h"

/* Times a poll interval that all keep quiet for after a 429, at most: each further one doubles the pause. */
#define LONGEST_PAUSE 16

struct control_plane_poller {
    int64_t interval_ms;
    struct {
        tf_gate gate;
        size_t waiters;
        uint64_t joined;     /* waiters so far: spreads their turns */
        int64_t quiet_until; /* instant */
        int64_t pause;       /* the last one, in poll intervals; 0 where answers come again */
    } all;
};

control_plane_poller *control_plane_poller_new(int64_t interval_ms)
{
    control_plane_poller *poller = calloc(1, sizeof *poller);
    if (poller == NULL)
        tf_no_memory(sizeof *poller);
    poller->interval_ms = interval_ms < 1 ? 1 : interval_ms;
    tf_gate_init(&poller->all.gate);
    return poller;
}

void control_plane_poller_free(control_plane_poller *poller)
{
    if (poller == NULL)
        return;
    tf_gate_destroy(&poller->all.gate);
    free(poller);
}

void control_plane_poller_join(const control_plane_session *session, const char *id, control_plane_waiter *out)
{
    control_plane_poller *poller = session->poller;
    tf_gate_lock(&poller->all.gate);
    poller->all.waiters++;
    const uint64_t turn = poller->all.joined++;
    tf_gate_unlock(&poller->all.gate);
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
    tf_gate_lock(&waiter->poller->all.gate);
    waiter->poller->all.waiters--;
    tf_gate_unlock(&waiter->poller->all.gate);
}

/* A look at this waiter's project alone. That it does not exist has to be the control plane's own word. */
static bool look_alone(const control_plane_waiter *waiter, tf_arena *arena, control_plane_look *out,
                       control_plane_error *error)
{
    const control_plane_session session = control_plane_session_in(waiter->session, arena);
    out->found = control_plane_get_project(&session, waiter->id, &out->project, error);
    return out->found || control_plane_says_gone(&session, error);
}

static bool look_together(control_plane_waiter *waiter, tf_arena *arena, control_plane_look *out,
                          control_plane_error *error)
{
    const int64_t interval_ms = waiter->poller->interval_ms;
    const control_plane_session session = control_plane_session_in(waiter->session, arena);
    const control_plane_search search = { .id = waiter->id, .not_before = tf_now_ms() - interval_ms + 1 };
    control_plane_sight sight;
    if (!control_plane_snapshot_find(&session, &search, &sight, error))
        return false;
    waiter->next_look = sight.listed_at + interval_ms;
    /* A list may lack what is new, and show what is gone: the project itself decides. */
    if (!sight.found)
        return look_alone(waiter, arena, out, error);
    out->found = true;
    out->from_list = true;
    out->project = sight.project;
    return true;
}

/* When the waiter may look: when its time has come, and nobody keeps quiet. */
static int64_t due_at(const control_plane_waiter *waiter, bool *out_shared)
{
    control_plane_poller *poller = waiter->poller;
    tf_gate_lock(&poller->all.gate);
    const int64_t quiet_until = poller->all.quiet_until;
    *out_shared = poller->all.waiters >= POLLER_SHARED_FROM;
    tf_gate_unlock(&poller->all.gate);
    return waiter->next_look > quiet_until ? waiter->next_look : quiet_until;
}

static bool sleep_until_due(const control_plane_waiter *waiter, bool *out_shared)
{
    const control_plane_session *session = waiter->session;
    for (;;) {
        const int64_t due = due_at(waiter, out_shared);
        if (due <= tf_now_ms())
            return !control_plane_session_ended(session);
        if (!tf_cancel_wait(session->cancel, due < session->deadline ? due : session->deadline)
            || control_plane_session_ended(session))
            return false;
    }
}

void control_plane_poller_hear(const control_plane_waiter *waiter, const control_plane_error *error)
{
    control_plane_poller *poller = waiter->poller;
    const int64_t now = tf_now_ms();
    tf_gate_lock(&poller->all.gate);
    if (error == NULL) {
        poller->all.pause = now < poller->all.quiet_until ? poller->all.pause : 0;
    } else if (error->kind == CONTROL_PLANE_ERROR_THROTTLED && now >= poller->all.quiet_until) {
        const int64_t longer = poller->all.pause == 0 ? 2 : poller->all.pause * 2;
        poller->all.pause = longer > LONGEST_PAUSE ? LONGEST_PAUSE : longer;
        poller->all.quiet_until = now + poller->all.pause * poller->interval_ms;
    }
    tf_gate_unlock(&poller->all.gate);
}

bool control_plane_poller_look(control_plane_waiter *waiter, tf_arena *arena, control_plane_look *out,
                               control_plane_error *error)
{
    *out = (control_plane_look){ .found = false };
    bool shared = false;
    if (!sleep_until_due(waiter, &shared)) {
        *error = control_plane_session_end(waiter->session, "wait for the project");
        return false;
    }
    waiter->turn++;
    waiter->next_look = tf_deadline_in_ms(waiter->poller->interval_ms);
    out->with_revision = !shared || waiter->turn % POLLER_REVISION_EVERY == 0;
    const bool looked = shared ? look_together(waiter, arena, out, error) : look_alone(waiter, arena, out, error);
    control_plane_poller_hear(waiter, looked ? NULL : error);
    return looked;
}
