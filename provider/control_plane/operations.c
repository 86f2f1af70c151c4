/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on projects out of the calls of api.h. Waiting for what they lead to is wait.h's. */
#include "control_plane/operations.h"

#include <string.h>
#include <strings.h>

#include <tfprovider/log.h>

#include "control_plane/holdings.h"
#include "control_plane/snapshot.h"
#include "control_plane/wait_state.h"

/* How often and how far apart a request's effect is looked for when there is no time for a second try. */
#define LOOKS_AFTERWARDS 4
#define LOOK_AFTERWARDS_MS 1000

/* So long the answer to a list serves refreshes. */
#define LIST_SERVES_MS 10000

/* Second tries of a request whose answer was lost and that was found not to be done. */
#define TRIES_AFTER_LOSS 3

bool control_plane_complete(const control_plane_session *session, control_plane_project *project,
                            control_plane_error *error)
{
    if (project->latest_revision_id == NULL)
        return true;
    const bool is_active =
        project->active_revision_id != NULL && strcmp(project->active_revision_id, project->latest_revision_id) == 0;
    if (is_active && !session->generation->revision_has_the_rest) {
        project->latest_revision_status = "DEPLOYED";
        return true;
    }
    control_plane_revision revision;
    if (!control_plane_get_revision(session, project->id, project->latest_revision_id, &revision, error))
        return error->kind == CONTROL_PLANE_ERROR_NOT_FOUND;
    project->latest_revision_status = revision.status;
    if (session->generation->revision_has_the_rest) {
        project->image_uri = revision.image_uri;
        project->resources = revision.resources;
    }
    return true;
}

bool control_plane_describe(const control_plane_session *session, const char *id, control_plane_project *out,
                            control_plane_error *error)
{
    return control_plane_get_project(session, id, out, error) && control_plane_complete(session, out, error);
}

/*
 * Whether a list that was made moments ago tells of the project. One that cannot be made leaves it to the project's own
 * read.
 */
static bool find_in_list(const control_plane_session *session, const char *id, control_plane_project *out)
{
    const control_plane_search search = { .id = id, .not_before = tf_now_ms() - LIST_SERVES_MS, .after_writes = true };
    control_plane_finding finding;
    control_plane_error unlisted;
    if (!control_plane_snapshot_pays(session) || !control_plane_snapshot_find(session, &search, &finding, &unlisted)
        || !finding.found || control_plane_is_leaving(finding.project.status))
        return false;
    *out = finding.project;
    return true;
}

bool control_plane_refresh(const control_plane_session *session, const char *id, control_plane_project *out,
                           control_plane_error *error)
{
    control_plane_hold(session, id);
    if (!find_in_list(session, id, out) && !control_plane_get_project(session, id, out, error))
        return false;
    control_plane_snapshot_note_answer(session);
    return control_plane_complete(session, out, error);
}

bool control_plane_says_gone(const control_plane_session *session, control_plane_error *error)
{
    if (error->kind != CONTROL_PLANE_ERROR_NOT_FOUND)
        return false;
    if (strcasecmp(error->detail, "Not Found") != 0)
        return true;
    /* Any name will do, and one that hardly anything contains keeps the answer short. */
    control_plane_project_list list;
    control_plane_error unlisted;
    if (control_plane_list_projects(session, "--", &list, &unlisted))
        return true;
    error->kind = CONTROL_PLANE_ERROR_FOREIGN;
    return false;
}

bool control_plane_find(const control_plane_session *session, const char *name, control_plane_project *out,
                        control_plane_error *error)
{
    *out = (control_plane_project){ .id = NULL };
    control_plane_project_list found;
    if (!control_plane_list_projects_named(session, name, &found, error))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        if (strcmp(found.items[i].name, name) != 0)
            continue;
        if (control_plane_get_project(session, found.items[i].id, out, error))
            return true;
        *out = (control_plane_project){ .id = NULL };
        if (!control_plane_says_gone(session, error))
            return false;
    }
    return true;
}

/* A second try comes a poll interval later. Returns false where the session ends before. */
static bool pause_before_next_try(const control_plane_session *session)
{
    const int64_t due = tf_deadline_in_ms(session->config->poll_interval_ms);
    return tf_cancel_wait(session->cancel, due < session->deadline ? due : session->deadline)
           && !control_plane_session_ended(session);
}

static bool fail_as_taken(const control_plane_session *session, const control_plane_project *existing,
                          control_plane_error *error)
{
    *error = (control_plane_error){
        .kind = CONTROL_PLANE_ERROR_CONFLICT,
        .what = tf_format(session->arena, "create the project \"%s\"", existing->name),
        .endpoint = session->config->endpoint,
        .detail = tf_format(session->arena, "the workspace has a project of that name already, %s", existing->id),
        .existing_id = existing->id,
        .existing_is_leaving = control_plane_is_leaving(existing->status),
    };
    return false;
}

/*
 * Looks for what a lost creation may have made. Where the call has ended there will be no second try, and the service
 * may still be at work: then it is looked for more than once.
 */
static bool find_after_loss(const control_plane_session *session, const char *name, control_plane_project *out)
{
    const bool ended = control_plane_session_ended(session);
    control_plane_session afterwards = control_plane_session_afterwards(session);
    control_plane_error error;
    for (int poll = 1; poll <= LOOKS_AFTERWARDS; poll++) {
        const bool answered = control_plane_find(&afterwards, name, out, &error);
        if ((answered && out->id != NULL) || !ended || control_plane_session_ended(&afterwards))
            break;
        (void)tf_cancel_wait(NULL, tf_deadline_in_ms(LOOK_AFTERWARDS_MS));
    }
    return out->id != NULL;
}

