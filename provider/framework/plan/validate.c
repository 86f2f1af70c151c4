/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of a configuration that follow from the schema. Terraform checks some of them itself; a provider that is
 * driven by something else is no less safe for it.
 */
#include <tfprovider/types.h>

#include "framework/plan/attributes.h"
#include "framework/plan/defaults.h"
#include "framework/plan/plan.h"
#include "framework/plan/walk.h"
#include "framework/value/decimal.h"
#include "framework/value/kinds.h"

struct validation {
    tf_call *call;
    const tf_value *config; /* the whole of it */
    bool client_knows_write_only;
    bool ok;
};

static const char *text_of(const struct validation *validation, const tf_path *path)
{
    return tf_path_text(validation->call->arena, path);
}

static bool validate_number(const struct validation *validation, const tf_path *path, const tf_attribute *attribute,
                            const tf_value *value)
{
    const kind_row *kind = kind_of(attribute->kind);
    if (kind->fits == NULL || kind->fits(value->digits))
        return true;
    if (kind->is_whole && !decimal_is_whole(value->digits)) {
        return tf_fail_at(validation->call, path, "Not a Whole Number", "%s must be a whole number.",
                          text_of(validation, path));
    }
    return tf_fail_at(validation->call, path, "Number Out of Range", "%s must be within the range of a %s.",
                      text_of(validation, path), kind->name);
}

static bool run_text_check(const struct validation *validation, const tf_path *path, const tf_validator *check,
                           const tf_value *value)
{
    if (value->state != TF_KNOWN)
        return true;
    if (value->type->kind == TF_TYPE_STRING)
        return check->text(validation->call, path, value->text, check->argument);
    bool ok = true;
    for (size_t i = 0; i < value->count; i++) {
        const tf_path step = value_item_path(path, value, i);
        ok &= run_text_check(validation, &step, check, &value->items[i]);
    }
    return ok;
}

static bool run_checks(const struct validation *validation, const tf_path *path, const tf_attribute *attribute,
                       const tf_value *value)
{
    bool ok = true;
    if (attribute->custom_type != NULL && kind_holds_strings(attribute->kind)) {
        const tf_validator form = { .text = attribute->custom_type->check };
        ok = run_text_check(validation, path, &form, value);
    }
    for (const tf_validator *check = attribute->validators;
         check != NULL && (check->text != NULL || check->value != NULL); check++) {
        if (check->text != NULL && kind_holds_strings(attribute->kind))
            ok &= run_text_check(validation, path, check, value);
        if (check->value != NULL)
            ok &= check->value(validation->call, path, value, validation->config, check->argument);
    }
    return ok;
}

/* A null in the set is reported by itself. */
static bool validate_distinct(const struct validation *validation, const tf_path *path, const tf_attribute *attribute,
                              const tf_value *set)
{
    tf_arena *arena = validation->call->arena;
    tf_value filled = items_like(arena, set);
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i].state == TF_NULL)
            return true;
        filled.items[i] = object_with_defaults(arena, attribute->attributes, &set->items[i]);
    }
    return !value_has_duplicate(arena, &filled)
           || tf_fail_at(validation->call, path, "Duplicate Set Element",
                         "%s has an element twice, counting the defaults of what is left out.",
                         text_of(validation, path));
}

static bool validate_content(const struct validation *validation, const tf_path *path, const tf_attribute *attribute,
                             const tf_value *value)
{
    if (value->state != TF_KNOWN)
        return true;
    if (value->type->kind == TF_TYPE_NUMBER)
        return validate_number(validation, path, attribute, value);
    return attribute->kind != TF_KIND_OBJECT_SET || validate_distinct(validation, path, attribute, value);
}

static bool validate_presence(const struct validation *validation, const tf_path *path, const tf_attribute *attribute,
                              const tf_value *value)
{
    tf_call *call = validation->call;
    const bool no_blocks =
        attribute->block && value->state == TF_KNOWN && attribute->kind != TF_KIND_OBJECT && value->count == 0;
    if (attribute->mode == TF_REQUIRED && attribute->block && (no_blocks || value->state == TF_NULL)) {
        return tf_fail_at(call, path, "Missing Configuration for Required Block", "At least one block %s is required.",
                          text_of(validation, path));
    }
    if (attribute->mode == TF_REQUIRED && value->state == TF_NULL) {
        return tf_fail_at(call, path, "Missing Configuration for Required Attribute", "%s is required.",
                          text_of(validation, path));
    }
    if (value->state == TF_NULL || no_blocks)
        return true;
    if (attribute->mode == TF_COMPUTED && !attribute->block) {
        return tf_fail_at(call, path, "Invalid Configuration for Read-Only Attribute",
                          "%s is decided by the provider and cannot be set.", text_of(validation, path));
    }
    if (attribute->write_only && !validation->client_knows_write_only) {
        return tf_fail_at(
            call, path, "WriteOnly Attribute Not Allowed",
            "%s is write-only, which Terraform and OpenTofu can do from 1.11 on. Remove it, or use a newer version.",
            text_of(validation, path));
    }
    if (attribute->deprecated != NULL) {
        tf_warn_at(call, path, attribute->block ? "Block Deprecated" : "Attribute Deprecated", "%s is deprecated: %s",
                   text_of(validation, path), attribute->deprecated);
    }
    return true;
}

/* Whether the value may be in no message: its attribute says so, or one around it. */
static bool is_hidden(const plan_at *at)
{
    for (const plan_at *each = at; each != NULL && each->attribute != NULL; each = each->outer) {
        if (each->attribute->sensitive || each->attribute->write_only)
            return true;
    }
    return false;
}

static plan_next validate_attribute(void *context, plan_at *at)
{
    struct validation *validation = context;
    if (at->is_item) {
        if (at->config->state == TF_NULL) {
            validation->ok = tf_fail_at(validation->call, at->path, "Null Element", "%s must not be null.",
                                        text_of(validation, at->path));
        }
        return PLAN_DESCEND;
    }
    validation->ok &= validate_presence(validation, at->path, at->attribute, at->config);
    validation->call->hides_value = is_hidden(at);
    validation->ok &= validate_content(validation, at->path, at->attribute, at->config);
    validation->ok &= run_checks(validation, at->path, at->attribute, at->config);
    validation->call->hides_value = false;
    return PLAN_DESCEND;
}

bool plan_validate(tf_call *call, const tf_schema *schema, const tf_value *config, bool client_knows_write_only)
{
    struct validation validation = { call, config, client_knows_write_only, true };
    const plan_visitor visitor = { .along = PLAN_CONFIG, .visit = validate_attribute, .context = &validation };
    call->knows_write_only = client_knows_write_only;
    if (config->state == TF_KNOWN)
        plan_walk(&visitor, schema, &(const plan_at){ .config = config });
    if (schema->deprecated != NULL)
        tf_warn(call, "Deprecated", "%s", schema->deprecated);
    return validation.ok;
}
