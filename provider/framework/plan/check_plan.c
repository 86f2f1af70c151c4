/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The promises that Terraform checks after a plan and after an apply, checked here first, so that a breach names
 * resource, attribute and rule. The rules are those of Terraform 1.14's internal/plans/objchange.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"
#include "framework/plan/walk.h"

#define RULE_WRITE_ONLY "a write-only attribute is null"
#define RULE_NULL_BLOCKS "a list or set of blocks is empty where there are none, not null"
#define RULE_CONFIGURED "what is configured is planned as it is configured, or as it was before"
#define RULE_COMPUTED "only a computed attribute gets a value that is not configured"
#define RULE_KNOWN_OBJECT "an object that is configured is neither null nor unknown as a whole"
#define RULE_COUNT "a collection of objects is as large as it is configured, with the same keys"
#define RULE_APPLIED "what the plan told comes back from the apply as it was planned"
#define RULE_ALL_KNOWN "nothing is unknown after an apply"
#define RULE_EXISTS "an object that is configured exists"

static bool breach(tf_call *call, const tf_path *path, const char *summary, const char *rule)
{
    const char *where = path == NULL ? "the resource as a whole" : tf_path_text(call->arena, path);
    return tf_fail_at(
        call, path, summary,
        "This is a bug in the provider, not in the configuration. %s breaks a rule at %s: %s. Please report it.",
        call->type_name, where, rule);
}

static bool breach_of_plan(tf_call *call, const tf_path *path, const char *rule)
{
    return breach(call, path, "Provider Bug: Invalid Plan", rule);
}

static bool breach_of_apply(tf_call *call, const tf_path *path, const char *rule)
{
    return breach(call, path, "Provider Bug: Inconsistent Result", rule);
}

struct inspection {
    tf_call *call;
    bool ok;
};

static plan_next report(struct inspection *inspection, bool holds)
{
    inspection->ok &= holds;
    return PLAN_SKIP;
}

/* Where `one` has a key that `other` has not; they are two maps with as many keys, not all of them the same. */
static tf_path missing_in(const tf_value *other, const tf_path *path, const tf_value *one)
{
    size_t i = 0;
    while (i + 1 < one->count && item_counterpart(one, i, other) != NULL)
        i++;
    return value_item_path(path, one, i);
}

/* Whether the objects that were configured are there, as many, under the same keys. */
static plan_next check_planned_items(struct inspection *inspection, const plan_at *at)
{
    if (at->config->state != TF_KNOWN || at->planned->count != at->config->count)
        return report(inspection, breach_of_plan(inspection->call, at->path, RULE_COUNT));
    if (!plan_same_keys(at->planned, at->config)) {
        const tf_path step = missing_in(at->config, at->path, at->planned);
        return report(inspection, breach_of_plan(inspection->call, &step, RULE_COUNT));
    }
    /* The elements of a set have no identity by which to compare them. */
    return at->attribute->kind == TF_KIND_OBJECT_SET ? PLAN_SKIP : PLAN_DESCEND;
}

static plan_next check_planned(void *context, plan_at *at)
{
    struct inspection *inspection = context;
    tf_call *call = inspection->call;
    const tf_attribute *attribute = at->attribute;
    if (attribute->write_only)
        return report(inspection, at->planned->state == TF_NULL || breach_of_plan(call, at->path, RULE_WRITE_ONLY));
    const bool is_collection = attribute->kind != TF_KIND_OBJECT && !at->is_item;
    if (attribute->block && is_collection && at->planned->state == TF_NULL)
        return report(inspection, breach_of_plan(call, at->path, RULE_NULL_BLOCKS));
    if (tf_value_equal(at->planned, at->config))
        return PLAN_SKIP;
    if (!at->is_item) {
        if (tf_value_equal(at->planned, at->prior) && at->prior->state != TF_NULL && at->config->state != TF_NULL)
            return PLAN_SKIP;
        if (!attribute->block && attribute->mode == TF_COMPUTED)
            return PLAN_SKIP;
        if (at->config->state == TF_NULL) {
            return report(inspection,
                          attribute_is_computed(attribute) || breach_of_plan(call, at->path, RULE_COMPUTED));
        }
    }
    if (!attribute_is_nested(attribute))
        return report(inspection, breach_of_plan(call, at->path, RULE_CONFIGURED));
    if (at->planned->state != TF_KNOWN)
        return report(inspection, breach_of_plan(call, at->path, RULE_KNOWN_OBJECT));
    return is_collection ? check_planned_items(inspection, at) : PLAN_DESCEND;
}

