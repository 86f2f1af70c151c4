/* SPDX-License-Identifier: Apache-2.0 */
/* List resources: the objects of a managed resource that exist, one message each. */
#include "framework/foundation/visible.h"
#include "framework/plan/plan.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/entry_config.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/message.h"
#include "framework/rpc/methods.h"
#include "framework/rpc/resource_state.h"
#include "framework/rpc/stream.h"

/* A list that is being given. */
struct listing {
    const rpc_entry *resource;
    rpc_stream *stream;
    bool wants_objects;
    int64_t left;   /* how many more Terraform takes */
    tf_arena *kept; /* of the object that ended the list by what was reported on it; NULL where none did */
};

/* While a list function runs: its struct listing. */
static const char list_family[] = "list";

bool tf_list_wants_objects(const tf_call *call)
{
    const struct listing *listing = tf_call_family(call, list_family);
    return listing != NULL && listing->wants_objects;
}

/* The object as Terraform would find it in a state; NULL where there is none, or after reporting what is wrong. */
static Tfplugin6__DynamicValue *object_message(tf_call *call, const struct listing *listing, const void *object)
{
    tf_value value;
    if (!listing->wants_objects || object == NULL || !rpc_unbind_state(listing->resource, call, "list", object, &value))
        return NULL;
    return rpc_write_value(call->arena, &value);
}

static bool emit_item(tf_call *call, struct listing *listing, const char *display_name, const void *identity,
                      const void *object)
{
    if (identity == NULL)
        return rpc_report_bug(call, NULL, "%s: list gave an object without identity.", call->type_name);
    const tf_value none = value_null(listing->resource->identity_type);
    Tfplugin6__ListResource__Event event = TFPLUGIN6__LIST_RESOURCE__EVENT__INIT;
    call->identity = (void *)identity;
    if (!identity_end(listing->resource, call, "list", &none, IDENTITY_FIRST, &event.identity))
        return false;
    event.display_name = message_text(call->arena, shown_text(call->arena, display_name));
    event.resource_object = object_message(call, listing, object);
    if (call->failed)
        return false;
    if (event.resource_object != NULL)
        event.optional_resource_object_case = TFPLUGIN6__LIST_RESOURCE__EVENT__OPTIONAL_RESOURCE_OBJECT_RESOURCE_OBJECT;
    listing->left--;
    return stream_emit(listing->stream, &event.base) && listing->left > 0;
}

/* What an object takes goes with it, so that a list takes no more memory than its largest object, however long it is. */
bool tf_list_item(tf_call *call, const char *display_name, const void *identity, const void *object)
{
    struct listing *listing = tf_call_family(call, list_family);
    if (listing == NULL || listing->left == 0 || call->failed || tf_cancel_fired(call->cancel))
        return false;
    tf_arena *of_call = call->arena;
    call->arena = tf_arena_new();
    const bool goes_on = emit_item(call, listing, display_name, identity, object);
    if (call->failed)
        listing->kept = call->arena;
    else
        tf_arena_free(call->arena);
    call->arena = of_call;
    return goes_on;
}

static void list(const rpc_server *server, tf_call *call, const Tfplugin6__ListResource__Request *asked,
                 rpc_stream *stream, struct listing *listing)
{
    const rpc_entry *entry = rpc_find(server, call, RPC_LIST, asked->type_name);
    const rpc_entry *resource = entry == NULL ? NULL : rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    const void *config = resource == NULL ? NULL : rpc_bind_known_config(call, entry, asked->config, NULL);
    if (config == NULL)
        return;
    *listing = (struct listing){
        .resource = resource,
        .stream = stream,
        .wants_objects = asked->include_resource_object,
        .left = asked->limit > 0 ? asked->limit : INT64_MAX,
    };
    tf_call_set_family(call, list_family, listing);
    rpc_succeeded(call, "list", entry->list->list(call, config));
    tf_call_set_family(call, list_family, NULL);
}

/* The answer is a stream of objects; what was reported comes in a message of its own behind them. */
void rpc_list_resource(rpc_server *server, tf_call *call, const Tfplugin6__ListResource__Request *asked,
                       rpc_stream *stream)
{
    struct listing listing = { .kept = NULL };
    list(server, call, asked, stream, &listing);
    if (call->diagnostics != NULL) {
        Tfplugin6__ListResource__Event event = TFPLUGIN6__LIST_RESOURCE__EVENT__INIT;
        event.diagnostic = diagnostics_message(call, &event.n_diagnostic);
        stream_emit(stream, &event.base);
    }
    tf_arena_free(listing.kept);
}
