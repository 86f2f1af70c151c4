/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_network: a VPC and its subnets, as the control plane finds them by their tags. */
#include "byoc/network.h"

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

/* `*out` becomes the VPC's id, in the call's arena. */
static bool find_vpc(tf_call *call, const struct network *network, const char **out)
{
    const char *wanted = tf_text_of(network->vpc_id, NULL);
    const char *region = NULL;
    tf_string_set found;
    aws_error error;
    if (!aws_client_region(clients_aws(call), call, &region))
        return false;
    if (!byoc_find_vpcs(clients_aws(call), call, region, wanted, &found, &error))
        return aws_fail(call, &error, "the VPC of LangGraph");
    if (found.count > 1) {
        return tf_fail_on(call, "vpc_id", "More Than One Network",
                          "In region %s, %s and %s both have the tag " BYOC_TAG_ENABLED
                          " with the value 1. Set vpc_id to the one that is meant.",
                          region, found.items[0].value, found.items[1].value);
    }
    if (found.count == 0) {
        return tf_fail_on(
            call, "vpc_id", "No Network",
            "In region %s, %s has the tag " BYOC_TAG_ENABLED
            " with the value 1, by which the control plane finds it. Tag it, with langgraph_subnet_tag for "
            "example, or check the provider's aws.region and credentials.",
            region, wanted == NULL ? "no VPC" : tf_format(tf_call_arena(call), "no VPC %s", wanted));
    }
    *out = found.items[0].value;
    return true;
}

static tf_string_list list_of(const tf_string_set *set)
{
    return (tf_string_list){ .state = TF_KNOWN, .count = set->count, .items = set->items };
}

static tf_string_set zones_of(tf_arena *arena, const byoc_tier *one, const byoc_tier *other)
{
    tf_string_set_builder zones = { .arena = arena };
    for (size_t i = 0; i < one->zones.count; i++)
        tf_add_element(&zones, one->zones.items[i].value);
    for (size_t i = 0; i < other->zones.count; i++)
        tf_add_element(&zones, other->zones.items[i].value);
    return tf_built_string_set(&zones);
}

static bool network_read(tf_call *call, void *data)
{
    struct network *network = data;
    const char *vpc_id = NULL;
    byoc_tier private_tier;
    byoc_tier public_tier;
    aws_error error;
    if (!data_source_can_ask_aws(call))
        return true;
    if (!find_vpc(call, network, &vpc_id))
        return false;
    if (!byoc_find_subnets(clients_aws(call), call, NULL, vpc_id, &private_tier, &public_tier, &error))
        return aws_fail(call, &error, "the subnets of LangGraph");
    const tf_string_set zones = zones_of(tf_call_arena(call), &private_tier, &public_tier);
    network->vpc_id = tf_string_of(vpc_id);
    network->private_subnet_ids = list_of(&private_tier.subnet_ids);
    network->public_subnet_ids = list_of(&public_tier.subnet_ids);
    network->availability_zones = list_of(&zones);
    return true;
}

const tf_data_source network_data_source = {
    .type_name = "langgraph_network",
    .schema = TF_SCHEMA(struct network, attributes,
                        .description =
                            "The VPC and subnets of a BYOC project, as the control plane finds them by their tags."),
    .read = network_read,
};
