/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an apply would run into, looked for while it is planned: a key that is refused, a control plane that does not
 * answer, a name that somebody else has. One list of the workspace tells all of it, for all that is planned in this
 * process.
 */
#include "clients.h"
#include "control_plane/holdings.h"
#include "control_plane/snapshot.h"
#include "control_plane/wait_state.h"
#include "resources/project/project.h"

/* A plan waits no longer for a control plane that does not answer, in milliseconds, and asks it no more often. */
#define LONGEST_LOOK_MS 10000
#define MOST_RETRIES 1

static bool fail_or_warn(tf_call *call, const control_plane_session *session, const control_plane_error *error)
{
    if (error->kind == CONTROL_PLANE_ERROR_CANCELLED || !control_plane_snapshot_is_first_to_report(session))
        return true;
    if (error->kind != CONTROL_PLANE_ERROR_DEADLINE && !control_plane_error_is_passing(error))
        return control_plane_fail(call, error);
    tf_warn(
        call, control_plane_error_summary(error),
        "%s\n\nWhether the API key is good, and the names of projects free, was not looked up: the apply may say that they "
        "are not.",
        control_plane_error_text(tf_call_arena(call), error));
    return true;
}

static void warn_of_name(tf_call *call, const struct project *planned, const control_plane_project *existing)
{
    const char *name = planned->name.value;
    tf_warn_on(call, "name", "Project Name Already Taken",
               "The workspace has a project named \"%s\" already, %s: an apply would fail, and change nothing. %s",
               name, existing->id, project_about_taken_name(tf_call_arena(call), name));
}

void project_note_held(tf_call *call, const void *state)
{
    const struct project *held = state;
    const control_plane_session session = clients_session(call, project_generation(held), held->workspace_id);
    if (tf_known(held->id))
        control_plane_hold(&session, held->id.value);
}

bool project_look_ahead(tf_call *call, const struct project *before, const struct project *planned)
{
    control_plane_session session;
    if (!clients_know_control_plane(call) || tf_unknown(planned->byoc))
        return true;
    if (!project_open(call, planned, &session))
        return false;
    if (before != NULL
        && (control_plane_snapshot_has_answered(&session)
            || tf_same_struct(tf_call_arena(call), &project_schema, before, planned)))
        return true;
    if (control_plane_snapshot_was_reported(&session))
        return true;
    const int64_t give_up_at = tf_deadline_in_ms(LONGEST_LOOK_MS);
    session.deadline = session.deadline < give_up_at ? session.deadline : give_up_at;
    session.max_retries = session.max_retries < MOST_RETRIES ? session.max_retries : MOST_RETRIES;
    const control_plane_search search = { .name = tf_text_of(planned->name, "") };
    control_plane_finding sight;
    control_plane_error error;
    if (!control_plane_snapshot_find(&session, &search, &sight, &error))
        return fail_or_warn(call, &session, &error);
    if (before == NULL && sight.found && !control_plane_is_held(&session, sight.project.id)
        && !control_plane_is_leaving(sight.project.status))
        warn_of_name(call, planned, &sight.project);
    return true;
}
