/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions derived from sessions; a client makes the first one. */
#include "control_plane/session.h"

/* How long finding out what became of a request may take after the call itself has ended. */
#define AFTERWARDS_MS 8000

control_plane_session control_plane_session_in(const control_plane_session *session, tf_arena *arena)
{
    control_plane_session other = *session;
    other.arena = arena;
    return other;
}

bool control_plane_session_ended(const control_plane_session *session)
{
    return tf_cancel_fired(session->cancel) || tf_now_ms() >= session->deadline;
}

control_plane_session control_plane_session_afterwards(const control_plane_session *session)
{
    if (!control_plane_session_ended(session))
        return *session;
    control_plane_session afterwards = *session;
    afterwards.cancel = NULL;
    afterwards.deadline = tf_deadline_in_ms(AFTERWARDS_MS);
    return afterwards;
}

control_plane_error control_plane_session_end(const control_plane_session *session, const char *what)
{
    const bool cancelled = tf_cancel_fired(session->cancel);
    return (control_plane_error){
        .kind = cancelled ? CONTROL_PLANE_ERROR_CANCELLED : CONTROL_PLANE_ERROR_DEADLINE,
        .what = what,
        .endpoint = session->config->endpoint,
        .detail = cancelled ? "the call was interrupted" : "the time for it ran out",
    };
}
