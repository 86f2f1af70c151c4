/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider "langgraph": the table of what it offers.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <tfprovider/provider.h>

/** The provider itself, for tf_serve and for the generator of the documentation. */
extern const tf_provider langgraph_provider;

#endif
