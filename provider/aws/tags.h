/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for the tags of AWS resources.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
#ifndef AWS_TAGS_H
#define AWS_TAGS_H

#include <tfprovider/schema.h>

/** The keys of a map of tags can be set: none begins with "aws:", in upper or lower case, which only AWS may set. */
#define AWS_TAGS_CAN_BE_SET                \
    {                                      \
        .value = aws_check_tags_can_be_set \
    }
bool aws_check_tags_can_be_set(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                               const void *unused);

#endif
