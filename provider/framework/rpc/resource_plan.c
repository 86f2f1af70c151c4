/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Planning the changes of a resource, around its own plan function. The rules are in plan/.
 */
#include "framework/plan/plan.h"
#include "framework/rpc/diagnostics.h"
#include "framework/rpc/identity.h"
#include "framework/rpc/private.h"
#include "framework/rpc/resource_state.h"

/* The values of one planned change. */
struct change {
    tf_value config;
    tf_value prior;
    tf_value planned;
};

/* Lets the resource's own function refine the plan, then holds it to what Terraform will check. */
static bool refine(const tf_resource *resource, tf_call *call, struct change *change)
{
    const tf_schema *schema = resource->schema;
    if (resource->plan != NULL) {
        const bool creates = change->prior.state != TF_KNOWN;
        const tf_value proposed = change->planned;
        call->config = rpc_bind(call, schema, &change->config);
        const void *prior = creates ? NULL : rpc_bind(call, schema, &change->prior);
        void *planned = rpc_bind(call, schema, &change->planned);
        if (call->config == NULL || planned == NULL || (prior == NULL && !creates))
            return false;
        if (!rpc_succeeded(call, "plan", resource->plan(call, prior, planned))
            || !rpc_unbind(call, schema, change->planned.type, planned, "plan", &change->planned))
            return false;
        change->planned =
            plan_take_refined(call->arena, schema, &change->config, &change->prior, &proposed, &change->planned);
    }
    return plan_check_planned(call, schema, &change->config, &change->prior, &change->planned);
}

static void add_replacement(tf_call *call, Tfplugin6__PlanResourceChange__Response *response, const tf_path *path)
{
    response->requires_replace[response->n_requires_replace++] = path_message(call->arena, path);
}

/* A resource that cannot update is replaced by whatever change there is. */
static void answer_replacements(const tf_resource *resource, tf_call *call, const struct change *change,
                                Tfplugin6__PlanResourceChange__Response *response)
{
    const tf_schema *schema = resource->schema;
    if (change->prior.state != TF_KNOWN)
        return;
    size_t count = 0;
    const tf_path *const *paths = plan_replacements(call, schema, &change->prior, &change->planned, &count);
    response->requires_replace =
        tf_alloc_array(call->arena, count + schema->count, sizeof(response->requires_replace[0]));
    for (size_t i = 0; i < count; i++)
        add_replacement(call, response, paths[i]);
    for (size_t i = 0; resource->update == NULL && i < schema->count; i++) {
        const char *name = schema->attributes[i].name;
        const tf_path path = { .step = TF_STEP_ATTRIBUTE, .name = name };
        if (!tf_value_equal(tf_value_get(&change->prior, name), tf_value_get(&change->planned, name)))
            add_replacement(call, response, &path);
    }
}

static void plan_destroy(const rpc_entry *found, tf_call *call, const Tfplugin6__PlanResourceChange__Request *asked,
                         const tf_value *prior, Tfplugin6__PlanResourceChange__Response *response)
{
    const tf_resource *resource = found->resource;
    const tf_value nothing = value_null(found->type);
    private_read(call, asked->prior_private);
    if (resource->plan_destroy != NULL && prior->state == TF_KNOWN) {
        const void *state = rpc_bind(call, resource->schema, prior);
        if (state == NULL || !rpc_succeeded(call, "plan_destroy", resource->plan_destroy(call, state)))
            return;
    }
    response->planned_state = rpc_write_value(call->arena, &nothing);
}

static void plan(const rpc_entry *found, tf_call *call, const Tfplugin6__PlanResourceChange__Request *asked,
                 Tfplugin6__PlanResourceChange__Response *response)
{
    const tf_schema *schema = found->resource->schema;
    struct change change = { .config = { .state = TF_NULL } };
    tf_value proposed;
    tf_value identity;
    if (!rpc_read_value(call, found->type, asked->prior_state, "the prior state", &change.prior)
        || !rpc_read_value(call, found->type, asked->config, "the configuration", &change.config)
        || !rpc_read_value(call, found->type, asked->proposed_new_state, "the proposed state", &proposed)
        || !identity_begin(found, call, asked->prior_identity, &identity))
        return;
    if (rpc_provider_is_deferred(call) && !found->resource->plans_while_deferred) {
        response->planned_state = asked->proposed_new_state;
        return;
    }
    if (change.prior.state == TF_KNOWN && !plan_check_identifying(call, schema, &change.prior))
        return;
    if (proposed.state == TF_NULL || change.config.state != TF_KNOWN) {
        plan_destroy(found, call, asked, &change.prior, response);
        return;
    }
    private_read(call, asked->prior_private);
    change.planned = plan_propose(call->arena, schema, &change.config, &change.prior);
    if (!refine(found->resource, call, &change)
        || !identity_end(found, call, "plan", &identity, IDENTITY_PLANNED, &response->planned_identity))
        return;
    answer_replacements(found->resource, call, &change, response);
    response->planned_state = rpc_write_value(call->arena, &change.planned);
    response->planned_private = private_write(call);
}

void rpc_plan_resource(rpc_server *server, tf_call *call, const Tfplugin6__PlanResourceChange__Request *asked,
                       Tfplugin6__PlanResourceChange__Response *response)
{
    response->planned_private = asked->prior_private;
    response->planned_identity = asked->prior_identity;
    rpc_note_client(call, asked->client_capabilities);
    const rpc_entry *found = rpc_find(server, call, RPC_RESOURCE, asked->type_name);
    if (found != NULL && rpc_note_meta(server, call, asked->provider_meta)) {
        plan(found, call, asked, response);
        response->deferred = rpc_deferral_message(call);
    }
}
