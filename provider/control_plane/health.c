/* SPDX-License-Identifier: Apache-2.0 */
/* Asks a project itself whether it serves. What the control plane says of it is wait.c's. */
#include "control_plane/health.h"

#include <string.h>

#include <tfprovider/log.h>

/* One look. NULL where the answer is good, else what came, in `arena`. */
static const char *probe(const control_plane_session *session, tf_arena *arena, const char *url, http_error *failure)
{
    const size_t length = strlen(url);
    const bool ends_with_slash = length > 0 && url[length - 1] == '/';
    const http_request request = {
        .method = "GET",
        .url = tf_format(arena, "%s%s", url, ends_with_slash ? "ok" : "/ok"),
        .what = "ask the project whether it serves",
        .idempotent = true,
        .timeout_ms = session->config->request_timeout_ms,
        .deadline = session->deadline,
        .cancel = session->cancel,
        .ca_bundle = session->config->ca_bundle,
    };
    http_response response;
    *failure = (http_error){ .kind = HTTP_ERROR_NONE };
    if (!session->config->perform(session->engine, arena, &request, &response, failure))
        return failure->message;
    return response.status == 200 ? NULL : tf_format(arena, "HTTP %d", response.status);
}

/* What the last bad answer was outlives its look, once for each that differs. */
static void note(const control_plane_session *session, const char *name, const char *problem, const char **last)
{
    if (strcmp(*last, problem) == 0)
        return;
    *last = tf_copy_text(session->arena, problem);
    tf_log(TF_LOG_INFO, "provider.control_plane", "project %s is deployed, and does not serve yet: %s", name, problem);
}

static bool wait_until(const control_plane_session *session, int64_t instant)
{
    return tf_cancel_wait(session->cancel, instant < session->deadline ? instant : session->deadline)
           && !control_plane_session_ended(session);
}

bool control_plane_wait_until_healthy(const control_plane_session *session, const char *url, const char *name,
                                      const char **out_problem)
{
    int good = 0;
    int64_t next_poll = tf_now_ms();
    *out_problem = url == NULL ? "the control plane shows no URL of it" : "it was not asked yet";
    while (url != NULL && good < CONTROL_PLANE_GOOD_ANSWERS && wait_until(session, next_poll)) {
        next_poll = tf_deadline_in_ms(session->config->poll_interval_ms);
        tf_arena *arena = tf_arena_new_within(session->arena);
        http_error failure;
        const char *problem = probe(session, arena, url, &failure);
        good = problem == NULL ? good + 1 : 0;
        const bool ended = failure.kind == HTTP_ERROR_CANCELLED || failure.kind == HTTP_ERROR_DEADLINE;
        if (problem != NULL && !ended)
            note(session, name, problem, out_problem);
        tf_arena_free(arena);
        if (failure.kind == HTTP_ERROR_REFUSED)
            break;
    }
    return good == CONTROL_PLANE_GOOD_ANSWERS;
}
