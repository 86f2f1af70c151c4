/* SPDX-License-Identifier: Apache-2.0 */
/* Data sources: what exists outside is read during a plan or an apply. */
#include "framework/rpc/entry_config.h"
#include "framework/rpc/methods.h"

static bool read_data(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *message, tf_value *out)
{
    const tf_data_source *source = entry->data_source;
    if (rpc_provider_is_deferred(call)) {
        *out = value_unknown(entry->type);
        return true;
    }
    tf_value expected;
    void *data = rpc_begin_result(call, entry, message, &expected);
    if (data == NULL || !rpc_succeeded(call, "read", source->read(call, data)))
        return false;
    if (call->gone)
        return rpc_report_bug(call, NULL, "%s: read succeeded and said that the object is gone.", call->type_name);
    return rpc_take_result(call, entry, "read", data, &expected, out);
}

void rpc_read_data_source(rpc_server *server, tf_call *call, const Tfplugin6__ReadDataSource__Request *asked,
                          Tfplugin6__ReadDataSource__Response *response)
{
    rpc_note_client(call, asked->client_capabilities);
    const rpc_entry *found = rpc_find(server, call, RPC_DATA_SOURCE, asked->type_name);
    tf_value state;
    if (found != NULL && rpc_note_meta(server, call, asked->provider_meta)
        && read_data(call, found, asked->config, &state)) {
        response->state = rpc_write_value(call->arena, &state);
        response->deferred = rpc_deferral_message(call);
    }
}
