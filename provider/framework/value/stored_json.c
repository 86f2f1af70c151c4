/* SPDX-License-Identifier: Apache-2.0 */
/* An object that is stored as JSON, read into the struct that a table describes. */
#include <string.h>

#include <tfprovider/resource.h>

#include "framework/foundation/call.h"
#include "framework/value/binding.h"
#include "framework/value/json.h"
#include "framework/value/type.h"

bool tf_decode_json(tf_call *call, const tf_schema *schema, const char *json, void *out)
{
    value_error error = { .message = "" };
    tf_value object;
    memset(out, 0, schema->size);
    if (value_from_json(call->arena, type_of_schema(call->arena, schema), json, strlen(json), true, &object, &error)
        && binding_decode(call->arena, schema, &object, out, &error))
        return true;
    return tf_fail_at(call, error.path, "Malformed State", "What is stored for %s cannot be read: %s.", call->type_name,
                      error.message);
}
