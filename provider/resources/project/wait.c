/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a create, an update or a delete: waits, and says what came of it. What a wait is, control_plane/wait.h
 * knows.
 */
#include <string.h>

#include "control_plane/health.h"
#include "control_plane/operations.h"
#include "resources/project/project.h"

static const char *const default_timeouts[] = {
    [TF_CREATE] = PROJECT_CREATE_TIMEOUT,
    [TF_UPDATE] = PROJECT_UPDATE_TIMEOUT,
    [TF_DELETE] = PROJECT_DELETE_TIMEOUT,
};

static const char *timeout_text(const struct project *project, tf_operation operation)
{
    return tf_timeout_of(project->timeouts.value, operation, default_timeouts[operation]);
}

void project_limit(tf_call *call, const struct project *project, tf_operation operation)
{
    tf_call_limit_by(call, project->timeouts.value, operation, default_timeouts[operation]);
}

static void fill_from(tf_call *call, struct project *project, const control_plane_project *seen)
{
    project_fill(project, seen);
    project_drop_digests(call, project, seen);
}

/* The project as it is now, or as it was seen last where it cannot be read any more. */
static void fill_as_it_is(tf_call *call, const control_plane_session *session, struct project *project,
                          const control_plane_project *seen)
{
    control_plane_session afterwards = control_plane_session_afterwards(session);
    control_plane_project now;
    control_plane_error error;
    const bool described = control_plane_describe(&afterwards, project->id.value, &now, &error);
    fill_from(call, project, described ? &now : seen);
}

static bool fail_as_failed(tf_call *call, const struct project *project, const control_plane_wait *wait,
                           tf_operation operation)
{
    tf_text_builder text = { .arena = tf_call_arena(call) };
    tf_append_format(&text, "Revision %s of the project \"%s\" (%s) ended as %s", wait->revision_id,
                     project->name.value, project->id.value, wait->revision_status);
    if (wait->message != NULL)
        tf_append_format(&text, ": %s", wait->message);
    if (*wait->log != '\0') {
        tf_append_format(&text, ". The last lines of its log:\n\n%s", wait->log);
    } else {
        tf_append(&text, ". The control plane has no log of it.");
    }
    tf_append(&text, project_about_taint(operation));
    return tf_fail(call, tf_format(tf_call_arena(call), "The Revision Ended as %s", wait->revision_status), "%s",
                   tf_built_text(&text));
}

static const char *advice_after(tf_operation operation)
{
    return operation == TF_CREATE ? project_about_taint(operation) : "\n\nThe next apply goes on waiting for it.";
}

static bool fail_as_timed_out(tf_call *call, const control_plane_session *session, const struct project *project,
                              const control_plane_wait *wait, tf_operation operation)
{
    const char *revision = wait->revision_id == NULL ? "(none yet)" : wait->revision_id;
    const char *status = wait->revision_status == NULL ? "not known" : wait->revision_status;
    return tf_fail(
        call, "Timed Out",
        "Revision %s of the project \"%s\" (%s) was not deployed within %s; its status is %s. Allow more time in "
        "`timeouts`, or look at the deployment in LangSmith.%s%s",
        revision, project->name.value, project->id.value, timeout_text(project, operation), status,
        project_about_silent_listener(session, project), advice_after(operation));
}

static bool warn_of_interruption(tf_call *call, const struct project *project)
{
    tf_warn(
        call, "Interrupted While Waiting",
        "The project \"%s\" (%s) was still being deployed when the run was interrupted. It is in Terraform's state as it "
        "is; the next apply goes on waiting for it.",
        project->name.value, project->id.value);
    return true;
}

static void warn_of_standstill(tf_call *call, const struct project *project, const control_plane_wait *wait)
{
    if (wait->stood_as == NULL)
        return;
    tf_warn(
        call, "A Revision Stood Still",
        "Revision %s of the project \"%s\" (%s) stood as %s for many polls, which is no status that goes on by itself. "
        "Look in LangSmith who stopped it or what it waits for; deploying again makes a new revision.",
        wait->revision_id, project->name.value, project->id.value, wait->stood_as);
}

bool project_fail_as_gone(tf_call *call, const struct project *project)
{
    return tf_fail(call, "The Project Is Being Deleted",
                   "Somebody else deletes the project \"%s\" (%s), or has deleted it. Apply again to make it anew.",
                   project->name.value, project->id.value);
}

void project_take_up_later(tf_call *call, const char *revision_id)
{
    tf_set_private(call, PROJECT_AWAITED, revision_id == NULL ? "newest" : revision_id);
}

bool project_has_wait_left(const tf_call *call, const struct project *planned)
{
    return planned->wait_for_ready.value
           && (tf_private(call, PROJECT_AWAITED) != NULL
               || (planned->wait_for_healthy.value && tf_private(call, PROJECT_NOT_SERVING) != NULL));
}

