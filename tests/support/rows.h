/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of cases in unit tests: a failure says in which row it was. To be included behind cmocka.h. */
#ifndef SUPPORT_ROWS_H
#define SUPPORT_ROWS_H

/** Says which row comes now. Of a test that fails, the last that was said is the one; ctest shows no others. */
static inline void at_row(const char *name)
{
    print_message("             %s\n", name);
}

#endif
