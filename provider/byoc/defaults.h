/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What LangChain's control plane and the tasks that it starts need of an account, where the configuration leaves it
 * open. A role's `purpose` is `control_plane` or `task_execution`, and known.
 */
#ifndef BYOC_DEFAULTS_H
#define BYOC_DEFAULTS_H

#include <tfprovider/arena.h>
#include <tfprovider/value.h>

/** The tags by which the control plane finds VPC and subnets: "1", and "1" for private ones, "0" for public ones. */
#define BYOC_TAG_ENABLED "langgraph-cloud-enabled"
#define BYOC_TAG_PRIVATE "langgraph-cloud-private"

/** Name of a role for `purpose`. */
const char *byoc_role_name(tf_string purpose);

/** LangChain's principal for a data region; NULL where none is known. It exists in the partition `aws` only. */
const char *byoc_principal(const char *data_region);

/** The data region whose principal `arn` is; NULL where it is none's. */
const char *byoc_region_of_principal(const char *arn);

/**
 * The data region of a role, given the provider's: null where LangChain has no principal for it, unknown if it is
 * unknown.
 */
tf_string byoc_data_region(tf_string providers);

/** ARNs of AWS's own policies for `purpose` in the partition of that name. */
tf_string_set byoc_managed_policies(tf_arena *arena, tf_string purpose, const char *partition);

/** Name and document of the inline policies for `purpose`. */
tf_string_map byoc_inline_policies(tf_arena *arena, tf_string purpose);

#endif
