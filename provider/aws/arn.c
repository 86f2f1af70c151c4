/* SPDX-License-Identifier: Apache-2.0 */
/* Takes ARNs of roles apart. Whether a text is one is checked where it comes in. */
#include "aws/arn.h"

#include <string.h>

const char *aws_account_of_role(tf_arena *arena, const char *arn)
{
    static const char before[] = ":iam::";
    const char *found = strstr(arn, before);
    const char *account = found == NULL ? NULL : found + strlen(before);
    const size_t length = account == NULL ? 0 : strcspn(account, ":");
    return length == 0 ? NULL : tf_copy_bytes(arena, account, length);
}

const char *aws_name_of_role(const char *arn)
{
    const char *slash = strrchr(arn, '/');
    return slash == NULL ? arn : slash + 1;
}
