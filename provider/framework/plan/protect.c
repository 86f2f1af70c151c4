/* SPDX-License-Identifier: Apache-2.0 */
/* Finds by the schema what is secret in a value. How it is kept out of messages is the foundation's. */
#include <tfprovider/log.h>

#include "framework/plan/plan.h"
#include "framework/plan/walk.h"

static void protect_texts(const tf_value *value)
{
    if (value->state != TF_KNOWN)
        return;
    if (value->type->kind == TF_TYPE_STRING)
        tf_log_protect(value->text);
    const bool has_items =
        value->type->kind != TF_TYPE_STRING && value->type->kind != TF_TYPE_BOOL && value->type->kind != TF_TYPE_NUMBER;
    for (size_t i = 0; has_items && i < value->count; i++)
        protect_texts(&value->items[i]);
}

static plan_next protect_attribute(void *context, plan_at *at)
{
    (void)context;
    if (!at->attribute->sensitive && !at->attribute->write_only)
        return PLAN_DESCEND;
    protect_texts(at->config);
    return PLAN_SKIP;
}

void plan_protect_secrets(const tf_schema *schema, const tf_value *value)
{
    const plan_visitor visitor = { .along = PLAN_CONFIG, .visit = protect_attribute };
    if (value->state == TF_KNOWN)
        plan_walk(&visitor, schema, &(const plan_at){ .config = value });
}
