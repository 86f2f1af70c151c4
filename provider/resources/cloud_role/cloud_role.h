/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of langgraph_cloud_role: what its files share.
 */
#ifndef RESOURCES_CLOUD_ROLE_H
#define RESOURCES_CLOUD_ROLE_H

#include <tfprovider/resource.h>

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

/** What tells a role from all others. */
struct cloud_role_identity {
    tf_string account_id;
    tf_string name;
};

/* schema.c */

extern const tf_schema cloud_role_schema;
extern const tf_schema cloud_role_identity_schema;

/* resource.c */

/** The resource's `import`. */
bool cloud_role_import(tf_call *call, const char *id, void *state);

/* validate.c */

/** The resource's `validate`. */
bool cloud_role_validate(tf_call *call, const void *config);

/* plan.c: from the configuration to the plan. */

/** The trust policy of a role whose purpose, principals and external ids are known (or null). JSON. */
const char *cloud_role_trust_policy(tf_arena *arena, const struct cloud_role *role);

/** The resource's `plan`. */
bool cloud_role_plan(tf_call *call, const void *prior, void *planned);

/** The resource's `note_held`: the name is not taken by somebody else. */
void cloud_role_note_held(tf_call *call, const void *state);

/** Fills in what is unknown in `role` and follows from the configuration, as far as that is known itself. */
bool cloud_role_complete(tf_call *call, struct cloud_role *role);

/* read.c: the role in IAM. */

/** A role as IAM has it. */
typedef struct cloud_role_observed {
    iam_role role;
    tf_string_set managed_policy_arns; /**< known */
    tf_string_map inline_policies;     /**< known: name and document */
} cloud_role_observed;

/**
 * Reads all of a role, whose inline policies are `expected` to have the names that they have there, so that they are
 * read at the same time. One that does not exist is a success with `*out_found` false.
 */
bool cloud_role_observe(aws_client *aws, tf_call *call, const char *name, const tf_string_map *expected,
                        cloud_role_observed *out, bool *out_found);

/** What tells the role from all others. */
struct cloud_role_identity cloud_role_identity_of(tf_arena *arena, const iam_role *found);

/** Whether a principal of LangChain's may assume the role, by a trust policy that this resource could have written. */
bool cloud_role_trusts_langchain(tf_arena *arena, const iam_role *found);

/** Fills in what only IAM tells: id, ARN, account and date. */
void cloud_role_fill_in_identity(tf_call *call, struct cloud_role *role, const iam_role *found);

/** The resource's `read`. */
bool cloud_role_read(tf_call *call, void *state);

/* create.c */

/** The resource's `create`. */
bool cloud_role_create(tf_call *call, void *plan);

/** What to do where a role named so exists already, with the block that imports it. */
const char *cloud_role_about_taken_name(tf_arena *arena, const char *name);

/* update.c */

/** Makes the role what `wanted` says, starting from what was observed. */
bool cloud_role_converge(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                         const cloud_role_observed *observed);

/** The resource's `update`. */
bool cloud_role_update(tf_call *call, const void *prior, void *plan);

/* attachments.c: what hangs on a role, and whose it is. */

/** Notes in private state that the policies of `role`, and no others, are this resource's. */
void cloud_role_remember(tf_call *call, const struct cloud_role *role);

/**
 * Likewise of what was this resource's so far and what `plan` has: an update that fails half-way may leave any of them.
 */
void cloud_role_remember_both(tf_call *call, const struct cloud_role *prior, const struct cloud_role *plan);

/** The part of cloud_role_converge that is about policies, additions before removals. */
bool cloud_role_converge_attachments(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                                     const cloud_role_observed *observed);

/** The resource's `delete`. */
bool cloud_role_delete(tf_call *call, const void *state);

/* read_back.c: what IAM has of what was written. */

bool cloud_role_same_trust(tf_arena *arena, const struct cloud_role *wanted, const iam_role *role);

/** Whether description and session duration are the same: one call writes both. */
bool cloud_role_same_description(const struct cloud_role *wanted, const iam_role *role);

bool cloud_role_same_boundary(const struct cloud_role *wanted, const iam_role *role);

/** The tags that the role lacks, or has with another value. */
tf_string_map cloud_role_missing_tags(tf_arena *arena, const struct cloud_role *wanted, const iam_role *role);

/** The inline policies that the role lacks, or has with another meaning. */
tf_string_map cloud_role_missing_documents(tf_arena *arena, const struct cloud_role *wanted,
                                           const cloud_role_observed *observed);

/** Whether CreateRole for `wanted` made this and nothing was done to it since. */
bool cloud_role_is_as_created(tf_arena *arena, const struct cloud_role *wanted, const cloud_role_observed *observed);

/**
 * Reads the role until IAM shows what was written and no longer what was removed, which `before` had; what else is
 * there is no concern. After a minute it warns and succeeds, so that a role that somebody else goes on changing is not
 * made anew. Fails where the role itself does not show, or the call is cancelled.
 */
bool cloud_role_read_back(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                          const cloud_role_observed *before);

#endif