static bool finish(tf_call *call, const control_plane_session *session, struct project *project,
                   control_plane_wait *wait, tf_operation operation)
{
    tf_set_private(call, PROJECT_AWAITED, NULL);
    tf_set_private(call, PROJECT_NOT_SERVING, NULL);
    warn_of_standstill(call, project, wait);
    switch (wait->outcome) {
    case CONTROL_PLANE_DEPLOYED:
        fill_from(call, project, &wait->project);
        return true;
    case CONTROL_PLANE_FAILED:
        fill_as_it_is(call, session, project, &wait->project);
        return fail_as_failed(call, project, wait, operation);
    case CONTROL_PLANE_INTERRUPTED:
        project_take_up_later(call, wait->revision_id);
        fill_as_it_is(call, session, project, &wait->project);
        return warn_of_interruption(call, project);
    case CONTROL_PLANE_TIMED_OUT:
        project_take_up_later(call, wait->revision_id);
        fill_as_it_is(call, session, project, &wait->project);
        return fail_as_timed_out(call, session, project, wait, operation);
    case CONTROL_PLANE_GONE:
        fill_from(call, project, &wait->project);
        return project_fail_as_gone(call, project);
    case CONTROL_PLANE_WAIT_ERROR:
        break;
    }
    project_take_up_later(call, wait->revision_id);
    fill_as_it_is(call, session, project, &wait->project);
    return project_fail_after(call, operation, &wait->error);
}

/*
 * After a wait that ended well, where the project is to answer too. What did not come to its end goes on with the next
 * apply.
 */
static bool settle_health(tf_call *call, const control_plane_session *session, const struct project *project,
                          tf_operation operation)
{
    const char *problem;
    const char *url = tf_text_of(project->url, NULL);
    if (control_plane_wait_until_healthy(session, url, project->name.value, &problem))
        return true;
    tf_set_private(call, PROJECT_NOT_SERVING, "true");
    if (tf_cancel_fired(session->cancel))
        return warn_of_interruption(call, project);
    return tf_fail(
        call, "Deployed, but Not Serving",
        "The project \"%s\" (%s) is deployed, but GET %s/ok did not answer well three times in a row within %s: %s. "
        "Look at its log in LangSmith, and whether Terraform can reach that address; without "
        "`wait_for_healthy` nobody asks it.%s",
        project->name.value, project->id.value, url == NULL ? "<no URL>" : url, timeout_text(project, operation),
        problem, advice_after(operation));
}

bool project_wait(tf_call *call, const control_plane_session *session, struct project *project,
                  const control_plane_project *made, const char *revision_id, tf_operation operation)
{
    if (!project->wait_for_ready.value) {
        fill_as_it_is(call, session, project, made);
        return true;
    }
    control_plane_wait wait =
        control_plane_wait_until_deployed(session, made->id, project->name.value, revision_id, NULL);
    if (wait.project.id == NULL)
        wait.project = *made;
    return finish(call, session, project, &wait, operation)
           && (wait.outcome != CONTROL_PLANE_DEPLOYED || !project->wait_for_healthy.value
               || settle_health(call, session, project, operation));
}

static bool fail_as_not_gone(tf_call *call, const struct project *project, const control_plane_wait *wait)
{
    switch (wait->outcome) {
    case CONTROL_PLANE_WAIT_ERROR:
        return project_fail(call, project, &wait->error);
    case CONTROL_PLANE_TIMED_OUT:
        return tf_fail(
            call, "Timed Out",
            "The project %s is still being deleted after %s. It stays in Terraform's state; apply again to go on "
            "waiting, with more time in `timeouts.delete`.",
            project->id.value, timeout_text(project, TF_DELETE));
    default:
        return tf_fail(
            call, "Interrupted While Deleting",
            "The project %s is still being deleted. It stays in Terraform's state; apply again to go on waiting.",
            project->id.value);
    }
}

bool project_wait_until_gone(tf_call *call, const control_plane_session *session, const struct project *project)
{
    const control_plane_wait wait =
        control_plane_wait_until_gone(session, project->id.value, tf_text_of(project->name, project->id.value));
    return wait.outcome == CONTROL_PLANE_GONE || fail_as_not_gone(call, project, &wait);
}

bool project_wait_for_name(tf_call *call, const control_plane_session *session, const struct project *project,
                           const char *leaving_id)
{
    tf_log(TF_LOG_INFO, "provider.project",
           "waiting for the name %s, which a project that is being deleted still has: %s", project->name.value,
           leaving_id);
    const control_plane_wait wait = control_plane_wait_until_gone(session, leaving_id, project->name.value);
    switch (wait.outcome) {
    case CONTROL_PLANE_GONE:
        return true;
    case CONTROL_PLANE_WAIT_ERROR:
        return project_fail(call, project, &wait.error);
    case CONTROL_PLANE_TIMED_OUT:
        return tf_fail_on(
            call, "name", "The Name Is Not Free Yet",
            "The project %s, which has the name \"%s\", is still being deleted after %s. Nothing was made: "
            "apply again, with more time in `timeouts.create`.",
            leaving_id, project->name.value, timeout_text(project, TF_CREATE));
    default:
        return tf_fail_on(call, "name", "Interrupted",
                          "The run was interrupted while the project %s, which has the name \"%s\", was still being "
                          "deleted. Nothing was made: apply again.",
                          leaving_id, project->name.value);
    }
}
