/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tags of AWS resources: how answers show them, and rules for them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
#ifndef AWS_TAGS_H
#define AWS_TAGS_H

#include <tfprovider/schema.h>

#include "aws/xml.h"

/** So many tags a resource can have, what the provider's `default_tags` add included. */
#define AWS_MOST_TAGS 50

/**
 * Checks of a map of tags of IAM's: keys of 1 to 128 characters that differ in more than case, none of which begins
 * with "aws:", in upper or lower case, which only AWS may set; values of up to 256 characters; letters, digits, blanks
 * and _.:/=+-@ in both.
 */
#define AWS_TAGS_CAN_BE_SET                                                \
    TF_KEYS(TF_LENGTH_BETWEEN(1, 128)), TF_LENGTH_AT_MOST(256),            \
    {                                                                      \
        .text = aws_check_tag_characters, .value = aws_check_keys_of_tags, \
    }
bool aws_check_tag_characters(tf_call *call, const tf_path *path, const char *text, const void *unused);
bool aws_check_keys_of_tags(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                            const void *unused);

/** Adds the `key` and `value` elements of `tag` ("Key" and "Value" in IAM, "key" and "value" in EC2). */
void aws_add_tag(tf_string_map_builder *tags, const xml_element *tag, const char *key, const char *value);

/**
 * The tags in the list `element`, which may be NULL, as a known map in `arena`; `key` and `value` as aws_add_tag has
 * them.
 */
tf_string_map aws_read_tags(tf_arena *arena, const xml_element *element, const char *key, const char *value);

#endif
