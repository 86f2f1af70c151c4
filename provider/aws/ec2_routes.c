/* SPDX-License-Identifier: Apache-2.0 */
/* Route tables and VPC endpoints as EC2 lists them. What leads out is the caller's to judge. */
#include "aws/ec2_routes.h"

#include <string.h>
#include <strings.h>

#include "aws/ec2_pages.h"

/* As many as EC2 puts on a page of each. */
#define MOST_ROUTE_TABLES 100
#define MOST_ENDPOINTS 1000

/* The first of these elements of a route that has a text; "" where none has. */
static const char *first_text(const xml_element *route, const char *const *names)
{
    const char *text = "";
    for (; *names != NULL && text[0] == '\0'; names++)
        text = xml_child_text(route, *names, "");
    return text;
}

static ec2_route read_route(tf_arena *arena, const xml_element *item)
{
    static const char *const destinations[] = { "destinationCidrBlock", "destinationIpv6CidrBlock",
                                                "destinationPrefixListId", NULL };
    static const char *const targets[] = {
        "natGatewayId",
        "transitGatewayId",
        "gatewayId",
        "egressOnlyInternetGatewayId",
        "instanceId",
        "localGatewayId",
        "carrierGatewayId",
        "coreNetworkArn",
        "networkInterfaceId",
        "vpcPeeringConnectionId",
        NULL,
    };
    return (ec2_route){
        .destination = tf_copy_text(arena, first_text(item, destinations)),
        .target = tf_copy_text(arena, first_text(item, targets)),
        .is_blackhole = strcmp(xml_child_text(item, "state", "active"), "blackhole") == 0,
    };
}

static const xml_element *first_item(const xml_element *parent, const char *list)
{
    const xml_element *found = xml_child(parent, list);
    return found != NULL ? found->children : NULL;
}

static size_t count_items(const xml_element *first)
{
    size_t count = 0;
    for (; first != NULL; first = first->next)
        count++;
    return count;
}

/* What was read so far; grows in `arena`, which outlives the pages. */
typedef struct table_list {
    tf_arena *arena;
    ec2_route_table *items;
    size_t count;
    size_t capacity;
} table_list;

static bool take_table(tf_arena *page, const xml_element *item, void *taken)
{
    (void)page;
    table_list *all = taken;
    const xml_element *routes = first_item(item, "routeSet");
    tf_string_set_builder subnets = { .arena = all->arena };
    ec2_route_table table = { .routes = tf_alloc_array(all->arena, count_items(routes), sizeof *table.routes) };
    for (const xml_element *each = first_item(item, "associationSet"); each != NULL; each = each->next) {
        const char *subnet_id = xml_child_text(each, "subnetId", "");
        if (subnet_id[0] != '\0')
            tf_add_element(&subnets, subnet_id);
        table.is_main = table.is_main || strcmp(xml_child_text(each, "main", "false"), "true") == 0;
    }
    for (; routes != NULL; routes = routes->next)
        table.routes[table.route_count++] = read_route(all->arena, routes);
    table.subnet_ids = tf_built_string_set(&subnets);
    all->items = tf_grow(all->arena, all->items, all->count, &all->capacity, sizeof *all->items);
    all->items[all->count++] = table;
    return true;
}

bool ec2_describe_route_tables(aws_client *client, tf_call *call, const char *region, const char *vpc_id,
                               ec2_route_table **out, size_t *out_count, aws_error *error)
{
    const ec2_filter of_vpc = { "vpc-id", vpc_id };
    table_list all = { .arena = tf_call_arena(call) };
    const ec2_pages pages = {
        .action = "DescribeRouteTables",
        .region = region,
        .list = "routeTableSet",
        .page_size = MOST_ROUTE_TABLES,
        .filters = &of_vpc,
        .filter_count = 1,
        .take = take_table,
        .taken = &all,
    };
    if (!ec2_read_pages(client, call, &pages, error))
        return false;
    *out = all.items;
    *out_count = all.count;
    return true;
}

static bool take_service(tf_arena *page, const xml_element *item, void *taken)
{
    (void)page;
    if (strcasecmp(xml_child_text(item, "state", ""), "available") == 0)
        tf_add_element(taken, xml_child_text(item, "serviceName", ""));
    return true;
}

bool ec2_describe_vpc_endpoints(aws_client *client, tf_call *call, const char *region, const char *vpc_id,
                                tf_string_set *out_services, aws_error *error)
{
    const ec2_filter of_vpc = { "vpc-id", vpc_id };
    tf_string_set_builder services = { .arena = tf_call_arena(call) };
    const ec2_pages pages = {
        .action = "DescribeVpcEndpoints",
        .region = region,
        .list = "vpcEndpointSet",
        .page_size = MOST_ENDPOINTS,
        .filters = &of_vpc,
        .filter_count = 1,
        .take = take_service,
        .taken = &services,
    };
    if (!ec2_read_pages(client, call, &pages, error))
        return false;
    *out_services = tf_built_string_set(&services);
    return true;
}
