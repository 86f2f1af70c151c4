/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network, as the control plane finds it by tags: a VPC, private and public subnets in two zones each. The way out
 * of the private ones is routes.c's.
 */
#include <string.h>

#include "aws/ec2_describe.h"
#include "byoc/defaults.h"
#include "preflight/checks.h"

#define FEWEST_ZONES 2
#define REMEDY_TAGS "Tag it by `langgraph_subnet_tag`."

/* The subnets of one tier. */
typedef struct tier {
    tf_string_set_builder subnet_ids;
    tf_string_set_builder zones;
} tier;

/* What is seen of a VPC. */
typedef struct network {
    const char *vpc_id;
    tier private_tier;
    tier public_tier;
} network;

/* A subnet without tier is none that the control plane uses. */
static bool take_subnet(const ec2_resource *found, void *taken)
{
    network *seen = taken;
    const tf_string *is_private = tf_string_map_get(&found->tags, BYOC_TAG_PRIVATE);
    if (is_private == NULL || (!tf_equal(*is_private, "1") && !tf_equal(*is_private, "0")))
        return true;
    tier *of = tf_equal(*is_private, "1") ? &seen->private_tier : &seen->public_tier;
    tf_add_element(&of->subnet_ids, found->id);
    if (found->availability_zone != NULL)
        tf_add_element(&of->zones, found->availability_zone);
    return true;
}

static bool take_vpc(const ec2_resource *found, void *taken)
{
    tf_add_element(taken, found->id);
    return true;
}

/* Reads what of that kind has the tag, in the VPC of that id unless it is NULL. */
static bool read_tagged(preflight_visit *visit, ec2_kind kind, const char *vpc_id,
                        bool (*take)(const ec2_resource *found, void *taken), void *taken, aws_error *error)
{
    const ec2_filter filters[] = { { "tag:" BYOC_TAG_ENABLED, "1" }, { "vpc-id", vpc_id } };
    const ec2_list list = {
        .kind = kind,
        .region = visit->region,
        .filters = filters,
        .filter_count = vpc_id == NULL ? 1 : 2,
        .take = take,
        .taken = taken,
    };
    return ec2_read_list(visit->aws, visit->call, &list, error);
}

static void check_zones(preflight_visit *visit, const char *vpc_id, const char *name, const char *is_private,
                        size_t zones)
{
    tf_arena *arena = tf_call_arena(visit->call);
    if (zones >= FEWEST_ZONES)
        return;
    preflight_find(
        visit, tf_format(arena, "Zones of the %s subnets", name),
        tf_format(arena,
                  "%s has %s subnets (" BYOC_TAG_ENABLED "=1, " BYOC_TAG_PRIVATE "=%s) in %zu of the two "
                  "availability zones that are needed at least.",
                  vpc_id, name, is_private, zones),
        tf_format(arena, "Tag %s subnets in more zones by `langgraph_subnet_tag` with tier = \"%s\".", name, name));
}

static tier new_tier(tf_arena *arena)
{
    return (tier){ .subnet_ids = { .arena = arena }, .zones = { .arena = arena } };
}

static bool check_vpc(preflight_visit *visit, const char *vpc_id)
{
    tf_arena *arena = tf_call_arena(visit->call);
    network seen = { .vpc_id = vpc_id, .private_tier = new_tier(arena), .public_tier = new_tier(arena) };
    aws_error error;
    if (!read_tagged(visit, EC2_SUBNET, vpc_id, take_subnet, &seen, &error))
        return preflight_skip_denied(visit, tf_format(arena, "the subnets of %s", vpc_id), &error);
    check_zones(visit, vpc_id, "private", "1", tf_built_string_set(&seen.private_tier.zones).count);
    check_zones(visit, vpc_id, "public", "0", tf_built_string_set(&seen.public_tier.zones).count);
    const tf_string_set private_ids = tf_built_string_set(&seen.private_tier.subnet_ids);
    return private_ids.count == 0 || preflight_check_routes(visit, vpc_id, &private_ids);
}

/* One that serves is enough: what is wrong with another is then no problem. */
static bool check_vpcs(preflight_visit *visit, const tf_string_set *vpc_ids)
{
    preflight_report all = { .problem_count = 0 };
    preflight_visit of_all = *visit;
    of_all.report = &all;
    for (size_t i = 0; i < vpc_ids->count; i++) {
        preflight_report report = { .problem_count = 0 };
        preflight_visit of_one = *visit;
        of_one.report = &report;
        if (!check_vpc(&of_one, vpc_ids->items[i].value))
            return false;
        if (report.problem_count == 0) {
            preflight_take_over(visit, &report);
            return true;
        }
        preflight_take_over(&of_all, &report);
    }
    preflight_take_over(visit, &all);
    return true;
}

bool preflight_check_network(preflight_visit *visit)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const char *wanted = visit->subject->vpc_id;
    tf_string_set_builder taken = { .arena = arena };
    aws_error error;
    if (!read_tagged(visit, EC2_VPC, wanted, take_vpc, &taken, &error))
        return preflight_skip_denied(visit, "the VPCs", &error);
    const tf_string_set vpc_ids = tf_built_string_set(&taken);
    if (vpc_ids.count > 0)
        return check_vpcs(visit, &vpc_ids);
    preflight_find(visit, "VPC",
                   tf_format(arena, "No VPC%s%s has the tag " BYOC_TAG_ENABLED "=1 in the region %s.",
                             wanted != NULL ? " " : "", wanted != NULL ? wanted : "", visit->region),
                   REMEDY_TAGS);
    return true;
}
