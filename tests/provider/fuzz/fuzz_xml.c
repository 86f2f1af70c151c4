/* SPDX-License-Identifier: Apache-2.0 */
/* AWS's answers: any bytes are parsed or refused, within bounds. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "aws/xml.h"

static size_t count_elements(const xml_element *element)
{
    size_t count = 1;
    for (const xml_element *child = element->children; child != NULL; child = child->next)
        count += count_elements(child);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tf_arena *arena = tf_arena_new();
    tf_arena_limit(arena, (size_t)64 * 1024 * 1024);
    const char *problem = NULL;
    const xml_element *root = xml_parse(arena, (const char *)data, size, &problem);
    if ((root == NULL) != (problem != NULL) || (root != NULL && count_elements(root) > size))
        abort();
    tf_arena_free(arena);
    return 0;
}
