/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network, as the control plane finds it by tags: a VPC, private and public subnets in two zones each. The way out
 * of the private ones is routes.c's.
 */
#include "byoc/network.h"

#include "byoc/defaults.h"
#include "preflight/checks.h"

#define FEWEST_ZONES 2
#define REMEDY_TAGS "Tag it by `langgraph_subnet_tag`."

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

static bool check_vpc(preflight_visit *visit, const char *vpc_id)
{
    tf_arena *arena = tf_call_arena(visit->call);
    byoc_tier private_tier;
    byoc_tier public_tier;
    aws_error error;
    if (!byoc_find_subnets(visit->aws, visit->call, visit->region, vpc_id, &private_tier, &public_tier, &error))
        return preflight_skip_denied(visit, tf_format(arena, "the subnets of %s", vpc_id), &error);
    check_zones(visit, vpc_id, "private", "1", private_tier.zones.count);
    check_zones(visit, vpc_id, "public", "0", public_tier.zones.count);
    return private_tier.subnet_ids.count == 0 || preflight_check_routes(visit, vpc_id, &private_tier.subnet_ids);
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
    tf_string_set vpc_ids;
    aws_error error;
    if (!byoc_find_vpcs(visit->aws, visit->call, visit->region, wanted, &vpc_ids, &error))
        return preflight_skip_denied(visit, "the VPCs", &error);
    if (vpc_ids.count > 0)
        return check_vpcs(visit, &vpc_ids);
    preflight_find(visit, "VPC",
                   tf_format(arena, "No VPC%s%s has the tag " BYOC_TAG_ENABLED "=1 in the region %s.",
                             wanted != NULL ? " " : "", wanted != NULL ? wanted : "", visit->region),
                   REMEDY_TAGS);
    return true;
}
