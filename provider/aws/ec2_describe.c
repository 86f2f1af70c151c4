/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DescribeSubnets and DescribeVpcs: one by its id, or all that have a tag, page by page. What is kept of the answers is
 * ec2_cache.c's.
 */
#include "aws/ec2_describe.h"

#include <string.h>

#include "aws/call.h"
#include "aws/tags.h"

#define PAGE_SIZE 1000

typedef struct kind_names {
    const char *prefix; /**< of ids */
    const char *action;
    const char *id_parameter;
    const char *list;
    const char *id_element;
} kind_names;

static const kind_names kinds[EC2_KIND_COUNT] = {
    [EC2_SUBNET] = { "subnet-", "DescribeSubnets", "SubnetId", "subnetSet", "subnetId" },
    [EC2_VPC] = { "vpc-", "DescribeVpcs", "VpcId", "vpcSet", "vpcId" },
};

ec2_kind ec2_kind_of(const char *id)
{
    return tf_starts_with(id, kinds[EC2_VPC].prefix) ? EC2_VPC : EC2_SUBNET;
}

static bool has_form_of(const char *id, ec2_kind kind)
{
    if (!tf_starts_with(id, kinds[kind].prefix))
        return false;
    const char *number = id + strlen(kinds[kind].prefix);
    const size_t digits = strspn(number, "0123456789abcdef");
    return number[digits] == '\0' && (digits == 8 || digits == 17);
}

bool ec2_is_subnet_id(const char *id)
{
    return has_form_of(id, EC2_SUBNET);
}

bool ec2_is_vpc_id(const char *id)
{
    return has_form_of(id, EC2_VPC);
}

/* Texts stay the document's; the tags are in `arena`. */
static ec2_resource read_resource(tf_arena *arena, const xml_element *item, ec2_kind kind)
{
    return (ec2_resource){
        .id = xml_child_text(item, kinds[kind].id_element, ""),
        .vpc_id = xml_child_text(item, "vpcId", ""),
        .owner_id = xml_child_text(item, "ownerId", NULL),
        .cidr_block = xml_child_text(item, "cidrBlock", ""),
        .availability_zone = xml_child_text(item, "availabilityZone", NULL),
        .tags = aws_read_tags(arena, xml_child(item, "tagSet"), "key", "value"),
    };
}

bool ec2_describe_one(aws_client *client, tf_call *call, const char *id, ec2_resource *out, bool *out_found,
                      aws_error *error)
{
    const ec2_kind kind = ec2_kind_of(id);
    tf_arena *arena = tf_call_arena(call);
    aws_query query = aws_query_start(arena, &aws_ec2, kinds[kind].action);
    aws_query_add_item(&query, kinds[kind].id_parameter, 1, NULL, id);
    const xml_element *root = NULL;
    *out_found = false;
    if (!aws_call(client, call, &query, &root, error))
        return aws_error_is_not_found(error);
    const xml_element *list = xml_child(root, kinds[kind].list);
    for (const xml_element *item = list != NULL ? list->children : NULL; item != NULL; item = item->next) {
        if (strcmp(xml_child_text(item, kinds[kind].id_element, ""), id) == 0) {
            *out = read_resource(arena, item, kind);
            *out_found = true;
        }
    }
    return true;
}

static bool take_resource(tf_arena *arena, const xml_element *item, void *taken)
{
    const ec2_list *list = taken;
    const ec2_resource resource = read_resource(arena, item, list->kind);
    return list->take(&resource, list->taken);
}

bool ec2_read_list(aws_client *client, tf_call *call, const ec2_list *list, aws_error *error)
{
    const ec2_pages pages = {
        .action = kinds[list->kind].action,
        .region = list->region,
        .list = kinds[list->kind].list,
        .page_size = PAGE_SIZE,
        .filters = list->filters,
        .filter_count = list->filter_count,
        .take = take_resource,
        .taken = (void *)list,
    };
    return ec2_read_pages(client, call, &pages, error);
}

/* What was read so far; grows in `arena`. */
typedef struct resource_list {
    tf_arena *arena;
    ec2_resource *items;
    size_t count;
    size_t capacity;
} resource_list;

static ec2_resource copy_resource(tf_arena *arena, const ec2_resource *resource)
{
    tf_string_map_builder tags = { .arena = arena };
    for (size_t i = 0; i < resource->tags.count; i++)
        tf_add_entry(&tags, resource->tags.entries[i].key, resource->tags.entries[i].value.value);
    return (ec2_resource){
        .id = tf_copy_text(arena, resource->id),
        .vpc_id = tf_copy_text(arena, resource->vpc_id),
        .owner_id = tf_copy_text(arena, resource->owner_id),
        .cidr_block = tf_copy_text(arena, resource->cidr_block),
        .availability_zone = tf_copy_text(arena, resource->availability_zone),
        .tags = tf_built_string_map(&tags),
    };
}

static bool keep_resource(const ec2_resource *resource, void *taken)
{
    resource_list *all = taken;
    all->items = tf_grow(all->arena, all->items, all->count, &all->capacity, sizeof *all->items);
    all->items[all->count++] = copy_resource(all->arena, resource);
    return true;
}

bool ec2_describe_all(aws_client *client, tf_call *call, ec2_kind kind, tf_arena *arena, ec2_resource **out,
                      size_t *out_count, aws_error *error)
{
    resource_list all = { .arena = arena };
    if (!ec2_read_list(client, call, &(ec2_list){ .kind = kind, .take = keep_resource, .taken = &all }, error))
        return false;
    *out = all.items;
    *out_count = all.count;
    return true;
}
