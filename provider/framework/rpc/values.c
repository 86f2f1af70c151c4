/* SPDX-License-Identifier: Apache-2.0 */
/* Values between messages and the provider's own structs, and what goes wrong on the way. */
#include <stdarg.h>
#include <string.h>

#include "framework/plan/plan.h"
#include "framework/rpc/message.h"
#include "framework/rpc/server.h"
#include "framework/value/binding.h"
#include "framework/value/json.h"
#include "framework/value/msgpack.h"

bool rpc_report_bug(tf_call *call, const tf_path *path, const char *detail, ...)
{
    va_list arguments;
    va_start(arguments, detail);
    const char *text = tf_format_list(call->arena, detail, arguments);
    va_end(arguments);
    return tf_fail_at(call, path, "Bug in the Provider", "%s This is a bug in the provider; please report it.", text);
}

bool rpc_succeeded(tf_call *call, const char *function, bool result)
{
    if (!result && !call->failed) {
        rpc_report_bug(call, NULL, "%s%s%s failed without saying why.", call->type_name,
                       *call->type_name == '\0' ? "The provider's " : ": ", function);
    }
    return result;
}

bool rpc_read_value(tf_call *call, const tf_type *type, const Tfplugin6__DynamicValue *message, const char *what,
                    tf_value *out)
{
    value_error error = { .message = "" };
    *out = value_null(type);
    if (message == NULL || (message->msgpack.len == 0 && message->json.len == 0))
        return true;
    const bool read = message->msgpack.len > 0 ? value_from_msgpack(call->arena, type, message->msgpack.data,
                                                                    message->msgpack.len, out, &error)
                                               : value_from_json(call->arena, type, (const char *)message->json.data,
                                                                 message->json.len, false, out, &error);
    if (read)
        return true;
    *out = value_null(type);
    return tf_fail_at(call, error.path, "Malformed Value",
                      "Terraform sent %s%s%s in a form that cannot be read: %s. Terraform and the provider may not fit "
                      "together; please report it.",
                      what, *call->type_name == '\0' ? "" : " of ", call->type_name, error.message);
}

Tfplugin6__DynamicValue *rpc_write_value(tf_arena *arena, const tf_value *value)
{
    Tfplugin6__DynamicValue *message = tf_alloc(arena, sizeof *message);
    tfplugin6__dynamic_value__init(message);
    const void *bytes = NULL;
    size_t size = 0;
    value_to_msgpack(arena, value, &bytes, &size);
    message->msgpack = message_bytes(bytes, size);
    return message;
}

void *rpc_bind(tf_call *call, const tf_schema *schema, const tf_value *value)
{
    value_error error = { .message = "" };
    void *target = tf_alloc(call->arena, schema->size);
    plan_protect_secrets(schema, value);
    if (binding_decode(call->arena, schema, value, target, &error))
        return target;
    tf_fail_at(call, error.path, "Invalid Value", "%s.", error.message);
    return NULL;
}

bool rpc_unbind_whole(tf_call *call, const tf_schema *schema, const tf_type *type, const void *source,
                      const char *function, tf_value *out)
{
    value_error error = { .message = "" };
    if (binding_encode(call->arena, schema, type, source, out, &error))
        return true;
    if (error.is_duplicate) {
        return tf_fail_at(call, error.path, "Duplicate Set Element",
                          "%s: %s left a set that has an element twice. This is a bug in the provider; please report "
                          "it.",
                          call->type_name, function);
    }
    return rpc_report_bug(call, error.path, "%s: %s left a value that cannot be: %s.", call->type_name, function,
                          error.message);
}

bool rpc_unbind(tf_call *call, const tf_schema *schema, const tf_type *type, const void *source, const char *function,
                tf_value *out)
{
    if (!rpc_unbind_whole(call, schema, type, source, function, out))
        return false;
    *out = plan_without_write_only(call->arena, schema, out);
    return true;
}
