/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conformance provider: things of every kind that a provider can offer, each made to show one part of the
 * framework.
 *
 * It does what HashiCorp's provider for the same purpose does (terraform-provider-corner), so that both can be held
 * against the same expectations. It includes the public headers only.
 */
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

#include <tfprovider/provider.h>

/* The functions of a resource that keeps what was planned, and is no more than its state. */

/** For create and read: leaves what is there as it is. */
bool keep_as_it_is(tf_call *call, void *object);

/** For update: the plan becomes the state. */
bool keep_plan(tf_call *call, const void *prior, void *plan);

/** For create: the configuration becomes the state, write-only values included, which the framework takes out. */
bool keep_configuration(tf_call *call, void *plan, size_t size);

/** For delete: there is nothing to take away. */
bool forget(tf_call *call, const void *state);

#endif
