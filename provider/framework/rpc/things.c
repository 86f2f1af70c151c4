/* SPDX-License-Identifier: Apache-2.0 */
#include "framework/rpc/things.h"

#include <string.h>

#include "framework/plan/plan.h"
#include "framework/rpc/message.h"

static bool data_source_at(const tf_provider *provider, size_t place, rpc_thing *out)
{
    const tf_data_source *source = provider->data_sources == NULL ? NULL : provider->data_sources[place];
    if (source == NULL)
        return false;
    *out = (rpc_thing){
        .of = source,
        .type_name = source->type_name,
        .description = source->description,
        .deprecated = source->deprecated,
        .attributes = source->attributes,
        .validate = source->validate,
        .is_complete = source->read != NULL,
    };
    return true;
}

static bool ephemeral_at(const tf_provider *provider, size_t place, rpc_thing *out)
{
    const tf_ephemeral *ephemeral = provider->ephemerals == NULL ? NULL : provider->ephemerals[place];
    if (ephemeral == NULL)
        return false;
    *out = (rpc_thing){
        .of = ephemeral,
        .type_name = ephemeral->type_name,
        .description = ephemeral->description,
        .deprecated = ephemeral->deprecated,
        .attributes = ephemeral->attributes,
        .validate = ephemeral->validate,
        .is_complete = ephemeral->open != NULL,
    };
    return true;
}

static bool action_at(const tf_provider *provider, size_t place, rpc_thing *out)
{
    const tf_action *action = provider->actions == NULL ? NULL : provider->actions[place];
    if (action == NULL)
        return false;
    *out = (rpc_thing){
        .of = action,
        .type_name = action->type_name,
        .description = action->description,
        .deprecated = action->deprecated,
        .attributes = action->attributes,
        .validate = action->validate,
        .is_complete = action->invoke != NULL,
    };
    return true;
}

static bool list_at(const tf_provider *provider, size_t place, rpc_thing *out)
{
    const tf_list *list = provider->lists == NULL ? NULL : provider->lists[place];
    if (list == NULL)
        return false;
    *out = (rpc_thing){
        .of = list,
        .type_name = list->type_name,
        .description = list->description,
        .attributes = list->attributes,
        .validate = list->validate,
        .is_complete = list->list != NULL,
    };
    return true;
}

static bool state_store_at(const tf_provider *provider, size_t place, rpc_thing *out)
{
    const tf_state_store *store = provider->state_stores == NULL ? NULL : provider->state_stores[place];
    if (store == NULL)
        return false;
    *out = (rpc_thing){
        .of = store,
        .type_name = store->type_name,
        .description = store->description,
        .attributes = store->attributes,
        .validate = store->validate,
        .is_complete = store->list != NULL && store->read != NULL && store->write != NULL && store->delete != NULL
                       && store->lock != NULL && store->unlock != NULL,
    };
    return true;
}

/* The families, in the order of rpc_family. */
static const struct {
    const char *name;
    bool (*at)(const tf_provider *provider, size_t place, rpc_thing *out);
} families[RPC_FAMILIES] = {
    [RPC_DATA_SOURCE] = { "data source", data_source_at },
    [RPC_EPHEMERAL] = { "ephemeral resource", ephemeral_at },
    [RPC_ACTION] = { "action", action_at },
    [RPC_LIST] = { "list resource", list_at },
    [RPC_STATE_STORE] = { "state store", state_store_at },
};

const char *rpc_family_name(rpc_family family)
{
    return families[family].name;
}

bool rpc_thing_at(const tf_provider *provider, rpc_family family, size_t place, rpc_thing *out)
{
    return families[family].at(provider, place, out);
}

static void gather(rpc_server *server, rpc_family family)
{
    rpc_things *things = &server->things[family];
    rpc_thing thing;
    while (rpc_thing_at(server->provider, family, things->count, &thing))
        things->count++;
    things->items = tf_alloc_array(server->arena, things->count, sizeof(things->items[0]));
    for (size_t i = 0; i < things->count; i++) {
        if (rpc_thing_at(server->provider, family, i, &things->items[i]))
            things->items[i].type = type_of_schema(server->arena, things->items[i].attributes);
    }
}

void rpc_gather_things(rpc_server *server)
{
    for (rpc_family family = 0; family < RPC_FAMILIES; family++)
        gather(server, family);
}

const rpc_thing *rpc_find_thing(const rpc_server *server, tf_call *call, rpc_family family, const char *type_name)
{
    const rpc_things *things = &server->things[family];
    call->type_name = message_text(call->arena, type_name);
    for (size_t i = 0; i < things->count; i++) {
        if (strcmp(things->items[i].type_name, type_name) == 0)
            return &things->items[i];
    }
    tf_fail(call, "Not offered by this provider", "This provider (version %s) has no %s \"%s\".",
            server->provider->version, rpc_family_name(family), call->type_name);
    return NULL;
}

void rpc_check_config(const rpc_server *server, tf_call *call, rpc_family family, const char *type_name,
                      const Tfplugin6__DynamicValue *config)
{
    const rpc_thing *thing = rpc_find_thing(server, call, family, type_name);
    tf_value value;
    const void *bound = thing == NULL ? NULL : rpc_bind_config(call, thing, config, &value);
    if (bound == NULL || value.state != TF_KNOWN)
        return;
    if (plan_validate(call, thing->attributes, &value, true) && thing->validate != NULL)
        rpc_succeeded(call, "validate", thing->validate(call, bound));
}

void *rpc_bind_config(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *config,
                      tf_value *out_config)
{
    tf_value value;
    if (!rpc_read_value(call, thing->type, config, "the configuration", &value))
        return NULL;
    void *bound = rpc_bind(call, thing->attributes, &value);
    call->config = bound;
    if (out_config != NULL)
        *out_config = value;
    return bound;
}

void *rpc_bind_known_config(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *config,
                            tf_value *out_config)
{
    tf_value value;
    void *bound = rpc_bind_config(call, thing, config, &value);
    if (bound == NULL)
        return NULL;
    if (value.state != TF_KNOWN || tf_value_has_unknown(&value)) {
        tf_fail(call, "Unknown configuration", "%s cannot do anything before its configuration is wholly known.",
                call->type_name);
        return NULL;
    }
    if (out_config != NULL)
        *out_config = value;
    return bound;
}

void *rpc_begin_result(tf_call *call, const rpc_thing *thing, const Tfplugin6__DynamicValue *config,
                       tf_value *out_expected)
{
    tf_value value;
    if (rpc_bind_known_config(call, thing, config, &value) == NULL)
        return NULL;
    const tf_value none = value_null(thing->type);
    *out_expected = plan_propose(call->arena, thing->attributes, &value, &none);
    const tf_value begun = plan_resolve_unknown(call->arena, thing->attributes, out_expected, NULL);
    return rpc_bind(call, thing->attributes, &begun);
}

bool rpc_take_result(tf_call *call, const rpc_thing *thing, const char *function, const void *source,
                     const tf_value *expected, tf_value *out)
{
    if (call->deferral != TF_NOT_DEFERRED) {
        *out = value_unknown(thing->type);
        return rpc_check_deferral(call);
    }
    if (!rpc_unbind(call, thing->attributes, thing->type, source, function, out))
        return false;
    *out = plan_keep_meaning(call->arena, thing->attributes, expected, out);
    return plan_check_applied(call, thing->attributes, expected, out);
}
