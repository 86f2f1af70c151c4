/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_writeonce: a write-only attribute that is needed when the resource is created, and of no use afterwards.
 */
#include "conformance.h"

struct write_once {
    tf_string trigger_attr;
    tf_string writeonce_string;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct write_once, trigger_attr), .mode = TF_REQUIRED, .requires_replace = true },
    { TF_STRING(struct write_once, writeonce_string), .mode = TF_OPTIONAL, .write_only = true },
};

static bool write_once_plan(tf_call *call, const void *prior, void *planned)
{
    (void)planned;
    const struct write_once *config = tf_config(call);
    if (prior == NULL && tf_null(config->writeonce_string)) {
        return tf_fail_on(call, "writeonce_string", "Attribute Required when Creating",
                          "Set this attribute: it is needed to create the resource.");
    }
    return true;
}

static bool write_once_create(tf_call *call, void *plan)
{
    const struct write_once *config = tf_config(call);
    if (!tf_null(config->writeonce_string) && !tf_equal(config->writeonce_string, "fakepassword")) {
        return tf_fail_on(call, "writeonce_string", "Unexpected WriteOnly Value",
                          "The configured value did not reach the provider as it was written.");
    }
    return keep_configuration(call, plan, sizeof(struct write_once));
}

const tf_resource write_once_resource = {
    .type_name = "framework_writeonce",
    .schema = TF_SCHEMA(struct write_once, attributes,
                        .description = "A write-only attribute that is needed to create the resource."),
    .plan = write_once_plan,
    .create = write_once_create,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};
