/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/ec2_describe.h"

#include <string.h>

#include "aws/call.h"
#include "aws/tags.h"
#include "http/pages.h"

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

/* With the tags as they are. */
static ec2_resource copy_texts(tf_arena *arena, const ec2_resource *resource)
{
    return (ec2_resource){
        .id = tf_copy_text(arena, resource->id),
        .vpc_id = tf_copy_text(arena, resource->vpc_id),
        .owner_id = tf_copy_text(arena, resource->owner_id),
        .cidr_block = tf_copy_text(arena, resource->cidr_block),
        .availability_zone = tf_copy_text(arena, resource->availability_zone),
        .tags = resource->tags,
    };
}

ec2_resource ec2_copy_resource(tf_arena *arena, const ec2_resource *resource)
{
    tf_string_map_builder tags = { .arena = arena };
    for (size_t i = 0; i < resource->tags.count; i++)
        tf_add_entry(&tags, resource->tags.entries[i].key, resource->tags.entries[i].value.value);
    ec2_resource copy = copy_texts(arena, resource);
    copy.tags = tf_built_string_map(&tags);
    return copy;
}

/* Texts stay in the document's arena but for the tags, which go to `arena`. */
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

/* What was read so far of a list; grows by doubling, in `arena`. */
typedef struct resource_list {
    tf_arena *arena;
    ec2_resource *items;
    size_t count;
    size_t capacity;
} resource_list;

static size_t add_page(resource_list *list, const xml_element *page, ec2_kind kind)
{
    size_t added = 0;
    for (const xml_element *item = page != NULL ? page->children : NULL; item != NULL; item = item->next, added++) {
        if (list->count == list->capacity) {
            list->capacity = list->capacity > 0 ? list->capacity * 2 : PAGE_SIZE;
            ec2_resource *longer = tf_alloc_array(list->arena, list->capacity, sizeof *longer);
            if (list->count > 0)
                memcpy(longer, list->items, list->count * sizeof *longer);
            list->items = longer;
        }
        /* The tags are the resource's own already; the other texts are the page's. */
        const ec2_resource resource = read_resource(list->arena, item, kind);
        list->items[list->count++] = copy_texts(list->arena, &resource);
    }
    return added;
}

static bool list_page(aws_client *client, tf_call *call, ec2_kind kind, resource_list *list, http_pages *pages,
                      bool *out_goes_on, aws_error *error)
{
    tf_arena *arena = tf_arena_new_within(tf_call_arena(call));
    aws_query query = aws_query_start(arena, &aws_ec2, kinds[kind].action);
    aws_query_add_number(&query, "MaxResults", PAGE_SIZE);
    aws_query_add(&query, "NextToken", http_pages_last_mark(pages));
    const xml_element *root = NULL;
    bool listed = aws_call(client, call, &query, &root, error);
    if (listed) {
        const char *next = xml_child_text(root, "nextToken", "");
        *out_goes_on = next[0] != '\0';
        listed = http_pages_note(pages, add_page(list, xml_child(root, kinds[kind].list), kind), next, &error->message);
    }
    if (!listed)
        *error = aws_error_copy(tf_call_arena(call), error);
    tf_arena_free(arena);
    return listed;
}

bool ec2_describe_all(aws_client *client, tf_call *call, ec2_kind kind, tf_arena *arena, ec2_resource **out,
                      size_t *out_count, aws_error *error)
{
    resource_list list = { .arena = arena };
    http_pages pages = { .arena = arena };
    bool goes_on = true;
    while (goes_on) {
        if (!list_page(client, call, kind, &list, &pages, &goes_on, error))
            return false;
    }
    *out = list.items;
    *out_count = list.count;
    return true;
}
