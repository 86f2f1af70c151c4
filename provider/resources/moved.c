/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the resources' `moved` blocks share: the check of what they move from.
 */
#include "resources/moved.h"

#include <string.h>

bool moved_is_from(tf_call *call, const tf_move_source *source, const char *provider, const char *type_name)
{
    const char *host_end = strchr(source->provider_address, '/');
    if (strcmp(source->type_name, type_name) == 0 && host_end != NULL && strcmp(host_end + 1, provider) == 0)
        return true;
    return tf_fail(call, "Cannot Be Moved Here",
                   "What can be moved here is %s of %s, not %s of %s. Remove the moved block and import the object.",
                   type_name, provider, source->type_name, source->provider_address);
}
