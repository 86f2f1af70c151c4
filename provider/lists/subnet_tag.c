/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list resource langgraph_subnet_tag: the VPCs and subnets of a region that have the tag by which LangGraph finds
 * them.
 */
#include "resources/subnet_tag.h"

#include "aws/ec2_describe.h"
#include "clients.h"
#include "lists/lists.h"

struct filter {
    tf_string vpc_id;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct filter, vpc_id), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", "a VPC's id, such as vpc-0a1b2c3d")),
      .description = "Only this VPC and its subnets." },
};

/* A list under way. */
struct walk {
    tf_call *call;
    const char *region;
    bool is_enough;
};

static bool read_listed(tf_call *call, const void *source, void *object)
{
    const ec2_resource *found = source;
    return subnet_tag_import(call, found->id, object) && subnet_tag_refresh(call, object, found);
}

static bool take_resource(const ec2_resource *found, void *taken)
{
    struct walk *walk = taken;
    const struct subnet_tag_identity identity = {
        .account_id = tf_string_of(found->owner_id),
        .region = tf_string_of(walk->region),
        .resource_id = tf_string_of(found->id),
    };
    walk->is_enough = !tf_list_read(walk->call, found->id, &identity, read_listed, found);
    return !walk->is_enough;
}

static bool subnet_tag_list_all(tf_call *call, const void *config)
{
    static const ec2_kind kinds[] = { EC2_VPC, EC2_SUBNET };
    const struct filter *filter = config;
    struct walk walk = { .call = call };
    if (!aws_client_region(clients_aws(call), call, &walk.region))
        return false;
    const ec2_filter filters[] = {
        { "tag:" BYOC_TAG_ENABLED, "1" },
        { "vpc-id", tf_text_of(filter->vpc_id, NULL) },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !walk.is_enough; i++) {
        const ec2_list list = {
            .kind = kinds[i],
            .filters = filters,
            .filter_count = tf_known(filter->vpc_id) ? 2 : 1,
            .take = take_resource,
            .taken = &walk,
        };
        aws_error error;
        if (!ec2_read_list(clients_aws(call), call, &list, &error))
            return aws_fail(call, &error, "what has the tag " BYOC_TAG_ENABLED);
    }
    return true;
}

const tf_list_resource subnet_tag_list = {
    .type_name = "langgraph_subnet_tag",
    .schema =
        TF_SCHEMA(struct filter, attributes,
                  .description = "Finds the VPCs and subnets that are tagged for LangGraph, in the provider's region."),
    .list = subnet_tag_list_all,
};
