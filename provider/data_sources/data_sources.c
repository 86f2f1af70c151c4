/* SPDX-License-Identifier: Apache-2.0 */
/* What data sources of the control plane have in common. */
#include "data_sources/data_sources.h"

#include "clients.h"

bool data_source_can_ask(tf_call *call)
{
    if (clients_know_control_plane(call) || !tf_can_defer(call))
        return true;
    tf_defer(call, TF_PROVIDER_CONFIG_UNKNOWN);
    return false;
}
