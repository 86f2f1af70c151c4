/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What create and update may rely on in their plan.
 */
#include "framework/plan/plan.h"
#include "framework/plan/walk.h"

struct inspection {
    tf_call *call;
    bool complete;
};

static plan_next check_complete(void *context, plan_at *at)
{
    struct inspection *inspection = context;
    tf_call *call = inspection->call;
    if (at->attribute->write_only)
        return PLAN_SKIP;
    const bool is_needed = at->is_item || (!at->attribute->block && at->attribute->mode == TF_REQUIRED);
    if (is_needed && at->planned->state != TF_KNOWN) {
        inspection->complete = tf_fail_at(
            call, at->path, "Incomplete Plan",
            "Terraform asks to apply a plan of %s in which %s, which is required, has no value. Terraform and "
            "the provider may not fit together; please report it.",
            call->type_name, tf_path_text(call->arena, at->path));
    }
    return PLAN_DESCEND;
}

bool plan_check_complete(tf_call *call, const tf_schema *schema, const tf_value *planned)
{
    struct inspection inspection = { .call = call, .complete = true };
    const plan_visitor visitor = { .along = PLAN_PLANNED, .visit = check_complete, .context = &inspection };
    plan_walk(&visitor, schema, &(const plan_at){ .planned = planned });
    return inspection.complete;
}
