/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Points in time as AWS writes them.
 */
#ifndef AWS_TIME_H
#define AWS_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/arena.h>

/**
 * Reads ISO 8601 as AWS and its CLI write it ("2026-11-27T18:41:44Z", "…44.123+00:00", "…44UTC") into seconds of Unix
 * time.
 */
bool aws_parse_time(const char *text, int64_t *out_seconds);

/** "2026-11-27T18:41:44Z". */
const char *aws_time_text(tf_arena *arena, int64_t seconds);

/** Seconds of Unix time, now. */
int64_t aws_now(void);

#endif
