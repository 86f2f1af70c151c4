/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan before the resource's own plan function has its say.
 *
 * It is made from the configuration and the prior state in two rounds. The first takes the prior value of everything
 * computed; where the outcome is the prior state, nothing changes and that is the plan. Otherwise the second round
 * makes what an update may change unknown.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/defaults.h"
#include "framework/plan/plan.h"
#include "framework/plan/semantic_equality.h"
#include "framework/plan/set_match.h"
#include "framework/plan/walk.h"

struct proposal {
    tf_arena *arena;
    bool changes; /* the second round */
    plan_transformer transformer;
};

/* Stops at what only a configuration can have put there. */
static plan_next find_configured(void *context, plan_at *at)
{
    (void)context;
    if (at->outer == NULL || at->is_item)
        return PLAN_DESCEND;
    if (at->prior->state == TF_NULL)
        return PLAN_SKIP;
    return attribute_is_computed(at->attribute) ? PLAN_DESCEND : PLAN_STOP;
}

/*
 * Whether a computed object holds what only a configuration can have put there: then it goes when it is not configured.
 */
static bool was_configured(const tf_attribute *attribute, const tf_value *prior)
{
    const plan_visitor visitor = { .along = PLAN_PRIOR, .visit = find_configured };
    return !plan_walk_attribute(&visitor, &(plan_at){ .attribute = attribute, .prior = prior });
}

/* The value of a computed attribute that is not configured. */
static tf_value propose_computed(const struct proposal *proposal, const plan_at *at)
{
    const tf_attribute *attribute = at->attribute;
    const tf_type *object = at->outer->config->type;
    /* The type that is declared: a dynamic value may become one of another type than it was. */
    const tf_type *type = object->elements[type_attribute_index(object, attribute->name)];
    if (at->outer->prior->state == TF_NULL)
        return value_unknown(type);
    const bool keeps = attribute->use_state_for_unknown && at->prior->state != TF_NULL;
    /* An update cannot change what takes a replacement to change. */
    if (keeps || attribute->requires_replace)
        return *at->prior;
    if (proposal->changes)
        return value_unknown(type);
    return was_configured(attribute, at->prior) ? value_null(at->prior->type) : *at->prior;
}

static tf_value propose_set(const struct proposal *proposal, const plan_at *at, const tf_value *config)
{
    const tf_schema *schema = at->attribute->attributes;
    tf_value made = items_like(proposal->arena, config);
    const size_t *origins = set_match(proposal->arena, schema, config, at->prior);
    const tf_value none = value_null(config->type->element);
    for (size_t i = 0; i < config->count; i++) {
        const bool was_there = at->prior->state == TF_KNOWN && origins[i] < at->prior->count;
        const plan_at item = {
            .outer = at,
            .attribute = at->attribute,
            .is_item = true,
            .config = &config->items[i],
            .prior = was_there ? &at->prior->items[origins[i]] : &none,
        };
        made.items[i] = plan_transform(&proposal->transformer, schema, &item);
    }
    return made;
}

static bool propose(void *context, const plan_at *at, tf_value *value)
{
    const struct proposal *proposal = context;
    const tf_attribute *attribute = at->attribute;
    if (attribute->write_only) {
        *value = value_null(value->type);
        return true;
    }
    if (value->state == TF_NULL && attribute_is_computed(attribute)
        && !attribute_default(proposal->arena, attribute, value->type, value)) {
        *value = propose_computed(proposal, at);
        return true;
    }
    if (value->state != TF_KNOWN)
        return true;
    if (attribute->kind == TF_KIND_OBJECT_SET) {
        *value = propose_set(proposal, at, value);
    } else if (attribute_is_nested(attribute)) {
        return false;
        /* Terraform accepts the prior value as a whole, not a mixture of it and the configuration. */
    } else if (attribute->semantic_equals != NULL
               && attribute_means_same(proposal->arena, attribute, value, at->prior)) {
        *value = *at->prior;
    }
    return true;
}

static tf_value propose_round(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                              bool changes)
{
    struct proposal proposal = { .arena = arena, .changes = changes };
    proposal.transformer = (plan_transformer){ arena, PLAN_CONFIG, propose, &proposal };
    return plan_transform(&proposal.transformer, schema, &(plan_at){ .config = config, .prior = prior });
}

tf_value plan_propose(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior)
{
    const tf_value planned = propose_round(arena, schema, config, prior, false);
    if (tf_value_equal(&planned, prior))
        return planned;
    return propose_round(arena, schema, config, prior, true);
}
