/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the managed and the ephemeral framework_schema have in common: one optional attribute or block of every type.
 */
#ifndef CONFORMANCE_SCHEMA_H
#define CONFORMANCE_SCHEMA_H

#include <tfprovider/schema.h>

/** The attributes of both, and their struct. */
extern const tf_schema every_type;

#endif
