/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Durations in Go's notation.
 */
#ifndef FRAMEWORK_FOUNDATION_DURATION_H
#define FRAMEWORK_FOUNDATION_DURATION_H

#include <stdbool.h>
#include <stdint.h>

/** As tf_parse_duration, to the nanosecond and with an optional sign. */
bool duration_parse(const char *text, int64_t *out_nanoseconds);

#endif
