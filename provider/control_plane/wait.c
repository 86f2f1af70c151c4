/* SPDX-License-Identifier: Apache-2.0 */
/* The course of a wait: look, decide, go on or end. When to look is poller.c's, what to do then wait_state.c's. */
#include "control_plane/wait.h"

#include <string.h>

#include "control_plane/logs.h"
#include "control_plane/operations.h"
#include "control_plane/poller.h"
#include "control_plane/wait_state.h"

#define LOG_MODULE "provider.control_plane"

/* So many polls in a row may a revision stand still before that is worth a warning. */
#define POLLS_STANDING 10

/* A wait under way. Each look has an arena, which goes with it; that of the last one becomes a part of the call's. */
typedef struct wait_loop {
    const control_plane_session *session;
    control_plane_session looks; /* that without repetitions: the next poll is one */
    control_plane_waiter waiter;
    const char *id;
    const char *name;
    int64_t started_at;
    int64_t logged_at;
    int polls_standing;                   /* in a row with a revision that stands in one word that is no moving one */
    const control_plane_watcher *watcher; /* NULL for none */
    control_plane_wait *result;
} wait_loop;

/* Whether it is time for a line of the log. */
static bool is_log_due(wait_loop *wait)
{
    const int64_t now = tf_now_ms();
    if (now - wait->logged_at < wait->session->config->log_interval_ms)
        return false;
    wait->logged_at = now;
    return true;
}

static const char *shown_status(const control_plane_project *project)
{
    return project->status == NULL ? "not shown" : project->status;
}

static long long seconds_so_far(const wait_loop *wait)
{
    return (long long)(tf_now_ms() - wait->started_at) / 1000;
}

static void log_progress(wait_loop *wait, const control_plane_project *project)
{
    const control_plane_wait *result = wait->result;
    if (is_log_due(wait)) {
        tf_log(TF_LOG_INFO, LOG_MODULE, "waiting for project %s: status %s, revision %s %s, %lld s so far", wait->name,
               shown_status(project), result->revision_id == NULL ? "not made yet" : result->revision_id,
               result->revision_status == NULL ? "" : result->revision_status, seconds_so_far(wait));
    }
}

static void log_end(wait_loop *wait, const control_plane_project *project)
{
    if (is_log_due(wait)) {
        tf_log(TF_LOG_INFO, LOG_MODULE, "waiting until project %s is gone: status %s, %lld s so far", wait->name,
               shown_status(project), seconds_so_far(wait));
    }
}

static void end(wait_loop *wait, control_plane_outcome outcome)
{
    wait->result->outcome = outcome;
    wait->result->waited_ms = tf_now_ms() - wait->started_at;
}

/* Whether the wait ends with this error. Errors that pass are waited out: a poll that fails is no failed deployment. */
static bool ends_by_error(wait_loop *wait, const control_plane_error *error)
{
    if (error->kind == CONTROL_PLANE_ERROR_CANCELLED) {
        end(wait, CONTROL_PLANE_INTERRUPTED);
    } else if (error->kind == CONTROL_PLANE_ERROR_DEADLINE) {
        end(wait, CONTROL_PLANE_TIMED_OUT);
    } else if (!control_plane_error_is_passing(error)) {
        end(wait, CONTROL_PLANE_WAIT_ERROR);
    } else {
        return false;
    }
    wait->result->error = *error;
    return true;
}

static void keep_revision(wait_loop *wait, const char *revision_id, const char *status)
{
    wait->result->revision_id = tf_copy_text(wait->session->arena, revision_id);
    wait->result->revision_status = tf_copy_text(wait->session->arena, status);
}

static void note_revision(wait_loop *wait, const char *revision_id, const control_plane_revision *revision)
{
    control_plane_wait *result = wait->result;
    if (result->revision_status != NULL && strcmp(result->revision_status, revision->status) == 0)
        return;
    wait->polls_standing = 0;
    keep_revision(wait, revision_id, revision->status);
    result->message = tf_copy_text(wait->session->arena, revision->message);
}

/*
 * Looks at the awaited revision where the project does not tell, and at the project again where that look was older
 * than what the revision shows. False where the wait ends.
 */
static bool read_revision(wait_loop *wait, tf_arena *arena, control_plane_poll *poll, control_plane_observation *seen)
{
    const control_plane_session session = control_plane_session_in(&wait->looks, arena);
    control_plane_revision revision;
    control_plane_error error;
    if (!control_plane_get_revision(&session, wait->id, seen->awaited, &revision, &error)) {
        seen->revision_missing = error.kind == CONTROL_PLANE_ERROR_NOT_FOUND;
        return seen->revision_missing || !ends_by_error(wait, &error);
    }
    seen->revision_status = revision.status;
    note_revision(wait, seen->awaited, &revision);
    if (wait->watcher != NULL)
        wait->watcher->looked(wait->watcher->context, &session, seen->awaited, revision.status);
    control_plane_project newer;
    if (!poll->from_list && strcmp(revision.status, "DEPLOYED") == 0
        && control_plane_get_project(&session, wait->id, &newer, &error))
        poll->project = newer;
    return true;
}

/* What the look shows, with the revision where it is looked at. False where the wait ends. */
static bool observe(wait_loop *wait, tf_arena *arena, control_plane_poll *poll, control_plane_observation *out)
{
    *out = (control_plane_observation){
        .generation = wait->session->generation,
        .project_status = poll->project.status,
        .awaited = wait->result->revision_id,
        .latest = poll->project.latest_revision_id,
        .active = poll->project.active_revision_id,
    };
    if (!poll->with_revision || out->awaited == NULL || control_plane_next_step(out) == CONTROL_PLANE_IS_READY)
        return true;
    if (!read_revision(wait, arena, poll, out))
        return false;
    out->project_status = poll->project.status;
    out->latest = poll->project.latest_revision_id;
    out->active = poll->project.active_revision_id;
    return true;
}

