/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_writeonly_validations: attributes that go together, or do not.
 */
#include "conformance.h"

struct passwords {
    tf_string old_password_attr;
    tf_string password_version;
    tf_string writeonly_password;
};

static const char *const new_password[] = { "password_version", "writeonly_password", NULL };
static const char *const either_password[] = { "old_password_attr", "writeonly_password", NULL };

static const tf_attribute attributes[] = {
    { TF_STRING(struct passwords, old_password_attr), .mode = TF_OPTIONAL, .requires_replace = true,
      .validators = TF_VALIDATORS(TF_PREFER_WRITE_ONLY("writeonly_password"), TF_CONFLICTS_WITH("password_version"),
                                  TF_EXACTLY_ONE_OF(either_password), TF_REQUIRED_TOGETHER(new_password)) },
    { TF_STRING(struct passwords, password_version), .mode = TF_OPTIONAL, .requires_replace = true },
    { TF_STRING(struct passwords, writeonly_password), .mode = TF_OPTIONAL, .write_only = true },
};

static bool passwords_create(tf_call *call, void *plan)
{
    const struct passwords *config = tf_config(call);
    const tf_string written = config->writeonly_password;
    const tf_string old = config->old_password_attr;
    if (tf_known(written) && !tf_equal(written, "newpassword") && !tf_equal(written, "newpassword2")) {
        return tf_fail_on(call, "writeonly_password", "Unexpected WriteOnly Value",
                          "The configured value did not reach the provider as it was written.");
    }
    if (tf_null(written) && !tf_equal(old, "oldpassword") && !tf_equal(old, "oldpassword2")) {
        return tf_fail_on(call, "old_password_attr", "Unexpected Value",
                          "The configured value did not reach the provider as it was written.");
    }
    return keep_configuration(call, plan, sizeof(struct passwords));
}

const tf_resource write_only_validations_resource = {
    .type_name = "framework_writeonly_validations",
    .schema = TF_SCHEMA(struct passwords, attributes, .description = "Attributes that go together, or do not."),
    .create = passwords_create,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};
