/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptions of IAM's objects. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
#ifndef AWS_DESCRIPTION_H
#define AWS_DESCRIPTION_H

#include <tfprovider/schema.h>

/**
 * Checks of an attribute: at most 1000 characters, each a tab, a line end, or one of U+0020 to U+007E and U+00A1 to
 * U+00FF.
 */
#define IAM_DESCRIPTION                \
    TF_LENGTH_AT_MOST(1000),           \
    {                                  \
        .text = iam_check_description, \
    }
bool iam_check_description(tf_call *call, const tf_path *path, const char *text, const void *unused);

#endif
