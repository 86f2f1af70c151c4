/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact decimals as text in one canonical form, so that equal numbers are equal texts: an optional "-", digits without
 * leading zeros, optionally "." and digits without trailing zeros ("0", "-12.5", "0.001"); numbers of more than 60
 * digits before the point or zeros behind it are written with an exponent ("1e400", "1.5e-70"). "-0" is "0".
 */
#ifndef FRAMEWORK_VALUE_DECIMAL_H
#define FRAMEWORK_VALUE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/arena.h>

/** The canonical form of `text` (digits, point, exponent, signs as JSON or Go's big.Float write them); NULL where it is
    no number or its first digit stands beyond 10^±1,000,000. */
const char *decimal_canonical(tf_arena *arena, const char *text);

/** Whether `text` is in the canonical form. */
bool decimal_is_canonical(tf_arena *arena, const char *text);

const char *decimal_from_int64(tf_arena *arena, int64_t value);
const char *decimal_from_uint64(tf_arena *arena, uint64_t value);

/** The exact decimal expansion of a finite double; NULL for infinities and NaN. */
const char *decimal_from_double(tf_arena *arena, double value);

/** The shortest decimal that names this double and no other; NULL for infinities and NaN. */
const char *decimal_shortest_double(tf_arena *arena, double value);

/** The double, or float, nearest to the canonical `digits`; false where that is infinite, or 0 without being 0. */
bool decimal_to_double(const char *digits, double *out);
bool decimal_to_float(const char *digits, float *out);

/** Whether the canonical `digits` is a whole number. */
bool decimal_is_whole(const char *digits);

/** Whether the canonical `digits` is a whole number that fits; then `*out` has it. */
bool decimal_to_int64(const char *digits, int64_t *out);
bool decimal_to_uint64(const char *digits, uint64_t *out);

/** Whether a double holds exactly the canonical `digits`; then `*out` has it. */
bool decimal_to_exact_double(const char *digits, double *out);

/** -1, 0 or 1 as `one` is less than, equal to or greater than `other`; both canonical. */
int decimal_compare(const char *one, const char *other);

#endif
