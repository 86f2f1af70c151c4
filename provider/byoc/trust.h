/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trust policies of the form that `langgraph_cloud_role` writes: one statement, which lets principals assume the role,
 * by external ids or without.
 */
#ifndef BYOC_TRUST_H
#define BYOC_TRUST_H

#include <stdbool.h>

#include <tfprovider/arena.h>
#include <tfprovider/value.h>

/** Who may assume a role. */
typedef struct byoc_trust {
    bool is_for_tasks;          /**< trusted is the service ecs-tasks.amazonaws.com, and nobody else */
    tf_string_set principals;   /**< ARNs; null where only a service is trusted */
    tf_string_set external_ids; /**< null where only a service is trusted; empty, or null, for no condition */
} byoc_trust;

/** The trust policy, as JSON. */
const char *byoc_trust_policy(tf_arena *arena, const byoc_trust *trust);

/**
 * Reads a trust policy; false where it says anything that byoc_trust_policy does not write. An account's id as
 * principal becomes the ARN of its root in `partition` ("aws"), which means the same.
 */
bool byoc_parse_trust(tf_arena *arena, const char *document, const char *partition, byoc_trust *out);

/** The purpose that a role so trusted serves. */
tf_string byoc_purpose_of(const byoc_trust *trust);

#endif
