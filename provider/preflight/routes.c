/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way out of private subnets: a route to the internet, or else endpoints of the services that the tasks call.
 */
#include <string.h>

#include "aws/ec2_routes.h"
#include "preflight/checks.h"

/* What a task without a route to the internet has to reach by endpoints: its image, its secrets, its log. */
static const char *const services[] = { "ecr.api", "ecr.dkr", "s3", "secretsmanager", "logs", NULL };

typedef struct route_tables {
    ec2_route_table *items;
    size_t count;
} route_tables;

/* The table of a subnet: its own, else the VPC's main one; NULL where neither shows. */
static const ec2_route_table *table_of(const route_tables *tables, const char *subnet_id)
{
    const ec2_route_table *main_table = NULL;
    for (size_t i = 0; i < tables->count; i++) {
        if (tf_string_set_has(&tables->items[i].subnet_ids, subnet_id))
            return &tables->items[i];
        if (tables->items[i].is_main)
            main_table = &tables->items[i];
    }
    return main_table;
}

/*
 * What lies behind a list of prefixes is its owner's to know; a list that leads to a VPC endpoint is a service's. An
 * internet gateway serves only what has a public address: tasks in private subnets have one of IPv6 at most. A peering
 * leads into the other VPC and no further.
 */
static bool leads_out(const ec2_route *route)
{
    const char *target = route->target;
    const bool is_v6 = strcmp(route->destination, "::/0") == 0;
    const bool is_list = tf_starts_with(route->destination, "pl-");
    if (route->is_blackhole || target[0] == '\0' || strcmp(target, "local") == 0 || tf_starts_with(target, "pcx-"))
        return false;
    if (tf_starts_with(target, "igw-"))
        return is_v6;
    if (tf_starts_with(target, "vpce-"))
        return !is_list && (is_v6 || strcmp(route->destination, "0.0.0.0/0") == 0);
    return is_v6 || is_list || strcmp(route->destination, "0.0.0.0/0") == 0;
}

static bool has_way_out(const route_tables *tables, const char *subnet_id)
{
    const ec2_route_table *table = table_of(tables, subnet_id);
    for (size_t i = 0; table != NULL && i < table->route_count; i++) {
        if (leads_out(&table->routes[i]))
            return true;
    }
    return false;
}

static const char *joined(tf_arena *arena, const tf_string_set *set)
{
    tf_text_builder text = { .arena = arena };
    for (size_t i = 0; i < set->count; i++)
        tf_append_format(&text, "%s%s", i > 0 ? ", " : "", set->items[i].value);
    return tf_built_text(&text);
}

/* Endpoints are named "com.amazonaws.<region>.<service>", in China with "cn." before that. */
static bool has_endpoint(tf_arena *arena, const tf_string_set *endpoints, const char *region, const char *service)
{
    const char *name = tf_format(arena, "com.amazonaws.%s.%s", region, service);
    return tf_string_set_has(endpoints, name) || tf_string_set_has(endpoints, tf_format(arena, "cn.%s", name));
}

static tf_string_set missing_endpoints(preflight_visit *visit, const tf_string_set *endpoints)
{
    tf_arena *arena = tf_call_arena(visit->call);
    tf_string_set_builder missing = { .arena = arena };
    for (const char *const *service = services; *service != NULL; service++) {
        if (!has_endpoint(arena, endpoints, visit->region, *service))
            tf_add_element(&missing, *service);
    }
    return tf_built_string_set(&missing);
}

/* Subnets without a route out may still be those of a network that is closed on purpose. */
static bool check_endpoints(preflight_visit *visit, const char *vpc_id, const tf_string_set *closed)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const char *subnets = joined(arena, closed);
    tf_string_set endpoints;
    aws_error error;
    if (!ec2_describe_vpc_endpoints(visit->aws, visit->call, visit->region, vpc_id, &endpoints, &error))
        return preflight_skip_denied(visit, tf_format(arena, "the VPC endpoints of %s", vpc_id), &error);
    const tf_string_set missing = missing_endpoints(visit, &endpoints);
    if (missing.count == 0) {
        preflight_skip(visit, tf_format(arena,
                                        "Not judged: whether tasks in %s, which reach AWS by VPC endpoints and have no "
                                        "route to the internet, reach LangSmith, by a proxy for example: they check "
                                        "their licence there.",
                                        subnets));
    } else {
        preflight_find(visit, "Way out of a private subnet",
                       tf_format(arena,
                                 "No default route (0.0.0.0/0 or ::/0) leads out of %s for %s, and it has no VPC "
                                 "endpoints for %s.",
                                 vpc_id, subnets, joined(arena, &missing)),
                       "Route 0.0.0.0/0 of their route table to a NAT gateway or a transit gateway: the tasks check "
                       "their licence on the internet.");
    }
    return true;
}

bool preflight_check_routes(preflight_visit *visit, const char *vpc_id, const tf_string_set *subnet_ids)
{
    tf_arena *arena = tf_call_arena(visit->call);
    route_tables tables = { .count = 0 };
    aws_error error;
    if (!ec2_describe_route_tables(visit->aws, visit->call, visit->region, vpc_id, &tables.items, &tables.count,
                                   &error))
        return preflight_skip_denied(visit, tf_format(arena, "the routes of %s", vpc_id), &error);
    tf_string_set_builder closed = { .arena = arena };
    for (size_t i = 0; i < subnet_ids->count; i++) {
        if (!has_way_out(&tables, subnet_ids->items[i].value))
            tf_add_element(&closed, subnet_ids->items[i].value);
    }
    const tf_string_set without = tf_built_string_set(&closed);
    return without.count == 0 || check_endpoints(visit, vpc_id, &without);
}
