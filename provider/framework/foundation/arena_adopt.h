/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arenas that become a part of another.
 */
#ifndef FRAMEWORK_FOUNDATION_ARENA_ADOPT_H
#define FRAMEWORK_FOUNDATION_ARENA_ADOPT_H

#include <tfprovider/arena.h>

/** Ends `part`, whose memory stays where it is and lives from now on as long as `whole`. */
void arena_adopt(tf_arena *whole, tf_arena *part);

#endif
