/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of ids that grows as projects are read, planned and deleted, and listeners planned to change, whichever
 * workspace they are in.
 */
#include "control_plane/holdings.h"

#include <pthread.h>

#include <tfprovider/value.h>

struct control_plane_holdings {
    tf_arena *arena;
    pthread_mutex_t lock; /* guards `ids` */
    tf_string_set ids;
};

control_plane_holdings *control_plane_holdings_new(void)
{
    tf_arena *arena = tf_arena_new();
    control_plane_holdings *holdings = tf_alloc(arena, sizeof *holdings);
    *holdings = (control_plane_holdings){ .arena = arena, .ids = { .state = TF_KNOWN } };
    pthread_mutex_init(&holdings->lock, NULL);
    return holdings;
}

void control_plane_holdings_free(control_plane_holdings *holdings)
{
    if (holdings == NULL)
        return;
    pthread_mutex_destroy(&holdings->lock);
    tf_arena_free(holdings->arena);
}

void control_plane_hold(const control_plane_session *session, const char *id)
{
    control_plane_holdings *holdings = session->holdings;
    pthread_mutex_lock(&holdings->lock);
    if (!tf_string_set_has(&holdings->ids, id))
        tf_string_set_add(holdings->arena, &holdings->ids, id);
    pthread_mutex_unlock(&holdings->lock);
}

bool control_plane_is_held(const control_plane_session *session, const char *id)
{
    pthread_mutex_lock(&session->holdings->lock);
    const bool is_held = tf_string_set_has(&session->holdings->ids, id);
    pthread_mutex_unlock(&session->holdings->lock);
    return is_held;
}
