/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the prior element of each configured element of a nested set. Whether two values mean the same says
 * semantic_equality.c.
 */
#include "framework/plan/set_match.h"

#include "framework/plan/attributes.h"
#include "framework/plan/defaults.h"
#include "framework/plan/semantic_equality.h"
#include "framework/plan/walk.h"

/* Whether each object of the configured set goes with one of the prior ones. */
static bool sets_could_lead_to(tf_arena *arena, const tf_attribute *attribute, const plan_at *at)
{
    const size_t *origins = set_match(arena, attribute->attributes, at->config, at->prior);
    for (size_t i = 0; i < at->config->count; i++) {
        if (origins[i] == at->prior->count)
            return false;
    }
    return true;
}

static plan_next go_on_if(bool fits)
{
    return fits ? PLAN_SKIP : PLAN_STOP;
}

/* Stops at what the configuration cannot have led to. */
static plan_next could_lead_to(void *context, plan_at *at)
{
    tf_arena *arena = context;
    const tf_attribute *attribute = at->attribute;
    if (at->is_item) {
        return at->config->state == TF_KNOWN && at->prior->state == TF_KNOWN
                   ? PLAN_DESCEND
                   : go_on_if(at->config->state == at->prior->state);
    }
    if (attribute->write_only)
        return PLAN_SKIP;
    if (at->config->state == TF_NULL && attribute_is_computed(attribute)) {
        tf_value *preset = tf_alloc(arena, sizeof *preset);
        if (!attribute_default(arena, attribute, at->config->type, preset))
            return PLAN_SKIP;
        at->config = preset;
    }
    if (!attribute_is_nested(attribute) || at->config->state != TF_KNOWN || at->prior->state != TF_KNOWN)
        return go_on_if(attribute_means_same(arena, attribute, at->config, at->prior));
    if (attribute->kind == TF_KIND_OBJECT)
        return PLAN_DESCEND;
    if (attribute->kind == TF_KIND_OBJECT_SET)
        return go_on_if(at->config->count == at->prior->count && sets_could_lead_to(arena, attribute, at));
    return plan_same_keys(at->config, at->prior) ? PLAN_DESCEND : PLAN_STOP;
}

static bool object_could_lead_to(tf_arena *arena, const tf_schema *schema, const tf_value *config,
                                 const tf_value *prior)
{
    if (config->state != TF_KNOWN || prior->state != TF_KNOWN)
        return config->state == prior->state;
    const plan_visitor visitor = { .along = PLAN_CONFIG, .visit = could_lead_to, .context = arena };
    return plan_walk(&visitor, schema, &(const plan_at){ .config = config, .prior = prior });
}

static size_t find_origin(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                          const bool *used)
{
    for (size_t i = 0; i < prior->count; i++) {
        if (!used[i] && object_could_lead_to(arena, schema, config, &prior->items[i]))
            return i;
    }
    return prior->count;
}

size_t *set_match(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior)
{
    tf_value before = *prior;
    if (prior->state != TF_KNOWN)
        before.count = 0;
    /* Most elements are as they were: only the others are to be looked for one by one. */
    size_t *origins = value_match_items(arena, config, &before);
    bool *used = tf_alloc_array(arena, before.count + 1, sizeof *used);
    for (size_t i = 0; i < config->count; i++)
        used[origins[i]] = true;
    for (size_t i = 0; i < config->count; i++) {
        if (origins[i] == before.count)
            origins[i] = find_origin(arena, schema, &config->items[i], &before, used);
        used[origins[i]] = true;
    }
    return origins;
}
