/* SPDX-License-Identifier: Apache-2.0 */
/*
 * EC2's Describe… calls, page by page.
 */
#ifndef AWS_EC2_PAGES_H
#define AWS_EC2_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfprovider/call.h>

#include "aws/client.h"
#include "aws/error.h"
#include "aws/xml.h"

/** What a list is narrowed by: EC2's name of the filter ("vpc-id"), and the value that it is to have. */
typedef struct ec2_filter {
    const char *name;
    const char *value;
} ec2_filter;

typedef struct ec2_pages {
    const char *action;        /**< "DescribeVpcs" */
    const char *region;        /**< where to ask; NULL for the client's */
    const char *list;          /**< the element that holds the items ("vpcSet") */
    int64_t page_size;         /**< as many items as EC2 may put on a page: what it accepts differs */
    const ec2_filter *filters; /**< all of which apply */
    size_t filter_count;
    /** Takes one item, which goes with its page, as does `arena`. False where no more are wanted. */
    bool (*take)(tf_arena *arena, const xml_element *item, void *taken);
    void *taken;
} ec2_pages;

/** Makes the calls. Reports nothing. What was taken before an error stays taken. */
bool ec2_read_pages(aws_client *client, tf_call *call, const ec2_pages *asked, aws_error *error);

#endif
