/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan before the resource's own plan function has its say.
 *
 * It is made from the configuration and the prior state in two rounds. The first takes the prior value of everything
 * computed; where the outcome is the prior state, nothing changes and that is the plan. Otherwise the second round makes
 * what an update may change unknown.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"

struct proposal {
    tf_arena *arena;
    bool changes; /* the second round */
};

static tf_value propose_object(const struct proposal *proposal, const tf_schema *schema, const tf_value *config,
                               const tf_value *prior);

/* Whether a computed object holds what only a configuration can have put there: then it goes when it is not configured. */
static bool was_configured(const tf_attribute *attribute, const tf_value *prior);

static bool object_was_configured(const tf_schema *schema, const tf_value *prior)
{
    for (size_t i = 0; prior->state == TF_KNOWN && i < schema->count; i++) {
        tf_value value = attribute_of(prior, &schema->attributes[i]);
        if (value.state != TF_NULL
            && (!attribute_is_computed(&schema->attributes[i]) || was_configured(&schema->attributes[i], &value)))
            return true;
    }
    return false;
}

static bool was_configured(const tf_attribute *attribute, const tf_value *prior)
{
    if (!attribute_is_nested(attribute) || prior->state != TF_KNOWN)
        return false;
    if (attribute->kind == TF_KIND_OBJECT)
        return object_was_configured(attribute->attributes, prior);
    for (size_t i = 0; i < prior->count; i++)
        if (object_was_configured(attribute->attributes, &prior->items[i]))
            return true;
    return false;
}

/* The value of a computed attribute that is not configured. */
static tf_value propose_computed(const struct proposal *proposal, const tf_attribute *attribute, const tf_value *prior)
{
    bool keeps = attribute->keeps_prior && prior->state != TF_NULL;
    /* An update cannot change what takes a replacement to change. */
    if (keeps || attribute->requires_replace)
        return *prior;
    /* Of the type that is declared: a dynamic value may become one of another type than it was. */
    if (proposal->changes)
        return value_unknown(type_of_attribute(proposal->arena, attribute));
    return was_configured(attribute, prior) ? value_null(prior->type) : *prior;
}

static tf_value propose_set(const struct proposal *proposal, const tf_attribute *attribute, const tf_value *config,
                            const tf_value *prior)
{
    tf_value made = items_like(proposal->arena, config);
    tf_value before = *prior;
    if (prior->state != TF_KNOWN)
        before.count = 0;
    /* Most elements are as they were: only the others are to be looked for one by one. */
    const size_t *equals = value_match_items(proposal->arena, config, &before);
    bool *used = tf_alloc_array(proposal->arena, before.count + 1, sizeof *used);
    for (size_t i = 0; i < config->count; i++)
        used[equals[i]] = true;
    const tf_value none = value_null(config->type->element);
    for (size_t i = 0; i < config->count; i++) {
        size_t origin = equals[i];
        if (origin == before.count)
            origin = element_origin(proposal->arena, attribute->attributes, &config->items[i], &before, used);
        used[origin] = true;
        made.items[i] = propose_object(proposal, attribute->attributes, &config->items[i],
                                       origin < before.count ? &before.items[origin] : &none);
    }
    return made;
}

static tf_value propose_nested(const struct proposal *proposal, const tf_attribute *attribute, const tf_value *config,
                               const tf_value *prior)
{
    if (attribute->kind == TF_KIND_OBJECT)
        return propose_object(proposal, attribute->attributes, config, prior);
    if (attribute->kind == TF_KIND_OBJECT_SET)
        return propose_set(proposal, attribute, config, prior);
    tf_value made = items_like(proposal->arena, config);
    const tf_value none = value_null(config->type->element);
    for (size_t i = 0; i < config->count; i++) {
        const tf_value *counterpart = item_counterpart(config, i, prior);
        made.items[i] = propose_object(proposal, attribute->attributes, &config->items[i],
                                       counterpart == NULL ? &none : counterpart);
    }
    return made;
}

static tf_value propose_attribute(const struct proposal *proposal, const tf_attribute *attribute,
                                  const tf_value *config, const tf_value *prior, bool creates)
{
    tf_value configured = *config;
    if (attribute->write_only)
        return value_null(config->type);
    if (config->state == TF_NULL && attribute_is_computed(attribute)
        && !attribute_default(proposal->arena, attribute, config->type, &configured))
        return creates ? value_unknown(type_of_attribute(proposal->arena, attribute))
                       : propose_computed(proposal, attribute, prior);
    if (configured.state != TF_KNOWN)
        return configured;
    if (attribute_is_nested(attribute))
        return propose_nested(proposal, attribute, &configured, prior);
    if (attribute->same_meaning == NULL)
        return configured;
    /* Terraform accepts the prior value as a whole, not a mixture of it and the configuration. */
    return attribute_means_same(proposal->arena, attribute, &configured, prior) ? *prior : configured;
}

static tf_value propose_object(const struct proposal *proposal, const tf_schema *schema, const tf_value *config,
                               const tf_value *prior)
{
    if (config->state != TF_KNOWN)
        return *config;
    tf_value made = items_like(proposal->arena, config);
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        size_t place = type_attribute_place(config->type, attribute->name);
        tf_value before = attribute_of(prior, attribute);
        made.items[place] =
            propose_attribute(proposal, attribute, &config->items[place], &before, prior->state == TF_NULL);
    }
    return made;
}

tf_value plan_propose(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior)
{
    struct proposal proposal = { .arena = arena };
    tf_value planned = propose_object(&proposal, schema, config, prior);
    if (tf_value_equal(&planned, prior))
        return planned;
    proposal.changes = true;
    return propose_object(&proposal, schema, config, prior);
}
