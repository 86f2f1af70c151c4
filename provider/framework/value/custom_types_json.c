/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON documents as custom types.
 */
#include <stdlib.h>
#include <string.h>

#include <tfprovider/types.h>

#include "framework/value/json_reader.h"

/* Deeper than any document that is written by hand. */
#define MOST_DEPTH 1000

static bool check_json(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    json_reader reader = json_reader_of(tf_call_arena(call), text, strlen(text), MOST_DEPTH);
    if (json_skip(&reader) && json_at_end(&reader))
        return true;
    return tf_fail_at(call, path, "Invalid JSON String Value", "%s must be a JSON document: %s at byte %td.",
                      tf_path_text(tf_call_arena(call), path), reader.message, reader.at - text);
}

/* A value of a document. */
struct node {
    struct node *next; /* the one before it in its container, while that is read */
    size_t index;
    const char *name; /* of a member */
    json_kind kind;
    const char *text; /* of strings without escapes, of numbers as they are written */
    bool truth;
    size_t count;
    struct node **items; /* members in the order of their names */
};

static int compare_members(const void *one, const void *other)
{
    const struct node *left = *(const struct node *const *)one;
    const struct node *right = *(const struct node *const *)other;
    const int order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

/* Of a name that is there twice, the last member counts. */
static void sort_members(struct node *node)
{
    size_t kept = 0;
    qsort(node->items, node->count, sizeof(struct node *), compare_members);
    for (size_t i = 0; i < node->count; i++) {
        if (i + 1 == node->count || strcmp(node->items[i]->name, node->items[i + 1]->name) != 0)
            node->items[kept++] = node->items[i];
    }
    node->count = kept;
}

static bool take_node(json_reader *reader, struct node *out);

static bool take_container(json_reader *reader, struct node *out)
{
    const bool is_list = out->kind == JSON_LIST;
    struct node *last = NULL;
    const char *name = NULL;
    if (!json_enter(reader, out->kind))
        return false;
    while (is_list ? json_next_element(reader, &out->count) : json_next_member(reader, &out->count, &name)) {
        struct node *item = tf_alloc(reader->arena, sizeof *item);
        if (!take_node(reader, item))
            return false;
        item->next = last;
        item->index = out->count;
        item->name = name;
        last = item;
    }
    if (reader->message != NULL)
        return false;
    out->items = tf_alloc_array(reader->arena, out->count, sizeof(struct node *));
    for (; last != NULL; last = last->next)
        out->items[last->index - 1] = last;
    if (!is_list)
        sort_members(out);
    return true;
}

static bool take_node(json_reader *reader, struct node *out)
{
    out->kind = json_peek(reader);
    switch (out->kind) {
    case JSON_LIST:
    case JSON_MEMBERS:
        return take_container(reader, out);
    case JSON_TEXT:
        return json_take_text(reader, &out->text);
    case JSON_DIGITS:
        return json_take_digits(reader, &out->text);
    case JSON_TRUTH:
        return json_take_truth(reader, &out->truth);
    case JSON_NULL_VALUE:
        return json_take_null(reader);
    case JSON_NOTHING:
        break;
    }
    return false;
}

static bool is_same_node(const struct node *one, const struct node *other)
{
    if (one->kind != other->kind || one->truth != other->truth || one->count != other->count
        || (one->text != NULL && strcmp(one->text, other->text) != 0))
        return false;
    for (size_t i = 0; i < one->count; i++) {
        if (one->kind == JSON_MEMBERS && strcmp(one->items[i]->name, other->items[i]->name) != 0)
            return false;
        if (!is_same_node(one->items[i], other->items[i]))
            return false;
    }
    return true;
}

static bool take_document(tf_arena *arena, const char *text, struct node *out)
{
    json_reader reader = json_reader_of(arena, text, strlen(text), MOST_DEPTH);
    return take_node(&reader, out) && json_at_end(&reader);
}

static bool is_same_json(tf_arena *arena, const char *one, const char *other)
{
    struct node left = { .kind = JSON_NOTHING };
    struct node right = { .kind = JSON_NOTHING };
    return take_document(arena, one, &left) && take_document(arena, other, &right) && is_same_node(&left, &right);
}

const tf_custom_type tf_json_exact = { .name = "a JSON document", .check = check_json };
const tf_custom_type tf_json_normalized = {
    .name = "a JSON document",
    .check = check_json,
    .semantic_equals = is_same_json,
};
