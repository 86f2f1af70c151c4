/* SPDX-License-Identifier: Apache-2.0 */
/* What data sources have in common. */
#include "data_sources/data_sources.h"

#include "clients.h"

static bool can_ask(tf_call *call, bool is_known)
{
    if (is_known || !tf_can_defer(call))
        return true;
    tf_defer(call, TF_PROVIDER_CONFIG_UNKNOWN);
    return false;
}

bool data_source_can_ask(tf_call *call)
{
    return can_ask(call, clients_know_control_plane(call));
}

bool data_source_can_ask_aws(tf_call *call)
{
    return can_ask(call, clients_know_aws(call));
}
