/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: the provider's table, served.
 */
#include <jansson.h>

#include "http/memory.h"
#include "provider.h"

int main(int argc, char **argv)
{
    /* Variables of projects pass through JSON values: what held a secret is cleansed when it is released. */
    json_set_alloc_funcs(http_memory_allocate, http_memory_release);
    return tf_serve(&langgraph_provider, argc, argv);
}
