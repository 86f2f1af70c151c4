/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calling a function: arguments into the function's struct, its result back.
 *
 * An error can say which argument it is about. Diagnostics do so by their path, which begins with the name of a
 * parameter (a check's, or the function's own by tf_fail_on) or with the argument's number (tf_fail_argument).
 */
#include "framework/rpc/function_call.h"

#include <stdarg.h>
#include <string.h>

#include "framework/foundation/visible.h"
#include "framework/plan/plan.h"
#include "framework/rpc/entry_config.h"
#include "framework/rpc/message.h"
#include "framework/rpc/methods.h"
#include "framework/value/msgpack.h"

bool tf_fail_argument(tf_call *call, size_t argument, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    const char *detail = tf_format_list(call->arena, text, arguments);
    va_end(arguments);
    const tf_path path = { .step = TF_STEP_INDEX, .index = (int64_t)argument };
    return tf_fail_at(call, &path, "", "%s", detail);
}

/* The variadic arguments as the value that their parameter's field takes. */
static tf_value variadic_value(tf_arena *arena, const rpc_signature *signature, const tf_value *values, size_t count)
{
    const tf_attribute *attribute = &signature->function->variadic->attribute;
    tf_value *items = tf_alloc_array(arena, count, sizeof *items);
    const tf_type **types = tf_alloc_array(arena, count, sizeof *types);
    for (size_t i = 0; i < count; i++) {
        items[i] = values[i];
        types[i] = values[i].type;
    }
    const tf_type *type =
        attribute->kind == TF_KIND_VALUE ? type_tuple(arena, count, types) : type_of_attribute(arena, attribute);
    return (tf_value){ .type = type, .state = TF_KNOWN, .count = count, .items = items };
}

/* The arguments as the object that a configuration would be. */
static tf_value arguments_object(tf_arena *arena, const rpc_signature *signature, const tf_value *values, size_t count)
{
    const tf_type *type = signature->argument_type;
    const size_t fixed = signature->function->parameter_count;
    tf_value object = {
        .type = type,
        .state = TF_KNOWN,
        .count = type->count,
        .items = tf_alloc_array(arena, type->count, sizeof(tf_value)),
        .keys = type->names,
    };
    for (size_t i = 0; i < fixed; i++)
        object.items[type_attribute_index(type, signature->arguments.attributes[i].name)] = values[i];
    if (signature->function->variadic != NULL) {
        object.items[type_attribute_index(type, signature->arguments.attributes[fixed].name)] =
            variadic_value(arena, signature, values + fixed, count - fixed);
    }
    return object;
}

static const tf_parameter *parameter_of(const tf_function *function, size_t argument)
{
    return argument < function->parameter_count ? &function->parameters[argument] : function->variadic;
}

/* Reads the arguments, `asked->n_arguments` of them; NULL after reporting what is wrong with them. */
static const tf_value *read_arguments(tf_call *call, const rpc_signature *signature,
                                      const Tfplugin6__CallFunction__Request *asked)
{
    const tf_function *function = signature->function;
    if (asked->n_arguments < function->parameter_count
        || (asked->n_arguments > function->parameter_count && function->variadic == NULL)) {
        tf_fail(call, "", "%s takes %zu arguments%s, not %zu.", function->name, function->parameter_count,
                function->variadic == NULL ? "" : " or more", asked->n_arguments);
        return NULL;
    }
    tf_value *values = tf_alloc_array(call->arena, asked->n_arguments, sizeof *values);
    for (size_t i = 0; i < asked->n_arguments; i++) {
        const tf_type *type = i < function->parameter_count
                                  ? type_of_attribute(call->arena, &function->parameters[i].attribute)
                                  : signature->variadic_type;
        if (!rpc_read_value(call, type, asked->arguments[i], "an argument", &values[i]))
            return NULL;
        if (values[i].state == TF_NULL && !parameter_of(function, i)->allow_null) {
            tf_fail_argument(call, i, "The argument must not be null.");
            return NULL;
        }
    }
    return values;
}

/* Whether an argument is unknown whose parameter takes known ones only. */
static bool has_to_wait(const tf_function *function, const tf_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (tf_value_has_unknown(&values[i]) && !parameter_of(function, i)->allow_unknown)
            return true;
    }
    return false;
}

