/* SPDX-License-Identifier: Apache-2.0 */
/* What a configure function has made, shared by the calls that use it and released after the last of them. */
#include <stdlib.h>

#include "framework/rpc/server.h"

rpc_configuration *rpc_hold_configuration(rpc_server *server, rpc_configuration *const *slot)
{
    pthread_mutex_lock(&server->lock);
    rpc_configuration *configuration = *slot;
    if (configuration != NULL)
        atomic_fetch_add(&configuration->references, 1);
    pthread_mutex_unlock(&server->lock);
    return configuration;
}

void rpc_release_configuration(rpc_configuration *configuration)
{
    if (configuration == NULL || atomic_fetch_sub(&configuration->references, 1) != 1)
        return;
    if (configuration->release != NULL && configuration->configured != NULL)
        configuration->release(configuration->configured);
    free(configuration);
}

void rpc_keep_configuration(rpc_server *server, rpc_configuration **slot, void *configured,
                            void (*release)(void *configured), tf_deferral deferral)
{
    rpc_configuration *made = calloc(1, sizeof *made);
    if (made == NULL)
        tf_no_memory(sizeof *made);
    *made = (rpc_configuration){ .configured = configured, .release = release, .deferral = deferral };
    atomic_init(&made->references, 1);
    pthread_mutex_lock(&server->lock);
    rpc_configuration *before = *slot;
    *slot = made;
    pthread_mutex_unlock(&server->lock);
    rpc_release_configuration(before);
}
