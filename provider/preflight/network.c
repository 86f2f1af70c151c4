/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network, as the control plane finds it by tags: a VPC, private and public subnets in two zones each, and a way
 * out of the private ones.
 */
#include <string.h>

#include "aws/call.h"
#include "aws/ec2_describe.h"
#include "byoc/defaults.h"
#include "preflight/checks.h"

#define FEWEST_ZONES 2
#define REMEDY_TAGS "Tag it by `langgraph_subnet_tag`."

typedef struct network {
    const char *vpc_id;
    ec2_resource *subnets;
    size_t count;
    const xml_element *route_tables;
} network;

static bool has_tag(const ec2_resource *resource, const char *key, const char *value)
{
    const tf_string *found = tf_string_map_get(&resource->tags, key);
    return found != NULL && tf_equal(*found, value);
}

static bool is_of_tier(const network *net, const ec2_resource *subnet, const char *is_private)
{
    return strcmp(subnet->vpc_id, net->vpc_id) == 0 && has_tag(subnet, BYOC_TAG_ENABLED, "1")
           && has_tag(subnet, BYOC_TAG_PRIVATE, is_private);
}

static void check_tier(preflight_visit *visit, const network *net, const char *tier, const char *is_private)
{
    tf_arena *arena = tf_call_arena(visit->call);
    tf_string_set zones = { .state = TF_KNOWN };
    for (size_t i = 0; i < net->count; i++) {
        if (is_of_tier(net, &net->subnets[i], is_private))
            tf_string_set_add(arena, &zones, net->subnets[i].availability_zone);
    }
    if (zones.count < FEWEST_ZONES) {
        preflight_find(
            visit, tf_format(arena, "Zones of the %s subnets", tier),
            tf_format(arena,
                      "%s has %s subnets (" BYOC_TAG_ENABLED "=1, " BYOC_TAG_PRIVATE "=%s) in %zu of the two "
                      "availability zones that are needed at least.",
                      net->vpc_id, tier, is_private, zones.count),
            tf_format(arena, "Tag %s subnets in more zones by `langgraph_subnet_tag` with tier = \"%s\".", tier, tier));
    }
}

static const xml_element *first_item(const xml_element *parent, const char *list)
{
    const xml_element *found = xml_child(parent, list);
    return found != NULL ? found->children : NULL;
}

/* The table of a subnet: its own, else the VPC's main one. */
static const xml_element *table_of(const network *net, const char *subnet_id)
{
    const xml_element *main_table = NULL;
    for (const xml_element *table = net->route_tables; table != NULL; table = table->next) {
        for (const xml_element *each = first_item(table, "associationSet"); each != NULL; each = each->next) {
            if (strcmp(xml_child_text(each, "subnetId", ""), subnet_id) == 0)
                return table;
            if (strcmp(xml_child_text(each, "main", "false"), "true") == 0)
                main_table = table;
        }
    }
    return main_table;
}

/* An internet gateway serves only what has a public address, which tasks in private subnets have not. */
static bool leads_out(const xml_element *route)
{
    const char *gateway = xml_child_text(route, "gatewayId", "");
    return strcmp(xml_child_text(route, "destinationCidrBlock", ""), "0.0.0.0/0") == 0
           && strcmp(xml_child_text(route, "state", "active"), "blackhole") != 0 && !tf_starts_with(gateway, "igw-");
}

static void check_way_out(preflight_visit *visit, const network *net, const ec2_resource *subnet)
{
    tf_arena *arena = tf_call_arena(visit->call);
    for (const xml_element *route = first_item(table_of(net, subnet->id), "routeSet"); route != NULL;
         route = route->next) {
        if (leads_out(route))
            return;
    }
    preflight_find(
        visit, "Way out of a private subnet",
        tf_format(arena, "%s has no default route (0.0.0.0/0) that leads out of %s.", subnet->id, net->vpc_id),
        "Route 0.0.0.0/0 of its route table to a NAT gateway or a transit gateway: the tasks check their "
        "licence on the internet.");
}

static bool check_routes(preflight_visit *visit, network *net)
{
    tf_arena *arena = tf_call_arena(visit->call);
    aws_query query = aws_query_start(arena, &aws_ec2, "DescribeRouteTables");
    aws_query_add(&query, "Filter.1.Name", "vpc-id");
    aws_query_add(&query, "Filter.1.Value.1", net->vpc_id);
    const xml_element *root = NULL;
    aws_error error;
    if (!aws_call(visit->aws, visit->call, &query, &root, &error))
        return preflight_skip_denied(visit, tf_format(arena, "the routes of %s", net->vpc_id), &error);
    net->route_tables = first_item(root, "routeTableSet");
    for (size_t i = 0; i < net->count; i++) {
        if (is_of_tier(net, &net->subnets[i], "1"))
            check_way_out(visit, net, &net->subnets[i]);
    }
    return true;
}

static bool check_vpc(preflight_visit *visit, const char *vpc_id)
{
    tf_arena *arena = tf_call_arena(visit->call);
    network net = { .vpc_id = vpc_id };
    aws_error error;
    if (!ec2_describe_all(visit->aws, visit->call, EC2_SUBNET, arena, &net.subnets, &net.count, &error))
        return preflight_skip_denied(visit, tf_format(arena, "the subnets of %s", vpc_id), &error);
    check_tier(visit, &net, "private", "1");
    check_tier(visit, &net, "public", "0");
    return check_routes(visit, &net);
}

bool preflight_check_network(preflight_visit *visit)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const char *wanted = visit->subject->vpc_id;
    ec2_resource *vpcs = NULL;
    size_t count = 0;
    aws_error error;
    if (!ec2_describe_all(visit->aws, visit->call, EC2_VPC, arena, &vpcs, &count, &error))
        return preflight_skip_denied(visit, "the VPCs", &error);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        const bool is_meant = wanted == NULL || strcmp(vpcs[i].id, wanted) == 0;
        if (!is_meant || !has_tag(&vpcs[i], BYOC_TAG_ENABLED, "1"))
            continue;
        found = true;
        if (!check_vpc(visit, vpcs[i].id))
            return false;
    }
    if (!found) {
        preflight_find(visit, "VPC",
                       tf_format(arena, "%s has the tag " BYOC_TAG_ENABLED "=1 in this region.",
                                 wanted != NULL ? tf_format(arena, "No VPC %s", wanted) : "No VPC"),
                       REMEDY_TAGS);
    }
    return true;
}
