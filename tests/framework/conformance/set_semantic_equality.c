/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_set_semantic_equality: sets that come back in another order and other spellings than they were configured.
 */
#include <tfprovider/types.h>

#include "conformance.h"
#include "things.h"

struct element {
    tf_string ipv6;
};

struct sets {
    tf_string_set set_of_ipv6;
    TF_OBJECTS_OF(struct element) set_nested_attribute;
    TF_OBJECTS_OF(struct element) set_nested_block;
};

static const tf_attribute element[] = {
    { TF_STRING(struct element, ipv6), .mode = TF_REQUIRED, .custom_type = &tf_ipv6_address },
};

static const tf_attribute attributes[] = {
    { TF_STRING_SET(struct sets, set_of_ipv6), .mode = TF_REQUIRED, .custom_type = &tf_ipv6_address },
    { TF_OBJECT_SET(struct sets, set_nested_attribute, struct element, element), .mode = TF_REQUIRED },
    { TF_OBJECT_SET(struct sets, set_nested_block, struct element, element), .mode = TF_REQUIRED, .block = true },
};

static const char *const addresses[] = { "2001:DB8::8:800:200C:417A", "::FFFF:192.168.255.255", "::", "::101", NULL };
static const char *const in_attributes[] = { "2001:1:2:3:4:5:6:7", "2041:0000:140F::875B:131B" };
static const char *const in_blocks[] = { "::FFFF:192.168.255.255", "FF01::", "2001:DB8::8:800:200C:417A" };

static struct element *elements_of(tf_arena *arena, const char *const *texts, size_t count)
{
    struct element *elements = tf_alloc_array(arena, count, sizeof *elements);
    for (size_t i = 0; i < count; i++)
        elements[i].ipv6 = tf_string_of(texts[i]);
    return elements;
}

static bool fill_in(tf_call *call, void *state)
{
    tf_arena *arena = tf_call_arena(call);
    struct sets *sets = state;
    sets->set_of_ipv6 = (tf_string_set){ .state = TF_KNOWN };
    for (const char *const *address = addresses; *address != NULL; address++)
        tf_string_set_add(arena, &sets->set_of_ipv6, *address);
    sets->set_nested_attribute.state = TF_KNOWN;
    sets->set_nested_attribute.count = sizeof in_attributes / sizeof in_attributes[0];
    sets->set_nested_attribute.items = elements_of(arena, in_attributes, sets->set_nested_attribute.count);
    sets->set_nested_block.state = TF_KNOWN;
    sets->set_nested_block.count = sizeof in_blocks / sizeof in_blocks[0];
    sets->set_nested_block.items = elements_of(arena, in_blocks, sets->set_nested_block.count);
    return true;
}

static bool update(tf_call *call, const void *prior, void *plan)
{
    (void)prior;
    return fill_in(call, plan);
}

const tf_resource set_semantic_equality_resource = {
    .type_name = "framework_set_semantic_equality",
    .schema = TF_SCHEMA(struct sets, attributes, .description = "Sets whose elements are compared by what they mean."),
    .create = fill_in,
    .read = fill_in,
    .update = update,
    .delete = forget,
};
