/* SPDX-License-Identifier: Apache-2.0 */
/* Who makes the list, who waits for it, and what it says. When somebody needs one is the callers' business. */
#include "control_plane/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include <tfprovider/gate.h>

#include "control_plane/api.h"

/* So many projects are read by themselves before a list, which has a hundred on a page, is the better bargain. */
#define READS_BEFORE_LISTS 1

struct control_plane_snapshot {
    tf_gate gate;           /* guards what follows, and changes with `listing` */
    bool listing;           /* somebody is making the list */
    tf_arena *arena;        /* of the newest list; NULL before there was one */
    int64_t listed_at;      /* instant */
    uint64_t writes_before; /* of `writes`, when the list was begun */
    bool succeeded;
    control_plane_project_list list;
    control_plane_error error; /* where it did not succeed */
    int reads;
    uint64_t writes; /* so far */
    bool answered;
    bool was_told;
};

control_plane_snapshot *control_plane_snapshot_new(void)
{
    control_plane_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot == NULL)
        tf_no_memory(sizeof *snapshot);
    tf_gate_init(&snapshot->gate);
    return snapshot;
}

void control_plane_snapshot_free(control_plane_snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    tf_arena_free(snapshot->arena);
    tf_gate_destroy(&snapshot->gate);
    free(snapshot);
}

/* Makes the list, called and returning with the lock held. The end of one call is nobody else's failure. */
static void make_list(control_plane_snapshot *snapshot, const control_plane_session *asker)
{
    snapshot->listing = true;
    const uint64_t writes_before = snapshot->writes;
    tf_gate_unlock(&snapshot->gate);
    const control_plane_session session = control_plane_session_in(asker, tf_arena_new_within(asker->arena));
    control_plane_project_list list = { .count = 0 };
    control_plane_error error = { .kind = CONTROL_PLANE_ERROR_NONE };
    const bool succeeded = control_plane_list_projects(&session, NULL, &list, &error);
    const bool ended = error.kind == CONTROL_PLANE_ERROR_CANCELLED || error.kind == CONTROL_PLANE_ERROR_DEADLINE;
    tf_gate_lock(&snapshot->gate);
    snapshot->listing = false;
    if (ended) {
        tf_arena_free(session.arena);
    } else {
        tf_arena_free(snapshot->arena);
        snapshot->arena = session.arena;
        snapshot->listed_at = tf_now_ms();
        snapshot->writes_before = writes_before;
        snapshot->succeeded = succeeded;
        snapshot->answered = snapshot->answered || succeeded;
        snapshot->list = list;
        snapshot->error = error;
    }
    tf_gate_wake(&snapshot->gate);
}

static bool is_meant(const control_plane_search *search, const control_plane_project *project)
{
    return search->id != NULL ? strcmp(project->id, search->id) == 0 : strcmp(project->name, search->name) == 0;
}

/* What the list says, with the lock held. The answer is a part of the list, which lives on with those who have it. */
static bool read_list(const control_plane_snapshot *snapshot, tf_arena *arena, const control_plane_search *search,
                      control_plane_finding *out, control_plane_error *error)
{
    tf_arena_hold(arena, snapshot->arena);
    if (!snapshot->succeeded) {
        *error = snapshot->error;
        return false;
    }
    out->listed_at = snapshot->listed_at;
    for (size_t i = 0; i < snapshot->list.count && !out->found; i++) {
        if (!is_meant(search, &snapshot->list.items[i]))
            continue;
        out->found = true;
        out->project = snapshot->list.items[i];
    }
    return true;
}

/* Whether the newest list is new enough, with the lock held. */
static bool serves(const control_plane_snapshot *snapshot, const control_plane_search *search)
{
    return snapshot->arena != NULL && snapshot->listed_at >= search->not_before
           && (!search->after_writes || snapshot->writes_before == snapshot->writes);
}

bool control_plane_snapshot_find(const control_plane_session *session, const control_plane_search *search,
                                 control_plane_finding *out, control_plane_error *error)
{
    control_plane_snapshot *snapshot = session->snapshot;
    *out = (control_plane_finding){ .found = false };
    tf_gate_lock(&snapshot->gate);
    while (!serves(snapshot, search) && !control_plane_session_ended(session)) {
        if (snapshot->listing) {
            (void)tf_gate_wait(&snapshot->gate, session->cancel, session->deadline);
        } else {
            make_list(snapshot, session);
        }
    }
    const bool is_there = serves(snapshot, search);
    const bool succeeded = is_there && read_list(snapshot, session->arena, search, out, error);
    tf_gate_unlock(&snapshot->gate);
    if (!is_there)
        *error = control_plane_session_end(session, "list the projects");
    return succeeded;
}

bool control_plane_snapshot_pays(const control_plane_session *session)
{
    control_plane_snapshot *snapshot = session->snapshot;
    tf_gate_lock(&snapshot->gate);
    const bool pays = snapshot->reads >= READS_BEFORE_LISTS;
    snapshot->reads += pays ? 0 : 1;
    tf_gate_unlock(&snapshot->gate);
    return pays;
}

void control_plane_snapshot_outdate(const control_plane_session *session)
{
    tf_gate_lock(&session->snapshot->gate);
    session->snapshot->writes++;
    tf_gate_unlock(&session->snapshot->gate);
}

bool control_plane_snapshot_has_answered(const control_plane_session *session)
{
    tf_gate_lock(&session->snapshot->gate);
    const bool answered = session->snapshot->answered;
    tf_gate_unlock(&session->snapshot->gate);
    return answered;
}

void control_plane_snapshot_note_answer(const control_plane_session *session)
{
    tf_gate_lock(&session->snapshot->gate);
    session->snapshot->answered = true;
    tf_gate_unlock(&session->snapshot->gate);
}

bool control_plane_snapshot_is_first_to_report(const control_plane_session *session)
{
    tf_gate_lock(&session->snapshot->gate);
    const bool is_first = !session->snapshot->was_told;
    session->snapshot->was_told = true;
    tf_gate_unlock(&session->snapshot->gate);
    return is_first;
}

bool control_plane_snapshot_was_reported(const control_plane_session *session)
{
    tf_gate_lock(&session->snapshot->gate);
    const bool was_told = session->snapshot->was_told;
    tf_gate_unlock(&session->snapshot->gate);
    return was_told;
}
