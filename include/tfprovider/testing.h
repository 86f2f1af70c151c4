/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For unit tests of a provider: the life of a resource without Terraform, by the same code that answers Terraform. A
 * provider itself uses none of it.
 *
 * One test call stands for a sequence of calls. Its diagnostics add up until tf_test_call_reset, and the resource's
 * private state and identity go from one to the next. All structs that the functions return live in its arena.
 */
#ifndef TFPROVIDER_TESTING_H
#define TFPROVIDER_TESTING_H

#include <tfprovider/resource.h>

TF_BEGIN_DECLS

/** A call with an arena and a cancel token of its own. The caller ends it with tf_test_call_free. `type_name` may be
 * "". */
tf_call *tf_test_call_new(const char *type_name);

/** Releases the call with its arena and token. What was configured stays the caller's. NULL is accepted. */
void tf_test_call_free(tf_call *call);

/** Sets what tf_call_configured returns. */
void tf_test_call_set_configured(tf_call *call, void *configured);

/** Sets what tf_config returns: a struct of the resource. */
void tf_test_call_set_config(tf_call *call, const void *config);

/**
 * Forgets diagnostics, deadline, deferral, and what a plan asked for (tf_require_replace, …). Arena, configured
 * clients, private state and identity stay.
 */
void tf_test_call_reset(tf_call *call);

/** The diagnostics so far, one a line: "error name: Summary: detail", "warning: Summary: detail"; "" for none. */
const char *tf_test_report(const tf_call *call);

/** Checks a configuration as `terraform validate` does. True without errors. */
bool tf_test_validate(tf_call *call, const tf_resource *resource, const void *config);

/**
 * Plans the change from `prior` (NULL for a create) to `config` as Terraform would have it, the resource's plan
 * function and the framework's checks included. The planned struct; NULL after errors.
 */
void *tf_test_plan(tf_call *call, const tf_resource *resource, const void *prior, const void *config);

/**
 * Whether the last plan of the call replaces the resource, for a change of `attribute` ("name"), or, where that is
 * NULL, at all.
 */
bool tf_test_replaces(const tf_call *call, const char *attribute);

/**
 * Applies a planned change by create or update. Returns the new state; after an error what is kept as state, NULL for
 * nothing.
 */
void *tf_test_apply(tf_call *call, const tf_resource *resource, const void *prior, const void *config,
                    const void *planned);

/** Reads the object. Returns the state as it is now; NULL where the object is gone, or after errors. */
void *tf_test_read(tf_call *call, const tf_resource *resource, const void *state);

/** Destroys the object. True without errors. */
bool tf_test_destroy(tf_call *call, const tf_resource *resource, const void *state);

TF_END_DECLS

#endif
