/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "conformance.h"

bool keep_as_it_is(tf_call *call, void *object)
{
    (void)call;
    (void)object;
    return true;
}

bool keep_plan(tf_call *call, const void *prior, void *plan)
{
    (void)call;
    (void)prior;
    (void)plan;
    return true;
}

bool keep_configuration(tf_call *call, void *plan, size_t size)
{
    memcpy(plan, tf_config(call), size);
    return true;
}

bool forget(tf_call *call, const void *state)
{
    (void)call;
    (void)state;
    return true;
}
