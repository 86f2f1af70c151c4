/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters of UTF-8 texts, by which AWS counts and limits.
 */
#ifndef AWS_CHARACTERS_H
#define AWS_CHARACTERS_H

#include <stddef.h>

#include <tfprovider/schema.h>

/** How many characters (code points) `text`, which is UTF-8, has. */
size_t aws_count_characters(const char *text);

/**
 * Check of an attribute: the text can be the description of something of IAM's: at most 1000 characters, of which each is a tab, a
 * line end, or one of U+0020 to U+007E and U+00A1 to U+00FF.
 */
#define IAM_DESCRIPTION                \
    {                                  \
        .text = iam_check_description, \
    }
bool iam_check_description(tf_call *call, const tf_path *path, const char *text, const void *unused);

#endif
