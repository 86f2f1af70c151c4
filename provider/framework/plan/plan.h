/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Planning and the promises that Terraform checks, on general values: what happens around a resource's own functions.
 */
#ifndef FRAMEWORK_PLAN_PLAN_H
#define FRAMEWORK_PLAN_PLAN_H

#include "framework/foundation/call.h"
#include "framework/value/type.h"

/**
 * The planned state before the resource's own plan function: defaults, write-only values nulled, the prior text kept
 * where it means the same, computed attributes unknown where anything differs (or kept, by `use_state_for_unknown`;
 * what could only change by a replacement is kept as well). `prior` is a null value for a create, `config` is not null.
 * Objects of type_of_schema. Terraform's own proposed state is no argument, since it follows from the other two.
 */
tf_value plan_propose(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior);

/**
 * The paths whose change from `prior` to `planned` replaces the resource: `requires_replace` and the plan function's
 * own wishes (tf_require_replace, tf_allow_update) taken together. Of an object that stays, the attributes that differ
 * are named; a set stands for its elements. None for a create or a destroy.
 */
const tf_path *const *plan_replacements(tf_call *call, const tf_schema *schema, const tf_value *prior,
                                        const tf_value *planned, size_t *out_count);

/**
 * Checks what Terraform would fail the run for, reporting each breach on `call` as a bug in the provider that names
 * resource, attribute and rule. True where there is none.
 */
bool plan_check_planned(tf_call *call, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                        const tf_value *planned);

/**
 * Likewise after an apply: nothing unknown, write-only null, everything known in the plan kept (after
 * plan_keep_meaning).
 */
bool plan_check_applied(tf_call *call, const tf_schema *schema, const tf_value *planned, const tf_value *applied);

/**
 * `value` with everything replaced by what stands at its place in `kept` and means the same: texts by
 * `semantic_equals`, numbers of TF_KIND_FLOAT32 and TF_KIND_FLOAT64 where they become the same float. Lists are matched
 * by index, maps by key, sets by content.
 */
tf_value plan_keep_meaning(tf_arena *arena, const tf_schema *schema, const tf_value *kept, const tf_value *value);

/**
 * The plan after the resource's plan function made `refined` of `proposed`. What means the same as the proposal is the
 * proposal, whose texts and digits Terraform holds against the configuration; where nothing is configured, what means
 * the same as before stays as it was. `prior` is a null value for a create.
 */
tf_value plan_take_refined(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior,
                           const tf_value *proposed, const tf_value *refined);

/**
 * Protects what is sensitive or write-only in `value` (tf_log_protect), texts at every depth: no message of the process
 * shows it from then on, whoever writes that.
 */
void plan_protect_secrets(const tf_schema *schema, const tf_value *value);

/**
 * Whether what `identifies` the object of a known `state` is there and well-formed, see tf_attribute; reports on `call`
 * where not.
 */
bool plan_check_identifying(tf_call *call, const tf_schema *schema, const tf_value *state);

/**
 * Whether what is required, at every depth, has a value in a plan that Terraform asks to apply; reports on `call` where
 * not.
 */
bool plan_check_complete(tf_call *call, const tf_schema *schema, const tf_value *planned);

/**
 * `value` made fit for a state: what is unknown in it becomes what `prior` (may be NULL) has at its place, else null,
 * and write-only attributes become null. For what has to be kept after a failure.
 */
tf_value plan_resolve_unknown(tf_arena *arena, const tf_schema *schema, const tf_value *value, const tf_value *prior);

/** The configuration that a user would write for what is in `state`; see configuration.c. */
tf_value plan_configuration(tf_arena *arena, const tf_schema *schema, const tf_value *state);

/** `value` with null for every write-only attribute, at every depth: what is planned and stored of it. */
tf_value plan_without_write_only(tf_arena *arena, const tf_schema *schema, const tf_value *value);

/**
 * Checks a configuration, known or not: what is required, computed or write-only (refused unless the client knows such
 * attributes), the range of numbers, elements that are null or twice in a set, and the attributes' own checks; warns of
 * what is deprecated. Reports on `call`. True without errors.
 */
bool plan_validate(tf_call *call, const tf_schema *schema, const tf_value *config, bool client_knows_write_only);

#endif
