/* SPDX-License-Identifier: Apache-2.0 */
/* Errors of the control plane in words, with what to do about them. request.c tells which error it is. */
#include "control_plane/error.h"

#include <string.h>
#include <strings.h>

bool control_plane_error_is_passing(const control_plane_error *error)
{
    return error->kind == CONTROL_PLANE_ERROR_NO_ANSWER || error->kind == CONTROL_PLANE_ERROR_THROTTLED
           || error->kind == CONTROL_PLANE_ERROR_UNAVAILABLE || error->kind == CONTROL_PLANE_ERROR_FOREIGN;
}

static bool says(const control_plane_error *error, const char *words)
{
    return strcasestr(error->detail, words) != NULL;
}

const char *control_plane_error_summary(const control_plane_error *error)
{
    switch (error->kind) {
    case CONTROL_PLANE_ERROR_NONE:
        return "No error";
    case CONTROL_PLANE_ERROR_UNUSABLE:
        return error->summary;
    case CONTROL_PLANE_ERROR_CANCELLED:
        return "Interrupted";
    case CONTROL_PLANE_ERROR_DEADLINE:
        return "Out of time";
    case CONTROL_PLANE_ERROR_NO_ANSWER:
        return "No answer from the control plane";
    case CONTROL_PLANE_ERROR_FOREIGN:
        return "Not an answer of the control plane";
    case CONTROL_PLANE_ERROR_INVALID:
    case CONTROL_PLANE_ERROR_REFUSED:
        return "The control plane refused the request";
    case CONTROL_PLANE_ERROR_UNAUTHORIZED:
        return "The control plane refused the API key";
    case CONTROL_PLANE_ERROR_FORBIDDEN:
        return "The API key is not allowed to do this";
    case CONTROL_PLANE_ERROR_NOT_FOUND:
        return "Not found at the control plane";
    case CONTROL_PLANE_ERROR_CONFLICT:
        return "Conflict at the control plane";
    case CONTROL_PLANE_ERROR_THROTTLED:
        return "Too many requests to the control plane";
    case CONTROL_PLANE_ERROR_UNAVAILABLE:
        return "The control plane failed";
    }
    return "The control plane failed";
}

/* What a user can do about it. */
static const char *advice(const control_plane_error *error)
{
    switch (error->kind) {
    case CONTROL_PLANE_ERROR_CANCELLED:
        return "The run was interrupted before this was done. Apply again to go on.";
    case CONTROL_PLANE_ERROR_DEADLINE:
        return "Allow more time in `timeouts`, and apply again to go on.";
    case CONTROL_PLANE_ERROR_NO_ANSWER:
        return "Check the provider's `endpoint`, the network and any proxy (HTTPS_PROXY), and apply again.";
    case CONTROL_PLANE_ERROR_FOREIGN:
        return "Something else answers at this address: check the provider's `endpoint` (a self-hosted LangSmith has its "
               "control plane under /api-host) and any proxy in between.";
    case CONTROL_PLANE_ERROR_UNAUTHORIZED:
        return "Check the provider's `api_key` (LANGSMITH_API_KEY), that it was not revoked, and that `data_region` or "
               "`endpoint` is where it was made.";
    case CONTROL_PLANE_ERROR_FORBIDDEN:
        if (says(error, "requires workspace specification")) {
            return "The key belongs to a whole organisation: set the provider's `workspace_id` (LANGSMITH_WORKSPACE_ID) "
                   "to the workspace's UUID.";
        }
        if (says(error, "not enabled")) {
            return "Deployments are not enabled for this organisation: its plan has to include them; LangSmith's settings "
                   "show which plan it has.";
        }
        return "Use an API key whose role may manage deployments in this workspace, and check `workspace_id`.";
    case CONTROL_PLANE_ERROR_THROTTLED:
        return "Apply again later, with a lower -parallelism or a higher `poll_interval`.";
    case CONTROL_PLANE_ERROR_UNAVAILABLE:
        return "Apply again later; if it stays, ask LangChain's support or whoever runs this control plane.";
    case CONTROL_PLANE_ERROR_REFUSED:
        if (error->status == 402)
            return "LangSmith's settings show which plan the organisation has, what it includes and whether it is paid.";
        return "Do what the control plane asks for, and apply again; whoever runs it, or LangChain's support, can tell more.";
    case CONTROL_PLANE_ERROR_NOT_FOUND:
        /* The words that a web server has for any path that it does not know. */
        if (strcasecmp(error->detail, "Not Found") == 0) {
            return "Nothing is served under this path: check the provider's `endpoint` (a self-hosted LangSmith has its "
                   "control plane under /api-host).";
        }
        return "It may have been deleted since this was planned: plan and apply again.";
    case CONTROL_PLANE_ERROR_INVALID:
    case CONTROL_PLANE_ERROR_CONFLICT:
        return "Change the configuration accordingly and apply again.";
    case CONTROL_PLANE_ERROR_UNUSABLE:
    case CONTROL_PLANE_ERROR_NONE:
        break;
    }
    return "Plan and apply again.";
}

const char *control_plane_error_text(tf_arena *arena, const control_plane_error *error)
{
    if (error->kind == CONTROL_PLANE_ERROR_UNUSABLE)
        return error->detail;
    tf_text_builder text = { .arena = arena };
    tf_append_format(&text, "Tried to %s at %s", error->what, error->endpoint);
    if (error->status != 0) {
        tf_append_format(&text, ", which answered %d: %s.", error->status, error->detail);
    } else {
        tf_append_format(&text, ": %s.", error->detail);
    }
    if (error->outcome_unknown)
        tf_append(&text, " It is not known whether this was done all the same.");
    tf_append_format(&text, "\n\n%s", advice(error));
    return tf_built_text(&text);
}

control_plane_error control_plane_error_copy(tf_arena *arena, const control_plane_error *error)
{
    control_plane_error copy = *error;
    copy.summary = tf_copy_text(arena, error->summary);
    copy.what = tf_copy_text(arena, error->what);
    copy.endpoint = tf_copy_text(arena, error->endpoint);
    copy.detail = tf_copy_text(arena, error->detail);
    copy.existing_id = tf_copy_text(arena, error->existing_id);
    control_plane_problem *problems = tf_alloc_array(arena, error->problem_count, sizeof *problems);
    for (size_t i = 0; i < error->problem_count; i++) {
        problems[i].location = tf_copy_text(arena, error->problems[i].location);
        problems[i].message = tf_copy_text(arena, error->problems[i].message);
    }
    copy.problems = problems;
    return copy;
}

bool control_plane_fail(tf_call *call, const control_plane_error *error)
{
    return tf_fail(call, control_plane_error_summary(error), "%s",
                   control_plane_error_text(tf_call_arena(call), error));
}
