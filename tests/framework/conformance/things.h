/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the conformance provider offers, one declaration for each thing in this folder's files.
 */
#ifndef CONFORMANCE_THINGS_H
#define CONFORMANCE_THINGS_H

#include <tfprovider/provider.h>

/** The provider itself. */
extern const tf_provider framework_provider;

extern const tf_resource schema_resource, float32_precision_resource, float64_precision_resource, timeouts_resource,
    custom_types_resource, time_types_resource, set_semantic_equality_resource, user_resource,
    dynamic_computed_type_change_resource, reflection_resource, set_nested_attribute_with_defaults_resource,
    set_nested_block_with_defaults_resource, write_only_resource, write_only_import_resource, write_only_move_resource,
    write_only_validations_resource, write_once_resource, deferred_action_resource,
    deferred_action_plan_modification_resource, identity_resource, move_state_resource, record_resource;

/** framework_writeonly_upgrade, and its schema, whose version is set when the program starts. */
extern tf_schema write_only_upgrade_schema;
extern const tf_resource write_only_upgrade_resource;

extern const tf_function bool_function, string_function, int32_function, int64_function, float32_function,
    float64_function, number_function, list_function, set_function, map_function, object_function,
    object_with_dynamic_function, dynamic_function, variadic_function, dynamic_variadic_function;

extern const tf_data_source record_data_source;

extern const tf_list_resource record_list_resource;

extern const tf_ephemeral_resource schema_ephemeral, lifecycle_ephemeral;

extern const tf_action modify_file_action;

extern const tf_state_store inmem_state_store;

#endif
