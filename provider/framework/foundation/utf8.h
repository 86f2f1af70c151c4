/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8.
 */
#ifndef FRAMEWORK_FOUNDATION_UTF8_H
#define FRAMEWORK_FOUNDATION_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Whether `size` bytes are UTF-8 as a text may hold it: shortest forms, no surrogates, at most U+10FFFF, no NUL. */
bool utf8_is_text(const char *bytes, size_t size);

/**
 * The length of the sequence that the `size` bytes (1 or more) begin with, and what it stands for; 0 where they begin
 * with none.
 */
size_t utf8_read(const char *bytes, size_t size, uint32_t *out_code);

/** Writes the UTF-8 form of `code` (a scalar value: no surrogate, at most U+10FFFF) and returns its length, 1 to 4. */
size_t utf8_write(uint32_t code, char out[4]);

#endif
