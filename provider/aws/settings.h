/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What block, environment and profile say together, in that order.
 */
#ifndef AWS_SETTINGS_H
#define AWS_SETTINGS_H

#include <stdbool.h>

#include <tfprovider/call.h>

#include "aws/config.h"
#include "aws/shared_config.h"

typedef struct aws_settings {
    const aws_config *config; /**< the block */
    aws_shared_config shared;
    const char *profile; /**< its name, "default" where nobody names one */
    const char *
        profile_from; /**< who names it: "`aws.profile` in the provider block", "AWS_PROFILE"; NULL where nobody does */
    const char *region;      /**< NULL where nobody names one; has a region's form */
    const char *region_from; /**< who names it: "AWS_REGION"; NULL where nobody does */
    bool fips;
    bool dual_stack;
    bool ignores_endpoints; /**< only the block's endpoints count */
    const char *ca_bundle;  /**< path of a PEM file; NULL means the system's */
    int max_attempts;       /**< of one call, 1 or more */
} aws_settings;

/**
 * Reads the files and settles everything, in `arena`; `config` stays the caller's, valid as long. Reports what cannot
 * be read, a profile that was named and is in no file, and a value that is none: a region's, neither true nor false.
 */
bool aws_settings_load(tf_call *call, tf_arena *arena, const aws_config *config, aws_settings *out);

/** What the profile says of `key`; NULL where it does not. */
const char *aws_settings_of_profile(const aws_settings *settings, const char *key);

#endif
