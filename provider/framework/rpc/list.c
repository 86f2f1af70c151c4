/* SPDX-License-Identifier: Apache-2.0 */
/* List resources: the objects of a managed resource that exist, one message each. */
#include "framework/foundation/visible.h"
#include "framework/plan/plan.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/message.h"
#include "framework/rpc/stream.h"
#include "framework/rpc/things.h"

/* A list that is being given. */
struct rpc_listing {
    const rpc_resource *resource;
    bool wants_objects;
    int64_t left;   /* how many more Terraform takes */
    tf_arena *kept; /* of the object that ended the list by what was reported on it; NULL where none did */
};

bool tf_list_wants_objects(const tf_call *call)
{
    return call->listing != NULL && call->listing->wants_objects;
}

/* The object as Terraform would find it in a state; NULL where there is none, or after reporting what is wrong. */
static Tfplugin6__DynamicValue *object_message(tf_call *call, const struct rpc_listing *listing, const void *object)
{
    tf_value value;
    if (!listing->wants_objects || object == NULL || !rpc_unbind_state(listing->resource, call, "list", object, &value))
        return NULL;
    return rpc_write_value(call->arena, &value);
}

static bool emit_item(tf_call *call, struct rpc_listing *listing, const char *display_name, const void *identity,
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
    return stream_emit(call, &event.base) && listing->left > 0;
}

/* What an object takes goes with it, so that a list takes no more memory than its largest object, however long it is. */
bool tf_list_item(tf_call *call, const char *display_name, const void *identity, const void *object)
{
    struct rpc_listing *listing = call->listing;
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

const ProtobufCMessage *rpc_validate_list(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    const Tfplugin6__ValidateListResourceConfig__Request *asked = (const void *)request;
    rpc_check_config(server, call, RPC_LIST, asked->type_name, asked->config);
    Tfplugin6__ValidateListResourceConfig__Response *response = tf_alloc(call->arena, sizeof *response);
    tfplugin6__validate_list_resource_config__response__init(response);
    response->diagnostics = diagnostics_message(call, &response->n_diagnostics);
    return &response->base;
}

static void list(const rpc_server *server, tf_call *call, const Tfplugin6__ListResource__Request *asked,
                 struct rpc_listing *listing)
{
    const rpc_thing *thing = rpc_find_thing(server, call, RPC_LIST, asked->type_name);
    const rpc_resource *resource = thing == NULL ? NULL : rpc_find_resource(server, call, asked->type_name);
    const void *config = resource == NULL ? NULL : rpc_bind_known_config(call, thing, asked->config, NULL);
    if (config == NULL)
        return;
    const tf_list *table = thing->of;
    *listing = (struct rpc_listing){
        .resource = resource,
        .wants_objects = asked->include_resource_object,
        .left = asked->limit > 0 ? asked->limit : INT64_MAX,
    };
    call->listing = listing;
    rpc_succeeded(call, "list", table->list(call, config));
    call->listing = NULL;
}

/* The answer is a stream of objects; what was reported comes in a message of its own behind them. */
const ProtobufCMessage *rpc_list_resource(rpc_server *server, tf_call *call, const ProtobufCMessage *request)
{
    struct rpc_listing listing = { .kept = NULL };
    list(server, call, (const void *)request, &listing);
    if (call->diagnostics != NULL) {
        Tfplugin6__ListResource__Event event = TFPLUGIN6__LIST_RESOURCE__EVENT__INIT;
        event.diagnostic = diagnostics_message(call, &event.n_diagnostic);
        stream_emit(call, &event.base);
    }
    tf_arena_free(listing.kept);
    return NULL;
}
