/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider block and what the provider offers.
 */
#include "conformance.h"
#include "things.h"

struct configuration {
    tf_string dummy;
    tf_bool deferral;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct configuration, dummy), .mode = TF_OPTIONAL },
    { TF_BOOL(struct configuration, deferral), .mode = TF_OPTIONAL },
};

static const tf_resource *const resources[] = {
    &schema_resource,
    &float32_precision_resource,
    &float64_precision_resource,
    &custom_types_resource,
    &time_types_resource,
    &timeouts_resource,
    &user_resource,
    &dynamic_computed_type_change_resource,
    &reflection_resource,
    &set_semantic_equality_resource,
    &set_nested_attribute_with_defaults_resource,
    &set_nested_block_with_defaults_resource,
    &write_only_resource,
    &write_only_import_resource,
    &write_only_move_resource,
    &write_only_upgrade_resource,
    &write_only_validations_resource,
    &write_once_resource,
    &deferred_action_resource,
    &deferred_action_plan_modification_resource,
    &identity_resource,
    &move_state_resource,
    &record_resource,
    NULL,
};

static const tf_data_source *const data_sources[] = { &record_data_source, NULL };

static const tf_list_resource *const lists[] = { &record_list_resource, NULL };

static const tf_function *const functions[] = {
    &bool_function,
    &string_function,
    &int32_function,
    &int64_function,
    &float32_function,
    &float64_function,
    &number_function,
    &list_function,
    &set_function,
    &map_function,
    &object_function,
    &object_with_dynamic_function,
    &dynamic_function,
    &variadic_function,
    &dynamic_variadic_function,
    NULL,
};

static const tf_ephemeral_resource *const ephemerals[] = { &schema_ephemeral, &lifecycle_ephemeral, NULL };

static const tf_action *const actions[] = { &modify_file_action, NULL };

static const tf_state_store *const state_stores[] = { &inmem_state_store, NULL };

static bool configure(tf_call *call, const void *config, void **out_configured)
{
    const struct configuration *configuration = config;
    *out_configured = NULL;
    if (tf_known(configuration->deferral) && configuration->deferral.value && tf_can_defer(call))
        tf_defer(call, TF_PROVIDER_CONFIG_UNKNOWN);
    return true;
}

const tf_provider framework_provider = {
    .address = "registry.terraform.io/hashicorp/framework",
    .version = "1.0.0",
    .schema = TF_SCHEMA(struct configuration, attributes, .description = "Shows every part of the framework."),
    .configure = configure,
    .resources = resources,
    .data_sources = data_sources,
    .lists = lists,
    .functions = functions,
    .ephemerals = ephemerals,
    .actions = actions,
    .state_stores = state_stores,
};
