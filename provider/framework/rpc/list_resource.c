/* SPDX-License-Identifier: Apache-2.0 */
/* List resources: the objects of a managed resource that exist, one message each. */
#include <string.h>

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
    int64_t left; /* how many more Terraform takes */
};

/* While a list function runs: its struct listing. */
static const char list_family[] = "list";

bool tf_list_wants_objects(const tf_call *call)
{
    const struct listing *listing = tf_call_family(call, list_family);
    return listing != NULL && listing->wants_objects;
}

/* An object on its way out. */
struct item {
    const char *display_name;
    const void *identity;
    const void *object;  /* NULL for none, and before `read` has made it */
    tf_list_reader read; /* NULL where `object` is all that there is */
    const void *source;
};

/* The object as Terraform would find it in a state; NULL where there is none, or after reporting what is wrong. */
static Tfplugin6__DynamicValue *object_message(tf_call *call, const struct listing *listing, const void *object)
{
    tf_value value;
    if (!listing->wants_objects || object == NULL || !rpc_unbind_state(listing->resource, call, "list", object, &value))
        return NULL;
    return rpc_write_value(call->arena, &value);
}

/*
 * As in a read of the resource, with an identity that may be completed. False where the object is gone, or cannot be
 * read.
 */
static bool read_object(tf_call *call, const struct listing *listing, struct item *item)
{
    const tf_resource *resource = listing->resource->resource;
    void *object = tf_alloc(call->arena, resource->schema->size);
    call->identity = tf_alloc(call->arena, resource->identity->size);
    memcpy(call->identity, item->identity, resource->identity->size);
    if (!rpc_succeeded(call, "list", item->read(call, item->source, object)) || call->gone)
        return false;
    item->object = object;
    return true;
}

static bool emit_item(tf_call *call, struct listing *listing, struct item *item)
{
    if (item->identity == NULL)
        return rpc_report_bug(call, NULL, "%s: list gave an object without identity.", call->type_name);
    const tf_value none = value_null(listing->resource->identity_type);
    Tfplugin6__ListResource__Event event = TFPLUGIN6__LIST_RESOURCE__EVENT__INIT;
    call->identity = (void *)item->identity;
    if (item->read != NULL && listing->wants_objects && !read_object(call, listing, item))
        return !call->failed;
    if (!identity_end(listing->resource, call, "list", &none, IDENTITY_FIRST, &event.identity))
        return false;
    event.display_name = message_text(call->arena, shown_text(call->arena, item->display_name));
    event.resource_object = object_message(call, listing, item->object);
    if (call->failed)
        return false;
    if (event.resource_object != NULL)
        event.optional_resource_object_case = TFPLUGIN6__LIST_RESOURCE__EVENT__OPTIONAL_RESOURCE_OBJECT_RESOURCE_OBJECT;
    listing->left--;
    return stream_emit(listing->stream, &event.base) && listing->left > 0;
}

/*
 * What an object takes goes with it, so that a list takes no more memory than its largest object, however long it is.
 * What was reported on it stays.
 */
static bool give_item(tf_call *call, struct item *item)
{
    struct listing *listing = tf_call_family(call, list_family);
    if (listing == NULL || listing->left == 0 || call->failed || tf_cancel_fired(call->cancel))
        return false;
    tf_arena *of_call = call->arena;
    const tf_diagnostic *reported = call->last_diagnostic;
    call->arena = tf_arena_new_within(of_call);
    const bool goes_on = emit_item(call, listing, item);
    if (call->last_diagnostic != reported) {
        tf_arena_adopt(of_call, call->arena);
    } else {
        tf_arena_free(call->arena);
    }
    call->arena = of_call;
    call->identity = NULL;
    call->privates = NULL;
    call->gone = false;
    return goes_on;
}

bool tf_list_item(tf_call *call, const char *display_name, const void *identity, const void *object)
{
    struct item item = { .display_name = display_name, .identity = identity, .object = object };
    return give_item(call, &item);
}

bool tf_list_read(tf_call *call, const char *display_name, const void *identity, tf_list_reader read,
                  const void *source)
{
    struct item item = { .display_name = display_name, .identity = identity, .read = read, .source = source };
    return give_item(call, &item);
}

static void list(const rpc_server *server, tf_call *call, const Tfplugin6__ListResource__Request *asked,
                 rpc_stream *stream)
{
    const rpc_entry *entry = rpc_find(server, call, RPC_LIST, asked->type_name);
    const rpc_entry *resource = entry == NULL ? NULL : rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    const void *config = resource == NULL ? NULL : rpc_bind_known_config(call, entry, asked->config, NULL);
    if (config == NULL)
        return;
    struct listing listing = {
        .resource = resource,
        .stream = stream,
        .wants_objects = asked->include_resource_object,
        .left = asked->limit > 0 ? asked->limit : INT64_MAX,
    };
    tf_call_set_family(call, list_family, &listing);
    rpc_succeeded(call, "list", entry->list->list(call, config));
    tf_call_set_family(call, list_family, NULL);
}

/* The answer is a stream of objects; what was reported comes in a message of its own behind them. */
void rpc_list_resource(rpc_server *server, tf_call *call, const Tfplugin6__ListResource__Request *asked,
                       rpc_stream *stream)
{
    list(server, call, asked, stream);
    if (call->diagnostics != NULL) {
        Tfplugin6__ListResource__Event event = TFPLUGIN6__LIST_RESOURCE__EVENT__INIT;
        event.diagnostic = diagnostics_message(call, &event.n_diagnostic);
        stream_emit(stream, &event.base);
    }
}
