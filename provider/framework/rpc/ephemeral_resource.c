/* SPDX-License-Identifier: Apache-2.0 */
/* Ephemeral resources: opened, renewed as long as a command takes, and closed. */
#include <time.h>

#include "framework/rpc/entry_config.h"
#include "framework/rpc/methods.h"
#include "framework/rpc/private.h"

/* The end of the year 9999, beyond which a timestamp in protobuf means nothing. */
#define LAST_SECOND INT64_C(253402300799)

/* While open or renew runs: its struct renewal. */
static const char ephemeral_family[] = "ephemeral";

/* What open or renew asked for by tf_renew_after. */
struct renewal {
    bool is_asked_for;
    int64_t milliseconds;
};

void tf_renew_after(tf_call *call, int64_t milliseconds)
{
    struct renewal *renewal = tf_call_family(call, ephemeral_family);
    if (renewal != NULL)
        *renewal = (struct renewal){ true, milliseconds < 0 ? 0 : milliseconds };
}

/* The instant at which renew is to be called; NULL where it is not, or has failed. */
static Tfplugin6__Timestamp *renewal_message(const tf_call *call, const struct renewal *renewal)
{
    if (!renewal->is_asked_for || call->failed)
        return NULL;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const int64_t nanoseconds = now.tv_nsec + renewal->milliseconds % 1000 * 1000000;
    Tfplugin6__Timestamp *message = tf_alloc(call->arena, sizeof *message);
    tfplugin6__timestamp__init(message);
    message->seconds = now.tv_sec + renewal->milliseconds / 1000 + nanoseconds / 1000000000;
    if (message->seconds > LAST_SECOND)
        message->seconds = LAST_SECOND;
    message->nanos = (int32_t)(nanoseconds % 1000000000);
    return message;
}

static bool open_entry(tf_call *call, const rpc_entry *entry, const Tfplugin6__DynamicValue *config,
                       struct renewal *renewal, tf_value *out)
{
    const tf_ephemeral_resource *ephemeral = entry->ephemeral;
    if (rpc_provider_is_deferred(call)) {
        *out = value_unknown(entry->type);
        return true;
    }
    tf_value expected;
    void *result = rpc_begin_result(call, entry, config, &expected);
    if (result == NULL)
        return false;
    tf_call_set_family(call, ephemeral_family, renewal);
    const bool opened = rpc_succeeded(call, "open", ephemeral->open(call, result));
    tf_call_set_family(call, ephemeral_family, NULL);
    if (!opened)
        return false;
    if (renewal->is_asked_for && ephemeral->renew == NULL)
        return rpc_report_bug(call, NULL, "%s asks to be renewed, and has no renew.", call->type_name);
    return rpc_take_result(call, entry, "open", result, &expected, out);
}

void rpc_open_ephemeral(rpc_server *server, tf_call *call, const Tfplugin6__OpenEphemeralResource__Request *asked,
                        Tfplugin6__OpenEphemeralResource__Response *response)
{
    rpc_note_client(call, asked->client_capabilities);
    const rpc_entry *found = rpc_find(server, call, RPC_EPHEMERAL, asked->type_name);
    tf_value result;
    struct renewal renewal = { .is_asked_for = false };
    if (found != NULL && open_entry(call, found, asked->config, &renewal, &result)) {
        response->result = rpc_write_value(call->arena, &result);
        response->optional_private_case = TFPLUGIN6__OPEN_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_PRIVATE_PRIVATE;
        response->private_ = private_write(call);
        response->renew_at = renewal_message(call, &renewal);
        response->deferred = rpc_deferral_message(call);
    }
    if (response->renew_at != NULL)
        response->optional_renew_at_case = TFPLUGIN6__OPEN_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_RENEW_AT_RENEW_AT;
}

static void renew(tf_call *call, const rpc_entry *entry, ProtobufCBinaryData private, struct renewal *renewal)
{
    const tf_ephemeral_resource *ephemeral = entry->ephemeral;
    private_read(call, private);
    if (ephemeral->renew == NULL) {
        tf_fail(call, "Nothing to Renew", "%s is not renewed.", call->type_name);
        return;
    }
    tf_call_set_family(call, ephemeral_family, renewal);
    rpc_succeeded(call, "renew", ephemeral->renew(call));
    tf_call_set_family(call, ephemeral_family, NULL);
}

void rpc_renew_ephemeral(rpc_server *server, tf_call *call, const Tfplugin6__RenewEphemeralResource__Request *asked,
                         Tfplugin6__RenewEphemeralResource__Response *response)
{
    const rpc_entry *found = rpc_find(server, call, RPC_EPHEMERAL, asked->type_name);
    struct renewal renewal = { .is_asked_for = false };
    if (found != NULL)
        renew(call, found, asked->private_, &renewal);
    response->optional_private_case = TFPLUGIN6__RENEW_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_PRIVATE_PRIVATE;
    response->private_ = private_write(call);
    response->renew_at = renewal_message(call, &renewal);
    if (response->renew_at != NULL)
        response->optional_renew_at_case = TFPLUGIN6__RENEW_EPHEMERAL_RESOURCE__RESPONSE__OPTIONAL_RENEW_AT_RENEW_AT;
}

void rpc_close_ephemeral(rpc_server *server, tf_call *call, const Tfplugin6__CloseEphemeralResource__Request *asked,
                         Tfplugin6__CloseEphemeralResource__Response *response)
{
    (void)response;
    const rpc_entry *found = rpc_find(server, call, RPC_EPHEMERAL, asked->type_name);
    const tf_ephemeral_resource *ephemeral = found == NULL ? NULL : found->ephemeral;
    if (ephemeral != NULL && ephemeral->close != NULL) {
        private_read(call, asked->private_);
        rpc_succeeded(call, "close", ephemeral->close(call));
    }
}
