/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of each secret of a configuration: whether it is set (again), and why. A plan asks to tell it, an apply
 * to do it.
 */
#ifndef RESOURCES_PROJECT_SECRET_REVIEW_H
#define RESOURCES_PROJECT_SECRET_REVIEW_H

#include "resources/project/project.h"
#include "resources/project/secret_record.h"

typedef enum secret_reason {
    SECRET_IS_KEPT = 0,
    SECRET_IS_NEW,
    SECRET_HAS_NEW_VERSION, /**< `secrets_version` is another one */
    SECRET_HAS_NEW_VALUE,   /**< the configuration has another value */
    SECRET_WAS_CHANGED,     /**< the service has another value, or none */
    SECRET_MAY_CHANGE,      /**< only the apply will tell */
} secret_reason;

typedef struct secret_review {
    tf_arena *arena;
    secret_record record;
    bool has_new_version;
    bool may_have_new_version;
    bool by_version; /**< values are not compared: the version is there, and was before */
} secret_review;

/** A review of the change from `prior` (NULL in a create) to `planned`. */
secret_review secret_review_of(tf_call *call, const struct project *prior, const struct project *planned);

/** Why the configured secret is set. */
secret_reason secret_review_reason(const secret_review *review, const tf_string_entry *secret);

/**
 * `secret_versions` as they are after the change; unknown as far as only the apply will tell. With `may_differ`, values
 * that are compared with the configuration may be others by then, since they may be ephemeral.
 */
tf_value secret_review_versions(const secret_review *review, const struct project *prior, const struct project *planned,
                                const struct project *config, bool may_differ);

/**
 * `secret_versions` of `state` as they are at the service: Terraform's own secrets, and 0 for each secret of v1 that is
 * not.
 */
tf_value secret_versions_at(tf_arena *arena, const struct project *state, const secret_record *record,
                            const control_plane_project *found);

/** Whether `versions` have a secret that Terraform has not set, and `secrets` do not name. */
bool secret_versions_have_stranger(const tf_value *versions, const tf_string_map *secrets);

#endif
