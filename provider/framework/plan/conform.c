/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The promises that Terraform checks after a plan and after an apply, checked here first, so that a breach names resource,
 * attribute and rule. The rules are those of Terraform 1.14's internal/plans/objchange.
 */
#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"

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
    return breach(call, path, "Provider bug: invalid plan", rule);
}

static bool breach_of_apply(tf_call *call, const tf_path *path, const char *rule)
{
    return breach(call, path, "Provider bug: inconsistent result", rule);
}

static bool check_planned_object(tf_call *call, const tf_path *path, const tf_schema *schema, const tf_value *config,
                                 const tf_value *prior, const tf_value *planned);

static bool check_planned_items(tf_call *call, const tf_path *path, const tf_attribute *attribute,
                                const tf_value *config, const tf_value *prior, const tf_value *planned)
{
    if (config->state != TF_KNOWN || planned->count != config->count)
        return breach_of_plan(call, path, RULE_COUNT);
    /* The elements of a set have no identity by which to compare them. */
    if (attribute->kind == TF_KIND_OBJECT_SET)
        return true;
    bool well = true;
    const tf_value none = value_null(planned->type->element);
    for (size_t i = 0; i < planned->count; i++) {
        const tf_path step = value_item_path(path, planned, i);
        const tf_value *configured = item_counterpart(planned, i, config);
        const tf_value *before = item_counterpart(planned, i, prior);
        if (configured == NULL)
            return breach_of_plan(call, &step, RULE_COUNT);
        well &= check_planned_object(call, &step, attribute->attributes, configured, before == NULL ? &none : before,
                                     &planned->items[i]);
    }
    return well;
}

static bool check_planned_attribute(tf_call *call, const tf_path *path, const tf_attribute *attribute,
                                    const tf_value *config, const tf_value *prior, const tf_value *planned)
{
    if (attribute->write_only)
        return planned->state == TF_NULL || breach_of_plan(call, path, RULE_WRITE_ONLY);
    if (attribute->block && attribute->kind != TF_KIND_OBJECT && planned->state == TF_NULL)
        return breach_of_plan(call, path, RULE_NULL_BLOCKS);
    if (tf_value_equal(planned, config))
        return true;
    if (tf_value_equal(planned, prior) && prior->state != TF_NULL && config->state != TF_NULL)
        return true;
    if (!attribute->block && attribute->mode == TF_COMPUTED)
        return true;
    if (config->state == TF_NULL)
        return attribute_is_computed(attribute) || breach_of_plan(call, path, RULE_COMPUTED);
    if (!attribute_is_nested(attribute))
        return breach_of_plan(call, path, RULE_CONFIGURED);
    if (planned->state != TF_KNOWN)
        return breach_of_plan(call, path, RULE_KNOWN_OBJECT);
    if (attribute->kind == TF_KIND_OBJECT)
        return check_planned_object(call, path, attribute->attributes, config, prior, planned);
    return check_planned_items(call, path, attribute, config, prior, planned);
}

static bool check_planned_object(tf_call *call, const tf_path *path, const tf_schema *schema, const tf_value *config,
                                 const tf_value *prior, const tf_value *planned)
{
    bool well = true;
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        const tf_value configured = attribute_of(config, attribute);
        const tf_value before = attribute_of(prior, attribute);
        const tf_value after = attribute_of(planned, attribute);
        well &= check_planned_attribute(call, &step, attribute, &configured, &before, &after);
    }
    return well;
}

bool plan_check_planned(tf_call *call, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                        const tf_value *planned)
{
    if (planned->state != config->state)
        return breach_of_plan(call, NULL, RULE_EXISTS);
    return planned->state != TF_KNOWN || check_planned_object(call, NULL, schema, config, prior, planned);
}

static bool is_honoured(const tf_value *planned, const tf_value *applied);

static bool is_honoured_by_any(const tf_value *planned, const tf_value *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (is_honoured(planned, &set->items[i]))
            return true;
    return false;
}

static bool honours_any(const tf_value *set, const tf_value *applied)
{
    for (size_t i = 0; i < set->count; i++)
        if (is_honoured(&set->items[i], applied))
            return true;
    return false;
}

/* Elements that are unknown in the plan may turn out equal, so that the set gets smaller. */
static bool is_set_honoured(const tf_value *planned, const tf_value *applied)
{
    if (applied->count > planned->count || (applied->count < planned->count && !tf_value_has_unknown(planned)))
        return false;
    for (size_t i = 0; i < planned->count; i++)
        if (!is_honoured_by_any(&planned->items[i], applied))
            return false;
    for (size_t i = 0; i < applied->count; i++)
        if (!honours_any(planned, &applied->items[i]))
            return false;
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

static bool check_applied_object(tf_call *call, const tf_path *path, const tf_schema *schema, const tf_value *planned,
                                 const tf_value *applied);

/* Goes down where that leads to a more telling path. */
static bool check_applied_attribute(tf_call *call, const tf_path *path, const tf_attribute *attribute,
                                    const tf_value *planned, const tf_value *applied)
{
    if (attribute->write_only)
        return applied->state == TF_NULL || breach_of_apply(call, path, RULE_WRITE_ONLY);
    bool both_known = planned->state == TF_KNOWN && applied->state == TF_KNOWN;
    if (attribute->kind == TF_KIND_OBJECT && applied->state == TF_KNOWN)
        return planned->state == TF_NULL ? breach_of_apply(call, path, RULE_APPLIED)
                                         : check_applied_object(call, path, attribute->attributes, planned, applied);
    if (attribute_is_nested(attribute) && attribute->kind != TF_KIND_OBJECT_SET && both_known
        && planned->count == applied->count) {
        bool well = true;
        for (size_t i = 0; i < planned->count; i++) {
            const tf_path step = value_item_path(path, planned, i);
            const tf_value *counterpart = item_counterpart(planned, i, applied);
            well &= counterpart == NULL
                        ? breach_of_apply(call, &step, RULE_APPLIED)
                        : check_applied_object(call, &step, attribute->attributes, &planned->items[i], counterpart);
        }
        return well;
    }
    if (tf_value_has_unknown(applied))
        return breach_of_apply(call, path, RULE_ALL_KNOWN);
    return is_honoured(planned, applied) || breach_of_apply(call, path, RULE_APPLIED);
}

static bool check_applied_object(tf_call *call, const tf_path *path, const tf_schema *schema, const tf_value *planned,
                                 const tf_value *applied)
{
    bool well = true;
    for (size_t i = 0; i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        const tf_value told = attribute_of(planned, attribute);
        const tf_value after = attribute_of(applied, attribute);
        well &= check_applied_attribute(call, &step, attribute, &told, &after);
    }
    return well;
}

bool plan_check_applied(tf_call *call, const tf_schema *schema, const tf_value *planned, const tf_value *applied)
{
    if (planned->state != applied->state)
        return breach_of_apply(call, NULL, RULE_APPLIED);
    return planned->state != TF_KNOWN || check_applied_object(call, NULL, schema, planned, applied);
}
