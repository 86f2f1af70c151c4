/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A resource's life for unit tests: structs in, the functions that answer Terraform, structs out.
 */
#include <string.h>

#include <tfprovider/testing.h>

#include "framework/rpc/entry_config.h"
#include "framework/rpc/message.h"
#include "framework/rpc/methods.h"
#include "framework/rpc/private.h"

/* A provider that offers the resource and nothing else. */
struct bench {
    const tf_resource *resources[2];
    tf_provider provider;
    rpc_server *server;
    const rpc_entry *entry;
};

static struct bench *begin(tf_call *call, const tf_resource *resource)
{
    struct bench *bench = tf_alloc(call->arena, sizeof *bench);
    *bench = (struct bench){ .resources = { resource, NULL } };
    bench->provider = (tf_provider){
        .address = "registry.terraform.io/test/test",
        .version = "0.0.0",
        .schema = &(const tf_schema){ .count = 0 },
        .resources = bench->resources,
    };
    const char *problem = NULL;
    bench->server = rpc_server_new(&bench->provider, call->arena, &problem);
    if (bench->server == NULL) {
        tf_fail(call, "Malformed table", "%s.", problem);
    } else {
        bench->entry = rpc_find(bench->server, call, RPC_RESOURCE, resource->type_name);
    }
    return bench;
}

static void end(struct bench *bench)
{
    rpc_server_free(bench->server);
}

/* A struct as Terraform would send it; NULL, without anything sent, stands for null. */
static Tfplugin6__DynamicValue *message_of(tf_call *call, const struct bench *bench, const void *source)
{
    tf_value value = value_null(bench->entry->type);
    if (source != NULL && !rpc_unbind(call, bench->entry->schema, bench->entry->type, source, "the test", &value))
        return NULL;
    return rpc_write_value(call->arena, &value);
}

/* A configuration has its write-only values. */
static Tfplugin6__DynamicValue *config_message(tf_call *call, const struct bench *bench, const void *config)
{
    tf_value value = value_null(bench->entry->type);
    if (config != NULL && !rpc_unbind_whole(call, bench->entry->schema, bench->entry->type, config, "the test", &value))
        return NULL;
    return rpc_write_value(call->arena, &value);
}

/* What an answer holds, in a struct; NULL where that is null, or nothing. */
static void *struct_of(tf_call *call, const struct bench *bench, const Tfplugin6__DynamicValue *message)
{
    tf_value value;
    if (message == NULL || !rpc_read_value(call, bench->entry->type, message, "the answer", &value)
        || value.state != TF_KNOWN)
        return NULL;
    return rpc_bind(call, bench->entry->schema, &value);
}

static Tfplugin6__ResourceIdentityData *identity_message(tf_call *call, const struct bench *bench)
{
    tf_value value;
    const tf_type *type = bench->entry->identity_type;
    if (type == NULL || call->identity == NULL
        || !rpc_unbind(call, bench->entry->resource->identity, type, call->identity, "the test", &value))
        return NULL;
    Tfplugin6__ResourceIdentityData *message = tf_alloc(call->arena, sizeof *message);
    tfplugin6__resource_identity_data__init(message);
    message->identity_data = rpc_write_value(call->arena, &value);
    return message;
}

bool tf_test_validate(tf_call *call, const tf_resource *resource, const void *config)
{
    struct bench *bench = begin(call, resource);
    if (bench->entry != NULL)
        rpc_check_entry_config(call, bench->entry, config_message(call, bench, config), true);
    end(bench);
    return !call->failed;
}

static void keep_replaced(tf_call *call, const Tfplugin6__PlanResourceChange__Response *response)
{
    const char **names = tf_alloc_array(call->arena, response->n_requires_replace + 1, sizeof *names);
    for (size_t i = 0; i < response->n_requires_replace; i++) {
        const Tfplugin6__AttributePath *path = response->requires_replace[i];
        names[i] = path->n_steps == 0 ? "" : tf_copy_text(call->arena, path->steps[0]->attribute_name);
    }
    call->replaced = names;
}

void *tf_test_plan(tf_call *call, const tf_resource *resource, const void *prior, const void *config)
{
    struct bench *bench = begin(call, resource);
    void *planned = NULL;
    if (bench->entry != NULL) {
        Tfplugin6__PlanResourceChange__Request request = TFPLUGIN6__PLAN_RESOURCE_CHANGE__REQUEST__INIT;
        Tfplugin6__PlanResourceChange__Response response = TFPLUGIN6__PLAN_RESOURCE_CHANGE__RESPONSE__INIT;
        request.type_name = message_text(call->arena, resource->type_name);
        request.prior_state = message_of(call, bench, prior);
        request.config = request.proposed_new_state = config_message(call, bench, config);
        request.prior_private = private_write(call);
        request.prior_identity = identity_message(call, bench);
        call->replacements = NULL;
        if (!call->failed)
            rpc_plan_resource(bench->server, call, &request, &response);
        keep_replaced(call, &response);
        planned = call->failed ? NULL : struct_of(call, bench, response.planned_state);
    }
    end(bench);
    return planned;
}

bool tf_test_replaces(const tf_call *call, const char *attribute)
{
    for (size_t i = 0; call->replaced != NULL && call->replaced[i] != NULL; i++) {
        if (attribute == NULL || strcmp(call->replaced[i], attribute) == 0)
            return true;
    }
    return false;
}

static void *apply(tf_call *call, const tf_resource *resource, const void *prior, const void *config,
                   const void *planned)
{
    struct bench *bench = begin(call, resource);
    void *state = NULL;
    if (bench->entry != NULL) {
        Tfplugin6__ApplyResourceChange__Request request = TFPLUGIN6__APPLY_RESOURCE_CHANGE__REQUEST__INIT;
        Tfplugin6__ApplyResourceChange__Response response = TFPLUGIN6__APPLY_RESOURCE_CHANGE__RESPONSE__INIT;
        request.type_name = message_text(call->arena, resource->type_name);
        request.prior_state = message_of(call, bench, prior);
        request.config = config_message(call, bench, config);
        request.planned_state = message_of(call, bench, planned);
        request.planned_private = private_write(call);
        request.planned_identity = identity_message(call, bench);
        if (!call->failed)
            rpc_apply_resource(bench->server, call, &request, &response);
        state = struct_of(call, bench, response.new_state);
    }
    end(bench);
    return state;
}

void *tf_test_apply(tf_call *call, const tf_resource *resource, const void *prior, const void *config,
                    const void *planned)
{
    return apply(call, resource, prior, config, planned);
}

bool tf_test_destroy(tf_call *call, const tf_resource *resource, const void *state)
{
    apply(call, resource, state, NULL, NULL);
    return !call->failed;
}

void *tf_test_read(tf_call *call, const tf_resource *resource, const void *state)
{
    struct bench *bench = begin(call, resource);
    void *found = NULL;
    if (bench->entry != NULL) {
        Tfplugin6__ReadResource__Request request = TFPLUGIN6__READ_RESOURCE__REQUEST__INIT;
        Tfplugin6__ReadResource__Response response = TFPLUGIN6__READ_RESOURCE__RESPONSE__INIT;
        request.type_name = message_text(call->arena, resource->type_name);
        request.current_state = message_of(call, bench, state);
        request.private_ = private_write(call);
        request.current_identity = identity_message(call, bench);
        if (!call->failed)
            rpc_read_resource(bench->server, call, &request, &response);
        found = call->failed ? NULL : struct_of(call, bench, response.new_state);
    }
    end(bench);
    return found;
}
