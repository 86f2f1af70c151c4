/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making the planned change of a resource.
 *
 * Whatever happens, the answer holds the state that really exists: what a failed create made is kept where the resource
 * said so, and a failed update or delete keeps what was before.
 */
#include "framework/plan/plan.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/private.h"
#include "framework/rpc/resource_state.h"

struct change {
    const rpc_entry *of;
    tf_value config;
    tf_value prior;
    tf_value planned;
    tf_value identity;
    Tfplugin6__ResourceIdentityData *new_identity; /**< what comes out */
};

/*
 * The state after a create or update that succeeded, by its own account. Breaches are reported, and the state kept even
 * so.
 */
static tf_value applied_state(tf_call *call, const struct change *change, const char *function, const void *target)
{
    const tf_schema *schema = change->of->resource->schema;
    tf_value applied;
    if (!rpc_unbind(call, schema, change->of->type, target, function, &applied))
        return plan_resolve_unknown(call->arena, schema, &change->planned, &change->prior);
    applied = plan_keep_meaning(call->arena, schema, &change->planned, &applied);
    if (call->gone)
        rpc_report_bug(call, NULL, "%s: %s succeeded and said that the object is gone.", call->type_name, function);
    if (!call->failed && plan_check_applied(call, schema, &change->planned, &applied))
        return applied;
    return plan_resolve_unknown(call->arena, schema, &applied, &change->prior);
}

/*
 * The state after a create or update that failed: what the struct holds where it was worth keeping, else what was
 * before.
 */
static tf_value failed_state(tf_call *call, const struct change *change, const char *function, const void *target)
{
    const tf_schema *schema = change->of->resource->schema;
    if (!call->keep_state)
        return change->prior;
    tf_value kept;
    if (!rpc_unbind(call, schema, change->of->type, target, function, &kept))
        kept = change->planned;
    kept = plan_keep_meaning(call->arena, schema, &change->planned, &kept);
    return plan_resolve_unknown(call->arena, schema, &kept, &change->prior);
}

/* A create that failed has no identity to vouch for; what it left is kept as far as it is there. */
static void take_identity(tf_call *call, struct change *change, const char *function, bool succeeded)
{
    const bool creates = change->prior.state != TF_KNOWN;
    identity_rule rule = creates ? IDENTITY_FIRST : IDENTITY_KEPT;
    if (!succeeded) {
        if (!creates || !call->keep_state)
            return;
        rule = IDENTITY_OPTIONAL;
    }
    identity_end(change->of, call, function, &change->identity, rule, &change->new_identity);
}

static tf_value create_or_update(tf_call *call, struct change *change)
{
    const tf_resource *resource = change->of->resource;
    const bool creates = change->prior.state != TF_KNOWN;
    const char *function = creates ? "create" : "update";
    const void *prior = creates ? NULL : rpc_bind(call, resource->schema, &change->prior);
    void *target = rpc_bind(call, resource->schema, &change->planned);
    call->config = rpc_bind(call, resource->schema, &change->config);
    if (target == NULL || call->config == NULL || (prior == NULL && !creates))
        return change->prior;
    if (!creates && resource->update == NULL) {
        rpc_report_bug(call, NULL, "%s cannot be updated, and was not planned to be replaced.", call->type_name);
        return change->prior;
    }
    const bool succeeded =
        rpc_succeeded(call, function, creates ? resource->create(call, target) : resource->update(call, prior, target));
    take_identity(call, change, function, succeeded);
    return succeeded ? applied_state(call, change, function, target) : failed_state(call, change, function, target);
}

static tf_value destroy(tf_call *call, const struct change *change)
{
    const tf_resource *resource = change->of->resource;
    if (change->prior.state != TF_KNOWN)
        return change->planned;
    const void *state = rpc_bind(call, resource->schema, &change->prior);
    if (state == NULL || !rpc_succeeded(call, "delete", resource->delete (call, state)))
        return change->prior;
    return change->planned;
}

static void apply(const rpc_entry *found, tf_call *call, const Tfplugin6__ApplyResourceChange__Request *asked,
                  Tfplugin6__ApplyResourceChange__Response *response)
{
    struct change change = { .of = found };
    if (!rpc_read_value(call, found->type, asked->prior_state, "the prior state", &change.prior)
        || !rpc_read_value(call, found->type, asked->planned_state, "the planned state", &change.planned)
        || !rpc_read_value(call, found->type, asked->config, "the configuration", &change.config)
        || !identity_begin(found, call, asked->planned_identity, &change.identity)
        || (change.prior.state == TF_KNOWN && !plan_check_identifying(call, found->resource->schema, &change.prior))
        || (change.planned.state != TF_NULL && !plan_check_complete(call, found->resource->schema, &change.planned)))
        return;
    change.new_identity = asked->planned_identity;
    private_read(call, asked->planned_private);
    const tf_value state = change.planned.state == TF_NULL ? destroy(call, &change) : create_or_update(call, &change);
    response->new_state = rpc_write_value(call->arena, &state);
    response->new_identity = state.state == TF_KNOWN ? change.new_identity : NULL;
    if (state.state == TF_KNOWN)
        response->private_ = private_write(call);
}

void rpc_apply_resource(rpc_server *server, tf_call *call, const Tfplugin6__ApplyResourceChange__Request *asked,
                        Tfplugin6__ApplyResourceChange__Response *response)
{
    response->new_state = asked->prior_state;
    response->private_ = asked->planned_private;
    response->new_identity = asked->planned_identity;
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    if (found != NULL && rpc_note_meta(server, call, asked->provider_meta))
        apply(found, call, asked, response);
}
