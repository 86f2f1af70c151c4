/* SPDX-License-Identifier: Apache-2.0 */
/* Functions as tables and as messages. */
#include <string.h>

#include "framework/plan/schema_check.h"
#include "framework/rpc/function_call.h"
#include "framework/rpc/message.h"
#include "framework/value/kinds.h"

/* The type of one argument of a variadic parameter; NULL where its field cannot take any number of them. */
static const tf_type *variadic_element(tf_arena *arena, const tf_attribute *attribute)
{
    if (attribute->kind == TF_KIND_VALUE)
        return attribute->type;
    if (attribute->kind == TF_KIND_STRING_LIST || attribute->kind == TF_KIND_OBJECT_LIST)
        return type_of_attribute(arena, attribute)->element;
    return NULL;
}

const rpc_signature *function_signature(tf_arena *arena, const tf_function *function)
{
    const size_t count = function->parameter_count + (function->variadic != NULL);
    tf_attribute *arguments = tf_alloc_array(arena, count, sizeof *arguments);
    for (size_t i = 0; i < count; i++) {
        arguments[i] =
            i < function->parameter_count ? function->parameters[i].attribute : function->variadic->attribute;
        arguments[i].mode = TF_OPTIONAL;
    }
    tf_attribute *result = tf_alloc(arena, sizeof *result);
    *result = function->result;
    result->name = "result";
    result->mode = TF_COMPUTED;
    rpc_signature *signature = tf_alloc(arena, sizeof *signature);
    *signature = (rpc_signature){
        .function = function,
        .arguments = { .attributes = arguments, .count = count, .size = function->size },
        .result = { .attributes = result, .count = 1, .size = function->size },
    };
    if (function->variadic != NULL)
        signature->variadic_type = variadic_element(arena, &function->variadic->attribute);
    signature->argument_type = type_of_schema(arena, &signature->arguments);
    signature->result_type = type_of_attribute(arena, result);
    return signature;
}

/* Held to the rules of attributes as those of a nested object are, whose names are not reserved. */
static const char *schema_problem(tf_arena *arena, const char *name, const tf_schema *schema)
{
    const tf_attribute holder = {
        .name = name,
        .kind = TF_KIND_OBJECT,
        .mode = TF_OPTIONAL,
        .attributes = schema,
    };
    const tf_schema all = { .attributes = &holder, .count = 1, .size = sizeof(object_field) };
    const char *problem = NULL;
    return schema_check(arena, &all, &problem) ? NULL : problem;
}

const char *function_problem(tf_arena *arena, const tf_function *function)
{
    if (kind_of(function->result.kind) == NULL)
        return "no result";
    if (function->variadic != NULL && variadic_element(arena, &function->variadic->attribute) == NULL)
        return "a variadic parameter that is no list of strings, list of objects or value";
    const rpc_signature *signature = function_signature(arena, function);
    const char *problem = schema_problem(arena, "parameters", &signature->arguments);
    return problem != NULL ? problem : schema_problem(arena, "function", &signature->result);
}

static Tfplugin6__Function__Parameter *parameter_message(tf_arena *arena, const tf_parameter *parameter,
                                                         const tf_type *type)
{
    Tfplugin6__Function__Parameter *message = tf_alloc(arena, sizeof *message);
    tfplugin6__function__parameter__init(message);
    const char *json = type_to_json(arena, type);
    message->name = message_text(arena, parameter->attribute.name);
    message->type = message_bytes(json, strlen(json));
    message->allow_null_value = parameter->allow_null;
    message->allow_unknown_values = parameter->allow_unknown;
    message->description = message_text(arena, parameter->attribute.description);
    message->description_kind = TFPLUGIN6__STRING_KIND__MARKDOWN;
    return message;
}

Tfplugin6__Function *function_message(tf_arena *arena, const rpc_signature *signature)
{
    const tf_function *function = signature->function;
    Tfplugin6__Function *message = tf_alloc(arena, sizeof *message);
    tfplugin6__function__init(message);
    message->n_parameters = function->parameter_count;
    message->parameters = tf_alloc_array(arena, function->parameter_count, sizeof(message->parameters[0]));
    for (size_t i = 0; i < function->parameter_count; i++) {
        message->parameters[i] = parameter_message(arena, &function->parameters[i],
                                                   type_of_attribute(arena, &function->parameters[i].attribute));
    }
    if (function->variadic != NULL)
        message->variadic_parameter = parameter_message(arena, function->variadic, signature->variadic_type);
    const char *json = type_to_json(arena, signature->result_type);
    message->return_ = tf_alloc(arena, sizeof *message->return_);
    tfplugin6__function__return__init(message->return_);
    message->return_->type = message_bytes(json, strlen(json));
    message->summary = message_text(arena, function->summary);
    message->description = message_text(arena, function->description);
    message->description_kind = TFPLUGIN6__STRING_KIND__MARKDOWN;
    message->deprecation_message = message_text(arena, function->deprecated);
    return message;
}
