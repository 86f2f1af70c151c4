/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of langgraph_cloud_role: what its files share.
 */
#ifndef RESOURCES_CLOUD_ROLE_H
#define RESOURCES_CLOUD_ROLE_H

#include <tfprovider/call.h>
#include <tfprovider/value.h>

#include "aws/iam.h"

struct cloud_role {
    tf_string id;
    tf_string name;
    tf_string purpose;
    tf_string_set external_ids;
    tf_string data_region;
    tf_string_set trusted_principal_arns;
    tf_string_set managed_policy_arns;
    tf_string_map inline_policies;
    tf_string description;
    tf_string path;
    tf_int64 max_session_duration;
    tf_string permissions_boundary;
    tf_string_map tags;
    tf_bool force_detach_policies;
    tf_string arn;
    tf_string unique_id;
    tf_string account_id;
    tf_string create_date;
    tf_string assume_role_policy;
    tf_string_map tags_all;
};

/* cloud_role_defaults.c: what a role gets where the configuration leaves it open. */

/** Name of a role for `purpose`, which is known. */
const char *cloud_role_default_name(tf_string purpose);

/** LangChain's principal for a data region; NULL where none is known. It exists in the partition `aws` only. */
const char *cloud_role_default_principal(const char *data_region);

/** The data region whose principal `arn` is; NULL where it is none's. */
const char *cloud_role_region_of_principal(const char *arn);

/** The data region of a role, given the provider's: null where LangChain has no principal for it, unknown if it is unknown. */
tf_string cloud_role_default_data_region(tf_string providers);

/** ARNs of AWS's own policies for `purpose` in the partition of that name. */
tf_string_set cloud_role_default_managed_policies(tf_arena *arena, tf_string purpose, const char *partition);

/** Name and document of the inline policies for `purpose`. */
tf_string_map cloud_role_default_inline_policies(tf_arena *arena, tf_string purpose);

/* cloud_role_trust.c: the trust policy. */

/** Who may assume a role, as far as a trust policy of this resource's own form says it. */
typedef struct cloud_role_trust {
    bool is_for_tasks;          /**< trusted is the service ecs-tasks.amazonaws.com */
    tf_string_set principals;   /**< ARNs; null where only a service is trusted */
    tf_string_set external_ids; /**< null where only a service is trusted; empty where there is no condition */
} cloud_role_trust;

/** The trust policy of a role whose purpose, principals and external ids are known (or null). JSON. */
const char *cloud_role_trust_policy(tf_arena *arena, const struct cloud_role *role);

/** Reads a trust policy; false where it says anything that this resource does not write. */
bool cloud_role_parse_trust(tf_arena *arena, const char *document, cloud_role_trust *out);

/* cloud_role_observed.c: the role in IAM. */

/** A role as IAM has it. */
typedef struct cloud_role_observed {
    iam_role role;
    tf_string_set managed_policy_arns; /**< known */
    tf_string_map inline_policies;     /**< known: name and document */
} cloud_role_observed;

/** Reads all of a role. One that does not exist is a success with `*out_found` false. */
bool cloud_role_observe(aws_client *aws, tf_call *call, const char *name, cloud_role_observed *out, bool *out_found);

/** Whether CreateRole for `wanted` made this and nothing was done to it since. */
bool cloud_role_is_as_created(tf_arena *arena, const struct cloud_role *wanted, const cloud_role_observed *observed);

/** Makes the role what `wanted` says, starting from what was observed, additions before removals. */
bool cloud_role_converge(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                         const cloud_role_observed *observed);

/** Reads the role until IAM answers with what was written; fails after a minute, or when the call is cancelled. */
bool cloud_role_read_back(aws_client *aws, tf_call *call, const struct cloud_role *wanted, cloud_role_observed *out);

/* cloud_role_ties.c: what hangs on a role, and whose it is. */

/** Notes in private state that the policies of `role`, and no others, are this resource's. */
void cloud_role_remember(tf_call *call, const struct cloud_role *role);

/** Likewise of what was this resource's so far and what `plan` has: an update that fails half-way may leave any of them. */
void cloud_role_remember_both(tf_call *call, const struct cloud_role *prior, const struct cloud_role *plan);

/** Which of these is not this resource's, in words, each on a line of its own; "" for none. */
const char *cloud_role_foreign_ties(tf_call *call, const struct cloud_role *role, const tf_string_set *attached,
                                    const tf_string_set *embedded, const tf_string_set *profiles);

/* cloud_role_plan.c: from the configuration to the plan. */

/** The resource's `validate`. */
bool cloud_role_validate(tf_call *call, const void *config);

/** The resource's `plan`. */
bool cloud_role_plan(tf_call *call, const void *prior, void *planned);

/** Fills in what is unknown in `role` and follows from the configuration, as far as that is known itself. */
bool cloud_role_complete(tf_call *call, struct cloud_role *role);

/* cloud_role_make.c */

/**
 * CreateRole for `wanted`. A name that is taken is an error that says how to import the role; after a lost answer the role is
 * taken over if it is exactly what was sent.
 */
bool cloud_role_make(aws_client *aws, tf_call *call, const struct cloud_role *wanted, cloud_role_observed *out);

#endif
