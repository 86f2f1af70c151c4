/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole states as the provider's functions leave them. What an apply makes of a state that is not whole is in
 * resource_apply.c.
 */
#include "framework/rpc/resource_state.h"

#include <string.h>

#include "framework/plan/plan.h"

/* Held against a plan that told nothing. */
bool rpc_check_state(const rpc_entry *found, tf_call *call, const tf_value *state)
{
    const tf_type *type = found->type;
    tf_value told = {
        .type = type,
        .state = TF_KNOWN,
        .count = type->count,
        .items = tf_alloc_array(call->arena, type->count, sizeof(tf_value)),
        .keys = type->names,
    };
    for (size_t i = 0; i < type->count; i++)
        told.items[i] = value_unknown(type->elements[i]);
    return plan_check_applied(call, found->resource->schema, &told, state);
}

bool rpc_unbind_state(const rpc_entry *found, tf_call *call, const char *function, const void *source, tf_value *out)
{
    return rpc_unbind(call, found->resource->schema, found->type, source, function, out)
           && rpc_check_state(found, call, out);
}

tf_string *rpc_string_field(const tf_schema *schema, const char *name, void *target)
{
    const size_t index = tf_field_index(schema, name);
    const bool is_string = index < schema->count && schema->attributes[index].kind == TF_KIND_STRING;
    return is_string ? (tf_string *)((char *)target + schema->attributes[index].offset) : NULL;
}