/* Runs the function and takes its result. */
static bool run(tf_call *call, const rpc_signature *signature, const tf_value *arguments, tf_value *out)
{
    const tf_function *function = signature->function;
    if (!plan_validate(call, &signature->arguments, arguments, true))
        return false;
    void *bound = rpc_bind(call, &signature->arguments, arguments);
    tf_value result;
    if (bound == NULL || !rpc_succeeded(call, "run", function->run(call, bound))
        || !rpc_unbind(call, &signature->result, type_of_schema(call->arena, &signature->result), bound, "run",
                       &result))
        return false;
    *out = result.items[0];
    if (tf_value_has_unknown(out) && !tf_value_has_unknown(arguments)) {
        return rpc_report_bug(call, NULL, "%s: the result is unknown although all arguments are known.",
                              function->name);
    }
    return true;
}

static bool call_function(tf_call *call, const rpc_signature *signature, const Tfplugin6__CallFunction__Request *asked,
                          tf_value *out)
{
    const tf_value *values = read_arguments(call, signature, asked);
    if (values == NULL)
        return false;
    if (has_to_wait(signature->function, values, asked->n_arguments)) {
        *out = value_unknown(signature->result_type);
        return true;
    }
    const tf_value arguments = arguments_object(call->arena, signature, values, asked->n_arguments);
    return run(call, signature, &arguments, out);
}

/* The argument that a path is about: false where it is about none. */
static bool argument_of(const rpc_signature *signature, const tf_path *path, size_t count, int64_t *out)
{
    const tf_path *below = NULL;
    if (path == NULL || signature == NULL)
        return false;
    for (; path->parent != NULL; path = path->parent)
        below = path;
    if (path->step == TF_STEP_INDEX) {
        *out = path->index;
    } else {
        *out = -1;
    }
    for (size_t i = 0; path->step == TF_STEP_ATTRIBUTE && i < signature->arguments.count; i++) {
        if (strcmp(signature->arguments.attributes[i].name, path->name) == 0)
            *out = (int64_t)i;
    }
    const bool is_variadic = path->step == TF_STEP_ATTRIBUTE && *out >= (int64_t)signature->function->parameter_count;
    if (is_variadic && below != NULL && below->step == TF_STEP_INDEX)
        *out += below->index;
    return *out >= 0 && *out < (int64_t)count;
}

/* All errors in one text, at the first argument that one of them is about; NULL where there is none. */
static Tfplugin6__FunctionError *error_message(tf_call *call, const rpc_signature *signature, size_t count)
{
    if (!call->failed)
        return NULL;
    tf_text_builder text = { .arena = call->arena };
    Tfplugin6__FunctionError *message = tf_alloc(call->arena, sizeof *message);
    tfplugin6__function_error__init(message);
    for (const tf_diagnostic *each = call->diagnostics; each != NULL; each = each->next) {
        if (each->severity != TF_ERROR)
            continue;
        tf_append_format(&text, "%s%s%s%s", text.length == 0 ? "" : "\n", each->summary,
                         *each->summary == '\0' ? "" : ": ", each->detail);
        int64_t argument;
        if (message->optional_function_argument_case == TFPLUGIN6__FUNCTION_ERROR__OPTIONAL_FUNCTION_ARGUMENT__NOT_SET
            && argument_of(signature, each->path, count, &argument)) {
            message->optional_function_argument_case =
                TFPLUGIN6__FUNCTION_ERROR__OPTIONAL_FUNCTION_ARGUMENT_FUNCTION_ARGUMENT;
            message->function_argument = argument;
        }
    }
    message->text = message_text(call->arena, shown_text(call->arena, tf_built_text(&text)));
    return message;
}

static Tfplugin6__DynamicValue *result_message(tf_arena *arena, const tf_type *type, const tf_value *result)
{
    Tfplugin6__DynamicValue *message = tf_alloc(arena, sizeof *message);
    tfplugin6__dynamic_value__init(message);
    const void *bytes = NULL;
    size_t size = 0;
    value_to_msgpack_as(arena, type, result, &bytes, &size);
    message->msgpack = message_bytes(bytes, size);
    return message;
}

void rpc_call_function(rpc_server *server, tf_call *call, const Tfplugin6__CallFunction__Request *asked,
                       Tfplugin6__CallFunction__Response *response)
{
    const rpc_entry *entry = rpc_find(server, call, RPC_FUNCTION, asked->name);
    const rpc_signature *found = entry == NULL ? NULL : entry->signature;
    tf_value result;
    if (found != NULL && call_function(call, found, asked, &result))
        response->result = result_message(call->arena, found->result_type, &result);
    response->error = error_message(call, found, asked->n_arguments);
}
