/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For unit tests of a provider: calls, and a resource's life without Terraform, by the code that answers Terraform.
 * Nothing of it is for the provider itself.
 *
 * A test call is one call after the other in one: its diagnostics add up until tf_test_call_reset, and it carries the
 * resource's private state and identity from each to the next. Structs that come out live in its arena.
 */
#ifndef TFPROVIDER_TESTING_H
#define TFPROVIDER_TESTING_H

#include <tfprovider/resource.h>

TF_BEGIN_DECLS

/**
 * A call with an arena and a cancel token of its own, which the caller ends with tf_test_call_free. `type_name` may be
 * "".
 */
tf_call *tf_test_call_new(const char *type_name);

/** Releases the call and all that it made. NULL is accepted. What was configured stays the caller's. */
void tf_test_call_free(tf_call *call);

/** What tf_call_configured gives from now on. */
void tf_test_call_set_configured(tf_call *call, void *configured);

/** What tf_config gives from now on: a struct of the resource's. */
void tf_test_call_set_config(tf_call *call, const void *config);

/**
 * Forgets diagnostics, deadline, deferral and wishes of a plan; the arena, what is configured, private state and
 * identity stay.
 */
void tf_test_call_reset(tf_call *call);

/**
 * The diagnostics so far as text, one a line: "error name: Summary: detail", "warning: Summary: detail". "" without
 * any.
 */
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
 * Makes a planned change: create, or update. The new state; after an error what is kept of it, NULL where that is
 * nothing.
 */
void *tf_test_apply(tf_call *call, const tf_resource *resource, const void *prior, const void *config,
                    const void *planned);

/** Reads the object back. The state as it is now; NULL where the object is gone, or after errors. */
void *tf_test_read(tf_call *call, const tf_resource *resource, const void *state);

/** Destroys the object. True without errors. */
bool tf_test_destroy(tf_call *call, const tf_resource *resource, const void *state);

TF_END_DECLS

#endif