bool plan_check_planned(tf_call *call, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                        const tf_value *planned)
{
    if (planned->state != config->state)
        return breach_of_plan(call, NULL, RULE_EXISTS);
    struct inspection inspection = { .call = call, .ok = true };
    const plan_visitor visitor = { .along = PLAN_PLANNED, .visit = check_planned, .context = &inspection };
    const plan_at root = { .config = config, .prior = prior, .planned = planned };
    if (planned->state == TF_KNOWN)
        plan_walk(&visitor, schema, &root);
    return inspection.ok;
}

static bool is_honoured(const tf_value *planned, const tf_value *applied);

static bool is_honoured_by_any(const tf_value *planned, const tf_value *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (is_honoured(planned, &set->items[i]))
            return true;
    }
    return false;
}

static bool honours_any(const tf_value *set, const tf_value *applied)
{
    for (size_t i = 0; i < set->count; i++) {
        if (is_honoured(&set->items[i], applied))
            return true;
    }
    return false;
}

/* Elements that are unknown in the plan may turn out equal, so that the set gets smaller. */
static bool is_set_honoured(const tf_value *planned, const tf_value *applied)
{
    if (applied->count > planned->count || (applied->count < planned->count && !tf_value_has_unknown(planned)))
        return false;
    for (size_t i = 0; i < planned->count; i++) {
        if (!is_honoured_by_any(&planned->items[i], applied))
            return false;
    }
    for (size_t i = 0; i < applied->count; i++) {
        if (!honours_any(planned, &applied->items[i]))
            return false;
    }
    return true;
}

/* Whether `applied` is what `planned` told, as far as it told something. */
static bool is_honoured(const tf_value *planned, const tf_value *applied)
{
    if (planned->state == TF_UNKNOWN)
        return true;
    if (planned->state != applied->state || !tf_value_has_unknown(planned))
        return tf_value_equal(planned, applied);
    if (planned->type->kind == TF_TYPE_SET)
        return is_set_honoured(planned, applied);
    if (planned->count != applied->count)
        return false;
    for (size_t i = 0; i < planned->count; i++) {
        const tf_value *counterpart =
            planned->type->kind == TF_TYPE_MAP ? tf_value_get(applied, planned->keys[i]) : &applied->items[i];
        if (counterpart == NULL || !is_honoured(&planned->items[i], counterpart))
            return false;
    }
    return true;
}

/* Goes down where that leads to a more telling path. */
static plan_next check_applied(void *context, plan_at *at)
{
    struct inspection *inspection = context;
    tf_call *call = inspection->call;
    const tf_attribute *attribute = at->attribute;
    const tf_value *planned = at->planned;
    const tf_value *applied = at->applied;
    if (attribute->write_only)
        return report(inspection, applied->state == TF_NULL || breach_of_apply(call, at->path, RULE_WRITE_ONLY));
    const bool is_object = attribute->kind == TF_KIND_OBJECT || at->is_item;
    if (is_object && applied->state == TF_KNOWN && planned->state != TF_NULL)
        return PLAN_DESCEND;
    const bool has_counterparts = attribute_is_nested(attribute) && !is_object && attribute->kind != TF_KIND_OBJECT_SET
                                  && planned->state == TF_KNOWN && applied->state == TF_KNOWN
                                  && planned->count == applied->count;
    if (has_counterparts && plan_same_keys(planned, applied))
        return PLAN_DESCEND;
    if (has_counterparts) {
        const tf_path step = missing_in(applied, at->path, planned);
        return report(inspection, breach_of_apply(call, &step, RULE_APPLIED));
    }
    if (tf_value_has_unknown(applied))
        return report(inspection, breach_of_apply(call, at->path, RULE_ALL_KNOWN));
    return report(inspection, is_honoured(planned, applied) || breach_of_apply(call, at->path, RULE_APPLIED));
}

bool plan_check_applied(tf_call *call, const tf_schema *schema, const tf_value *planned, const tf_value *applied)
{
    if (planned->state != applied->state)
        return breach_of_apply(call, NULL, RULE_APPLIED);
    struct inspection inspection = { .call = call, .ok = true };
    const plan_visitor visitor = { .along = PLAN_APPLIED, .visit = check_applied, .context = &inspection };
    const plan_at root = { .planned = planned, .applied = applied };
    if (planned->state == TF_KNOWN)
        plan_walk(&visitor, schema, &root);
    return inspection.ok;
}
