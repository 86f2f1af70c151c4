/* SPDX-License-Identifier: Apache-2.0 */
/* What actions on projects have in common: finding one, and following a revision that was made. */
#include "actions/actions.h"

#include <string.h>

#include "clients.h"
#include "control_plane/logs.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "control_plane/wait.h"

bool action_find_project(tf_call *call, const char *id, control_plane_session *out_session, control_plane_project *out)
{
    static const control_plane_generation *const generations[] = { &control_plane_v2, &control_plane_v1 };
    for (size_t i = 0; i < sizeof generations / sizeof generations[0]; i++) {
        control_plane_error error;
        *out_session = clients_session(call, generations[i], tf_string_of(NULL));
        if (control_plane_describe(out_session, id, out, &error))
            return true;
        if (!control_plane_says_gone(out_session, &error))
            return control_plane_fail(call, &error);
    }
    return tf_fail_on(call, "project_id", "No Such Project",
                      "The control plane at %s has no project %s in this workspace.", out_session->config->endpoint,
                      id);
}

/* A revision that is followed. */
struct following {
    tf_call *call;
    const char *project_id;
    const char *revision_id; /* that was told of last, in the call's arena, as is its status */
    const char *status;
    control_plane_log_tail tail;
};

static void report_line(void *context, const char *line)
{
    const struct following *following = context;
    tf_progress(following->call, "%s", line);
}

static bool is_same(const char *one, const char *other)
{
    return one != NULL && strcmp(one, other) == 0;
}

static void report_poll(void *context, const control_plane_session *session, const char *revision_id,
                        const char *status)
{
    struct following *following = context;
    tf_arena *arena = tf_call_arena(following->call);
    if (!is_same(following->revision_id, revision_id) || !is_same(following->status, status)) {
        following->revision_id = tf_copy_text(arena, revision_id);
        following->status = tf_copy_text(arena, status);
        tf_progress(following->call, "Revision %s: %s", revision_id, status);
    }
    control_plane_follow_log(session, following->project_id, revision_id, status, &following->tail, report_line,
                             following);
}

static bool report_wait(tf_call *call, const control_plane_project *project, const control_plane_wait *wait,
                        const char *timeout)
{
    const char *revision = wait->revision_id == NULL ? "(none yet)" : wait->revision_id;
    const char *status = wait->revision_status == NULL ? "not known" : wait->revision_status;
    switch (wait->outcome) {
    case CONTROL_PLANE_DEPLOYED:
        tf_progress(call, "Revision %s of %s is deployed.", revision, project->name);
        return true;
    case CONTROL_PLANE_FAILED:
        return tf_fail(call, "Revision Not Deployed", "Revision %s of the project \"%s\" (%s) ended as %s.%s%s",
                       revision, project->name, project->id, status,
                       *wait->log == '\0' ? " The control plane has no log of it." : " The last lines of its log:\n\n",
                       wait->log);
    case CONTROL_PLANE_TIMED_OUT:
        return tf_fail_on(
            call, "timeout", "Timed Out",
            "Revision %s of the project \"%s\" (%s) was not deployed within %s; its status is %s. It goes on.",
            revision, project->name, project->id, timeout, status);
    case CONTROL_PLANE_INTERRUPTED:
        return tf_fail(call, "Interrupted",
                       "Revision %s of the project \"%s\" (%s) was still %s when the run was interrupted. It goes on.",
                       revision, project->name, project->id, status);
    case CONTROL_PLANE_GONE:
        return tf_fail(call, "Project Is Being Deleted",
                       "Somebody else deletes the project \"%s\" (%s), or has deleted it, while it was being deployed.",
                       project->name, project->id);
    case CONTROL_PLANE_WAIT_ERROR:
        break;
    }
    return control_plane_fail(call, &wait->error);
}

bool action_redeploy(tf_call *call, const control_plane_session *session, const control_plane_project *project,
                     const char *revision_id, bool waits, const char *timeout)
{
    control_plane_session limited = *session;
    control_plane_project after;
    control_plane_error error;
    int64_t milliseconds = 0;
    if (tf_parse_duration(timeout, &milliseconds))
        limited.deadline = tf_deadline_in_ms(milliseconds);
    tf_progress(call, "Deploying revision %s of %s again", revision_id, project->name);
    if (!control_plane_redeploy(&limited, project, revision_id, &after, &error))
        return control_plane_fail(call, &error);
    if (!waits) {
        tf_progress(call, "Revision %s of %s is on its way.", after.latest_revision_id, project->name);
        return true;
    }
    struct following following = { .call = call, .project_id = project->id, .tail = { .arena = tf_call_arena(call) } };
    const control_plane_watcher watcher = { .looked = report_poll, .context = &following };
    const control_plane_wait wait =
        control_plane_wait_until_deployed(&limited, project->id, project->name, after.latest_revision_id, &watcher);
    /* The last look need not have been behind the last line. */
    if (wait.outcome == CONTROL_PLANE_DEPLOYED) {
        control_plane_follow_log(&limited, project->id, wait.revision_id, "DEPLOYED", &following.tail, report_line,
                                 &following);
    }
    return report_wait(call, project, &wait, timeout);
}