static void end_failed(wait_loop *wait)
{
    control_plane_wait *result = wait->result;
    end(wait, CONTROL_PLANE_FAILED);
    result->log = control_plane_failure_log(wait->session, wait->id, result->revision_id, result->revision_status);
}

/*
 * The project that is kept shows the awaited revision; a newer one, which somebody else has made, has a status of its
 * own.
 */
static void end_deployed(wait_loop *wait, control_plane_project *project)
{
    end(wait, CONTROL_PLANE_DEPLOYED);
    keep_revision(wait, project->active_revision_id, "DEPLOYED");
    project->latest_revision_status = "DEPLOYED";
    control_plane_revision latest;
    control_plane_error error;
    if (strcmp(project->latest_revision_id, project->active_revision_id) != 0) {
        project->latest_revision_status =
            control_plane_get_revision(wait->session, wait->id, project->latest_revision_id, &latest, &error)
                ? latest.status
                : NULL;
    }
}

/* A revision that neither moves nor ends may well wait for somebody. */
static void watch_for_standstill(wait_loop *wait)
{
    control_plane_wait *result = wait->result;
    const char *status = result->revision_status;
    if (status == NULL || control_plane_is_moving(status) || strcmp(status, "DEPLOYED") == 0
        || ++wait->polls_standing != POLLS_STANDING)
        return;
    result->stood_as = status;
    tf_log(TF_LOG_WARN, LOG_MODULE, "revision %s of project %s stands as %s, which is no status that goes on by itself",
           result->revision_id, wait->name, status);
}

/* Does what the look asks for. Returns whether the wait goes on. */
static bool step(wait_loop *wait, tf_arena *arena, control_plane_poll *poll)
{
    if (!poll->found) {
        end(wait, CONTROL_PLANE_GONE);
        return false;
    }
    control_plane_step step;
    do {
        control_plane_observation seen;
        if (!observe(wait, arena, poll, &seen)) {
            wait->result->project = poll->project;
            return false;
        }
        step = control_plane_next_step(&seen);
        /* What was seen may be all that there is to see of the newer one. */
        if (step == CONTROL_PLANE_FOLLOW_LATEST)
            keep_revision(wait, seen.latest, NULL);
    } while (step == CONTROL_PLANE_FOLLOW_LATEST);
    if (step == CONTROL_PLANE_KEEP_WAITING) {
        watch_for_standstill(wait);
        log_progress(wait, &poll->project);
        return true;
    }
    if (step == CONTROL_PLANE_IS_READY) {
        end_deployed(wait, &poll->project);
    } else if (step == CONTROL_PLANE_HAS_FAILED) {
        end_failed(wait);
    } else {
        end(wait, CONTROL_PLANE_GONE);
    }
    wait->result->project = poll->project;
    return false;
}

static bool is_gone(const wait_loop *wait, tf_arena *arena)
{
    const control_plane_session session = control_plane_session_in(&wait->looks, arena);
    control_plane_project project;
    control_plane_error error;
    return !control_plane_get_project(&session, wait->id, &project, &error)
           && control_plane_says_gone(&session, &error);
}

static bool step_until_gone(wait_loop *wait, tf_arena *arena, control_plane_poll *poll)
{
    if (poll->found && !(poll->from_list && poll->with_revision && is_gone(wait, arena))) {
        log_end(wait, &poll->project);
        return true;
    }
    end(wait, CONTROL_PLANE_GONE);
    return false;
}

static void follow(wait_loop *wait, bool (*next)(wait_loop *wait, tf_arena *arena, control_plane_poll *poll))
{
    control_plane_poller_join(&wait->looks, wait->id, &wait->waiter);
    bool goes_on = true;
    while (goes_on) {
        tf_arena *arena = tf_arena_new_within(wait->session->arena);
        control_plane_poll poll;
        control_plane_error error;
        if (control_plane_poller_next(&wait->waiter, arena, &poll, &error)) {
            goes_on = next(wait, arena, &poll);
        } else {
            goes_on = !ends_by_error(wait, &error);
        }
        if (goes_on) {
            tf_arena_free(arena);
        } else {
            tf_arena_adopt(wait->session->arena, arena);
        }
    }
    control_plane_poller_leave(&wait->waiter);
}

static wait_loop begin(const control_plane_session *session, const char *id, const char *name,
                       control_plane_wait *result)
{
    wait_loop wait = {
        .session = session,
        .looks = *session,
        .id = id,
        .name = name,
        .started_at = tf_now_ms(),
        .logged_at = tf_now_ms(),
        .result = result,
    };
    wait.looks.max_retries = 0;
    return wait;
}

control_plane_wait control_plane_wait_until_deployed(const control_plane_session *session, const char *id,
                                                     const char *name, const char *revision_id,
                                                     const control_plane_watcher *watcher)
{
    control_plane_wait result = { .revision_id = revision_id, .log = "" };
    wait_loop wait = begin(session, id, name, &result);
    wait.watcher = watcher;
    follow(&wait, step);
    return result;
}

control_plane_wait control_plane_wait_until_gone(const control_plane_session *session, const char *id, const char *name)
{
    control_plane_wait result = { .log = "" };
    wait_loop wait = begin(session, id, name, &result);
    follow(&wait, step_until_gone);
    return result;
}
