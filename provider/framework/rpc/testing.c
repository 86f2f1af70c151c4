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

/* A provider that offers the resource and nothing else, and what each request about it carries. */
struct bench {
    const tf_resource *resources[2];
    tf_provider provider;
    rpc_server *server;
    const rpc_entry *entry;
    char *type_name;
    ProtobufCBinaryData privates;
    Tfplugin6__ResourceIdentityData *identity;
};

/* A struct as Terraform would send it, NULL for null; NULL, without anything sent, after reporting what cannot be. */
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

/* NULL after reporting why the resource cannot be served. */
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
        tf_fail(call, "Malformed Table", "%s.", problem);
        return NULL;
    }
    bench->entry = rpc_find(bench->server, call, RPC_RESOURCE, resource->type_name);
    bench->type_name = message_text(call->arena, resource->type_name);
    bench->privates = private_write(call);
    bench->identity = identity_message(call, bench);
    return bench;
}

/* Ends it; what an answer holds, in a struct, NULL where that is null, or nothing. */
static void *end(tf_call *call, struct bench *bench, const Tfplugin6__DynamicValue *answer)
{
    tf_value value;
    const bool holds = answer != NULL && rpc_read_value(call, bench->entry->type, answer, "the answer", &value)
                       && value.state == TF_KNOWN;
    void *found = holds ? rpc_bind(call, bench->entry->schema, &value) : NULL;
    rpc_server_free(bench->server);
    return found;
}

bool tf_test_validate(tf_call *call, const tf_resource *resource, const void *config)
{
    struct bench *bench = begin(call, resource);
    if (bench == NULL)
        return false;
    rpc_check_entry_config(call, bench->entry, config_message(call, bench, config), true);
    (void)end(call, bench, NULL);
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
    if (bench == NULL)
        return NULL;
    Tfplugin6__PlanResourceChange__Request request = TFPLUGIN6__PLAN_RESOURCE_CHANGE__REQUEST__INIT;
    Tfplugin6__PlanResourceChange__Response response = TFPLUGIN6__PLAN_RESOURCE_CHANGE__RESPONSE__INIT;
    request.type_name = bench->type_name;
    request.prior_private = bench->privates;
    request.prior_identity = bench->identity;
    request.prior_state = message_of(call, bench, prior);
    request.config = request.proposed_new_state = config_message(call, bench, config);
    call->replacements = NULL;
    if (!call->failed)
        rpc_plan_resource(bench->server, call, &request, &response);
    keep_replaced(call, &response);
    return end(call, bench, call->failed ? NULL : response.planned_state);
}

bool tf_test_replaces(const tf_call *call, const char *attribute)
{
    for (size_t i = 0; call->replaced != NULL && call->replaced[i] != NULL; i++) {
        if (attribute == NULL || strcmp(call->replaced[i], attribute) == 0)
            return true;
    }
    return false;
}

void *tf_test_apply(tf_call *call, const tf_resource *resource, const void *prior, const void *config,
                    const void *planned)
{
    struct bench *bench = begin(call, resource);
    if (bench == NULL)
        return NULL;
    Tfplugin6__ApplyResourceChange__Request request = TFPLUGIN6__APPLY_RESOURCE_CHANGE__REQUEST__INIT;
    Tfplugin6__ApplyResourceChange__Response response = TFPLUGIN6__APPLY_RESOURCE_CHANGE__RESPONSE__INIT;
    request.type_name = bench->type_name;
    request.planned_private = bench->privates;
    request.planned_identity = bench->identity;
    request.prior_state = message_of(call, bench, prior);
    request.config = config_message(call, bench, config);
    request.planned_state = message_of(call, bench, planned);
    if (!call->failed)
        rpc_apply_resource(bench->server, call, &request, &response);
    return end(call, bench, response.new_state);
}

bool tf_test_destroy(tf_call *call, const tf_resource *resource, const void *state)
{
    (void)tf_test_apply(call, resource, state, NULL, NULL);
    return !call->failed;
}

void *tf_test_read(tf_call *call, const tf_resource *resource, const void *state)
{
    struct bench *bench = begin(call, resource);
    if (bench == NULL)
        return NULL;
    Tfplugin6__ReadResource__Request request = TFPLUGIN6__READ_RESOURCE__REQUEST__INIT;
    Tfplugin6__ReadResource__Response response = TFPLUGIN6__READ_RESOURCE__RESPONSE__INIT;
    request.type_name = bench->type_name;
    request.private_ = bench->privates;
    request.current_identity = bench->identity;
    request.current_state = message_of(call, bench, state);
    if (!call->failed)
        rpc_read_resource(bench->server, call, &request, &response);
    return end(call, bench, call->failed ? NULL : response.new_state);
}
