/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_network: a VPC and its subnets, as the control plane finds them by their tags. */
#include "aws/ec2_describe.h"
#include "byoc/defaults.h"
#include "clients.h"
#include "data_sources/data_sources.h"

struct network {
    tf_string vpc_id;
    tf_string_list private_subnet_ids;
    tf_string_list public_subnet_ids;
    tf_string_list availability_zones;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct network, vpc_id), .mode = TF_OPTIONAL_COMPUTED,
      .validators = TF_VALIDATORS(TF_MATCHES("^vpc-([0-9a-f]{8}|[0-9a-f]{17})$", "a VPC's id, such as vpc-0a1b2c3d")),
      .description = "The VPC. Default: the only one of the region with the tag `" BYOC_TAG_ENABLED "`." },
    { TF_STRING_LIST(struct network, private_subnet_ids), .mode = TF_COMPUTED,
      .description =
          "Its subnets for tasks and databases (`" BYOC_TAG_PRIVATE "` is `1`), in the order of their ids." },
    { TF_STRING_LIST(struct network, public_subnet_ids), .mode = TF_COMPUTED,
      .description = "Its subnets for load balancers (`" BYOC_TAG_PRIVATE "` is `0`), in the order of their ids." },
    { TF_STRING_LIST(struct network, availability_zones), .mode = TF_COMPUTED,
      .description = "The availability zones of all these subnets, in their order." },
};

/* What was seen of it, in an arena that outlives the pages. */
struct search {
    const char *vpc_id; /* NULL before one was found */
    const char *other;  /* a second one; NULL for none */
    tf_arena *arena;
    tf_string_set_builder private_ids;
    tf_string_set_builder public_ids;
    tf_string_set_builder zones;
};

static bool take_vpc(const ec2_resource *found, void *taken)
{
    struct search *search = taken;
    const char *id = tf_copy_text(search->arena, found->id);
    if (search->vpc_id != NULL) {
        search->other = id;
    } else {
        search->vpc_id = id;
    }
    return search->other == NULL;
}

/* A subnet without tier is none that the control plane uses. */
static bool take_subnet(const ec2_resource *found, void *taken)
{
    struct search *search = taken;
    const tf_string *is_private = tf_string_map_get(&found->tags, BYOC_TAG_PRIVATE);
    if (is_private == NULL || (!tf_equal(*is_private, "1") && !tf_equal(*is_private, "0")))
        return true;
    tf_add_element(tf_equal(*is_private, "1") ? &search->private_ids : &search->public_ids, found->id);
    if (found->availability_zone != NULL)
        tf_add_element(&search->zones, found->availability_zone);
    return true;
}

/* Reads what of that kind has the tag, in the VPC of that id unless it is NULL. */
static bool read_tagged(tf_call *call, ec2_kind kind, const char *vpc_id,
                        bool (*take)(const ec2_resource *found, void *taken), struct search *search)
{
    const ec2_filter filters[] = { { "tag:" BYOC_TAG_ENABLED, "1" }, { "vpc-id", vpc_id } };
    const ec2_list list = {
        .kind = kind,
        .filters = filters,
        .filter_count = vpc_id == NULL ? 1 : 2,
        .take = take,
        .taken = search,
    };
    aws_error error;
    return ec2_read_list(clients_aws(call), call, &list, &error)
           || aws_fail(call, &error, kind == EC2_VPC ? "the VPC of LangGraph" : "the subnets of LangGraph");
}

static bool find_vpc(tf_call *call, const struct network *network, struct search *search)
{
    const char *wanted = tf_text_of(network->vpc_id, NULL);
    const char *region = NULL;
    if (!aws_client_region(clients_aws(call), call, &region) || !read_tagged(call, EC2_VPC, wanted, take_vpc, search))
        return false;
    if (search->other != NULL) {
        return tf_fail_on(call, "vpc_id", "More Than One Network",
                          "In region %s, %s and %s both have the tag " BYOC_TAG_ENABLED
                          " with the value 1. Set vpc_id to the one that is meant.",
                          region, search->vpc_id, search->other);
    }
    if (search->vpc_id == NULL) {
        return tf_fail_on(
            call, "vpc_id", "No Network",
            "In region %s, %s has the tag " BYOC_TAG_ENABLED
            " with the value 1, by which the control plane finds it. Tag it, with langgraph_subnet_tag for "
            "example, or check the provider's aws.region and credentials.",
            region, wanted == NULL ? "no VPC" : tf_format(search->arena, "no VPC %s", wanted));
    }
    return true;
}

static tf_string_list list_of(tf_string_set_builder *builder)
{
    const tf_string_set set = tf_built_string_set(builder);
    return (tf_string_list){ .state = TF_KNOWN, .count = set.count, .items = set.items };
}

static bool network_read(tf_call *call, void *data)
{
    struct network *network = data;
    tf_arena *arena = tf_call_arena(call);
    struct search search = {
        .arena = arena,
        .private_ids = { .arena = arena },
        .public_ids = { .arena = arena },
        .zones = { .arena = arena },
    };
    if (!data_source_can_ask_aws(call))
        return true;
    if (!find_vpc(call, network, &search) || !read_tagged(call, EC2_SUBNET, search.vpc_id, take_subnet, &search))
        return false;
    network->vpc_id = tf_string_of(search.vpc_id);
    network->private_subnet_ids = list_of(&search.private_ids);
    network->public_subnet_ids = list_of(&search.public_ids);
    network->availability_zones = list_of(&search.zones);
    return true;
}

const tf_data_source network_data_source = {
    .type_name = "langgraph_network",
    .schema = TF_SCHEMA(struct network, attributes,
                        .description =
                            "The VPC and subnets of a BYOC project, as the control plane finds them by their tags."),
    .read = network_read,
};
