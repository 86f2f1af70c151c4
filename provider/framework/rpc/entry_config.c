/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding entries and reading their configurations. What the functions of a family's tables are for is in that family's
 * file.
 */
#include "framework/rpc/entry_config.h"

#include "framework/plan/plan.h"
#include "framework/rpc/message.h"

/* In which field log lines say the type name, as those of HashiCorp's framework; a function is no type. */
static const char *const type_fields[RPC_FAMILIES] = {
    [RPC_RESOURCE] = "tf_resource_type",  [RPC_DATA_SOURCE] = "tf_data_source_type",
    [RPC_EPHEMERAL] = "tf_resource_type", [RPC_ACTION] = "tf_resource_type",
    [RPC_LIST] = "tf_resource_type",      [RPC_STATE_STORE] = "tf_resource_type",
};

const rpc_entry *rpc_find(const rpc_server *server, tf_call *call, rpc_family family, const char *type_name)
{
    const rpc_entry *found = registry_find(&server->registry, family, type_name);
    call->type_name = message_text(call->arena, type_name);
    call->type_field = type_fields[family];
    if (found == NULL) {
        tf_fail(call, family == RPC_FUNCTION ? "" : "Not Offered by This Provider",
                "This provider (version %s) has no %s \"%s\".", server->provider->version, registry_family_name(family),
                call->type_name);
    }
    return found;
}

void rpc_check_entry_config(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                            bool client_knows_write_only)
{
    tf_value value;
    if (!rpc_read_value(call, entry->type, config, "the configuration", &value) || value.state != TF_KNOWN
        || !plan_validate(call, entry->schema, &value, client_knows_write_only))
        return;
    /* What does not fit its field has been said before. */
    const void *bound = rpc_bind(call, entry->schema, &value);
    call->config = bound;
    if (bound != NULL && entry->validate != NULL)
        rpc_succeeded(call, "validate", entry->validate(call, bound));
}

void rpc_check_config(const rpc_server *server, tf_call *call, rpc_family family, const char *type_name,
                      const Tfplugin6__DynamicValue *config)
{
    const rpc_entry *found = rpc_find(server, call, family, type_name);
    if (found != NULL)
        rpc_check_entry_config(call, found, config, true);
}

void *rpc_bind_config(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                      tf_value *out_config)
{
    tf_value value;
    const bool is_read = rpc_read_value(call, entry->type, config, "the configuration", &value);
    if (out_config != NULL)
        *out_config = value;
    void *bound = is_read ? rpc_bind(call, entry->schema, &value) : NULL;
    call->config = bound;
    return bound;
}

void *rpc_bind_known_config(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                            tf_value *out_config)
{
    tf_value value;
    void *bound = rpc_bind_config(call, entry, config, &value);
    if (bound == NULL)
        return NULL;
    if (value.state != TF_KNOWN || tf_value_has_unknown(&value)) {
        tf_fail(call, "Unknown Configuration", "%s cannot do anything before its configuration is wholly known.",
                call->type_name);
        return NULL;
    }
    if (out_config != NULL)
        *out_config = value;
    return bound;
}

void *rpc_begin_result(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                       tf_value *out_expected)
{
    tf_value value;
    if (rpc_bind_known_config(call, entry, config, &value) == NULL)
        return NULL;
    const tf_value none = value_null(entry->type);
    *out_expected = plan_propose(call->arena, entry->schema, &value, &none);
    const tf_value begun = plan_resolve_unknown(call->arena, entry->schema, out_expected, NULL);
    return rpc_bind(call, entry->schema, &begun);
}

bool rpc_take_result(tf_call *call, const rpc_entry *entry, const char *function, const void *source,
                     const tf_value *expected, tf_value *out)
{
    if (call->deferral != TF_NOT_DEFERRED) {
        *out = value_unknown(entry->type);
        return rpc_check_deferral(call);
    }
    if (!rpc_unbind(call, entry->schema, entry->type, source, function, out))
        return false;
    *out = plan_keep_meaning(call->arena, entry->schema, expected, out);
    return plan_check_applied(call, entry->schema, expected, out);
}
