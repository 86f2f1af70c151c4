/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_subnet_tag: its struct, and what its files share. subnet_tag.c is where to begin.
 */
#ifndef RESOURCES_SUBNET_TAG_H
#define RESOURCES_SUBNET_TAG_H

#include <tfprovider/resource.h>

#include "aws/ec2.h"
#include "byoc/defaults.h"

struct subnet_tag {
    tf_string id;
    tf_string subnet_id;
    tf_string vpc_id;
    tf_string tier;
    tf_string_map tags;
    tf_string availability_zone;
    tf_string cidr_block;
};

/** What tells the tags of one subnet or VPC from all others. */
struct subnet_tag_identity {
    tf_string account_id;
    tf_string region;
    tf_string resource_id;
};

/* subnet_tag_schema.c */

extern const tf_schema subnet_tag_schema;
extern const tf_schema subnet_tag_identity_schema;

/* subnet_tag.c */

/** The part of a read that follows the look: brings `tag` up to date with what EC2 shows, its tags included. */
bool subnet_tag_refresh(tf_call *call, struct subnet_tag *tag, const ec2_resource *found);

/* subnet_tag_import.c */

/** The resource's `import`. */
bool subnet_tag_import(tf_call *call, const char *id, void *state);

/** Sets the identity: the place that was looked in. False after reporting that an import named another one. */
bool subnet_tag_identify(tf_call *call, const struct subnet_tag *tag, const ec2_resource *found);

/** The resource's `move`. */
bool subnet_tag_move(tf_call *call, const tf_move_source *source, void *state);

#endif
