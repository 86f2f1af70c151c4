/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `moved` blocks from other providers have in common.
 */
#ifndef RESOURCES_MOVED_H
#define RESOURCES_MOVED_H

#include <tfprovider/resource.h>

/**
 * Whether `source` is of that type and provider ("hashicorp/aws"), from whichever registry; reports where it is not.
 * Nothing is to be read of it that differs between versions of its schema.
 */
bool moved_is_from(tf_call *call, const tf_move_source *source, const char *provider, const char *type_name);

#endif