bool control_plane_create(const control_plane_session *session, const control_plane_settings *settings,
                          control_plane_project *out, control_plane_error *error)
{
    if (!control_plane_find(session, settings->name, out, error))
        return false;
    if (out->id != NULL)
        return fail_as_taken(session, out, error);
    bool lost = false;
    for (int attempt = 0; attempt <= TRIES_AFTER_LOSS; attempt++) {
        const bool created = control_plane_create_project(session, settings, out, error);
        control_plane_snapshot_outdate(session);
        if (created)
            return true;
        /* The name was free before the first try: a conflict after a loss is with what that try made. */
        lost = lost || error->outcome_unknown;
        if (!lost || (!error->outcome_unknown && error->kind != CONTROL_PLANE_ERROR_CONFLICT))
            return false;
        if (find_after_loss(session, settings->name, out))
            return true;
        if (!pause_before_next_try(session))
            return false;
    }
    return false;
}

static bool same_text(const char *one, const char *other)
{
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* A request that is refused while a revision is in progress. */
typedef struct held_request {
    const control_plane_session *session;
    const char *id; /* of the project */
    int64_t began_at;
    int64_t logged_at; /* 0 before the first time */
} held_request;

/*
 * Whether the conflict is with a revision in progress. Others stay: a name or a URL that is taken, a project on its way
 * out.
 */
static bool conflicts_with_revision(const held_request *held, const control_plane_error *error)
{
    if (error->kind != CONTROL_PLANE_ERROR_CONFLICT)
        return false;
    if (strcasestr(error->detail, "in progress") != NULL)
        return true;
    control_plane_project project;
    control_plane_error unread;
    return control_plane_describe(held->session, held->id, &project, &unread)
           && !control_plane_is_leaving(project.status) && project.latest_revision_status != NULL
           && control_plane_is_moving(project.latest_revision_status);
}

/* Whether to make the request again, after a pause, since a revision in progress was in its way. */
static bool comes_again(held_request *held, control_plane_error *error)
{
    if (!conflicts_with_revision(held, error))
        return false;
    const int64_t now = tf_now_ms();
    if (held->logged_at == 0 || now - held->logged_at >= held->session->config->log_interval_ms) {
        held->logged_at = now;
        tf_log(TF_LOG_INFO, "provider.control_plane",
               "waiting to %s: another revision of it is in progress, %lld s so far", error->what,
               (long long)(now - held->began_at) / 1000);
    }
    if (pause_before_next_try(held->session))
        return true;
    error->kind = tf_cancel_fired(held->session->cancel) ? CONTROL_PLANE_ERROR_CANCELLED : CONTROL_PLANE_ERROR_DEADLINE;
    return false;
}

static held_request hold(const control_plane_session *session, const char *id)
{
    return (held_request){ .session = session, .id = id, .began_at = tf_now_ms() };
}

/* Whether a change whose answer was lost was made all the same. */
static bool was_changed(const control_plane_session *session, const control_plane_project *before,
                        control_plane_project *out)
{
    const control_plane_session afterwards = control_plane_session_afterwards(session);
    control_plane_error unread;
    return control_plane_get_project(&afterwards, before->id, out, &unread)
           && !same_text(out->latest_revision_id, before->latest_revision_id);
}

/* A request that may make a revision of the project, with what it is about. */
typedef bool (*revision_request)(const control_plane_session *session, const char *id, const void *about,
                                 control_plane_project *out, control_plane_error *error);

static bool make_revision(const control_plane_session *session, const control_plane_project *before,
                          revision_request request, const void *about, control_plane_project *out,
                          control_plane_error *error)
{
    held_request held = hold(session, before->id);
    int losses = 0;
    for (;;) {
        const bool requested = request(session, before->id, about, out, error);
        control_plane_snapshot_outdate(session);
        if (requested)
            return true;
        if (error->outcome_unknown) {
            if (was_changed(session, before, out))
                return true;
            if (losses++ == TRIES_AFTER_LOSS || !pause_before_next_try(session))
                return false;
        } else if (!comes_again(&held, error)) {
            return false;
        }
    }
}

static bool request_change(const control_plane_session *session, const char *id, const void *about,
                           control_plane_project *out, control_plane_error *error)
{
    return control_plane_change_project(session, id, about, out, error);
}

bool control_plane_change(const control_plane_session *session, const control_plane_project *before,
                          const control_plane_settings *settings, control_plane_project *out,
                          control_plane_error *error)
{
    return make_revision(session, before, request_change, settings, out, error);
}

static bool request_sizes(const control_plane_session *session, const char *id, const void *about,
                          control_plane_project *out, control_plane_error *error)
{
    return control_plane_resize_project(session, id, about, out, error);
}

bool control_plane_resize(const control_plane_session *session, const control_plane_project *before,
                          const control_plane_sizes *sizes, control_plane_project *out, control_plane_error *error)
{
    return make_revision(session, before, request_sizes, sizes, out, error);
}

static bool request_redeployment(const control_plane_session *session, const char *id, const void *about,
                                 control_plane_project *out, control_plane_error *error)
{
    return control_plane_redeploy_revision(session, id, about, error)
           && control_plane_get_project(session, id, out, error);
}

bool control_plane_redeploy(const control_plane_session *session, const control_plane_project *before,
                            const char *revision_id, control_plane_project *out, control_plane_error *error)
{
    return make_revision(session, before, request_redeployment, revision_id, out, error);
}

bool control_plane_remove(const control_plane_session *session, const char *id, bool delete_tracing_project,
                          control_plane_error *error)
{
    held_request held = hold(session, id);
    control_plane_hold(session, id);
    for (;;) {
        const bool removed = control_plane_remove_project(session, id, delete_tracing_project, error);
        control_plane_snapshot_outdate(session);
        if (removed || !comes_again(&held, error))
            return removed;
    }
}
