/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call of a provider that is configured without Terraform, for tests of what resources plan.
 */
#ifndef SUPPORT_PROVIDER_H
#define SUPPORT_PROVIDER_H

#include <tfprovider/testing.h>

#include "config.h"

typedef struct provider_fixture {
    tf_arena *arena;
    tf_cancel *cancel;
    tf_call *call;
} provider_fixture;

/** Starts a call; `block` configures the provider, NULL leaves it unconfigured. Fails the test where that fails. */
void provider_fixture_start(provider_fixture *fixture, const struct provider_config *block);

/** Ends the call and releases the provider. */
void provider_fixture_end(provider_fixture *fixture);

/** Whether an error was reported whose detail or summary contains `text`; NULL asks that there is no error. */
bool provider_fixture_says(const provider_fixture *fixture, const char *text);

/** A known set of `first` and the texts after it, up to a NULL. */
tf_string_set set_of(tf_arena *arena, const char *first, ...) __attribute__((sentinel));

/** Removes every variable from the environment that the provider reads. */
void forget_environment(void);

#endif
