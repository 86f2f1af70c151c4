/* SPDX-License-Identifier: Apache-2.0 */
/* Types that the fuzzers of values choose from: each kind, and kinds inside of others. */
#ifndef TESTS_FUZZ_SUPPORT_TYPES_H
#define TESTS_FUZZ_SUPPORT_TYPES_H

#include "framework/value/type.h"

/** The type that `choice` stands for. It lives as long as the process. */
const tf_type *fuzzed_type(unsigned char choice);

#endif
