/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which changes replace the resource.
 */
#include <string.h>

#include "framework/plan/attributes.h"
#include "framework/plan/plan.h"

struct found {
    struct found *next;
    const tf_path *path;
};

struct search {
    tf_arena *arena;
    struct found *first;
    struct found *last;
    size_t count;
};

static void search_object(struct search *search, const tf_path *path, const tf_schema *schema, bool replaces,
                          const tf_value *prior, const tf_value *planned);

static void add(struct search *search, const tf_path *path)
{
    struct found *found = tf_alloc(search->arena, sizeof *found);
    *found = (struct found){ .path = tf_path_copy(search->arena, path) };
    if (search->last == NULL)
        search->first = found;
    else
        search->last->next = found;
    search->last = found;
    search->count++;
}

/* Whether a change from one of the prior objects could lead to `planned` without a replacement. */
static bool is_reachable(struct search *search, const tf_schema *schema, const tf_value *prior, const tf_value *planned)
{
    for (size_t i = 0; prior->state == TF_KNOWN && i < prior->count; i++) {
        struct search attempt = { .arena = search->arena };
        search_object(&attempt, NULL, schema, false, &prior->items[i], planned);
        if (attempt.count == 0)
            return true;
    }
    struct search attempt = { .arena = search->arena };
    const tf_value none = value_null(planned->type);
    search_object(&attempt, NULL, schema, false, &none, planned);
    return attempt.count == 0;
}

/* A path cannot name an element of a set: the set itself stands for it. */
static void search_set(struct search *search, const tf_path *path, const tf_attribute *attribute, const tf_value *prior,
                       const tf_value *planned)
{
    for (size_t i = 0; i < planned->count; i++)
        if (!is_reachable(search, attribute->attributes, prior, &planned->items[i])) {
            add(search, path);
            return;
        }
}

static void search_items(struct search *search, const tf_path *path, const tf_attribute *attribute,
                         const tf_value *prior, const tf_value *planned)
{
    if (attribute->kind == TF_KIND_OBJECT_SET) {
        search_set(search, path, attribute, prior, planned);
        return;
    }
    const tf_value none = value_null(planned->type->element);
    for (size_t i = 0; i < planned->count; i++) {
        const tf_path step = value_item_path(path, planned, i);
        const tf_value *counterpart = item_counterpart(planned, i, prior);
        search_object(search, &step, attribute->attributes, false, counterpart == NULL ? &none : counterpart,
                      &planned->items[i]);
    }
}

static void search_attribute(struct search *search, const tf_path *path, const tf_attribute *attribute, bool replaces,
                             const tf_value *prior, const tf_value *planned)
{
    if (tf_value_equal(prior, planned))
        return;
    bool is_object = attribute->kind == TF_KIND_OBJECT;
    bool both_known = prior->state == TF_KNOWN && planned->state == TF_KNOWN;
    /* Of an object that stays, the attributes that differ are named. */
    if (replaces && !(is_object && both_known)) {
        add(search, path);
        return;
    }
    if (!attribute_is_nested(attribute) || planned->state != TF_KNOWN)
        return;
    if (is_object)
        search_object(search, path, attribute->attributes, replaces, prior, planned);
    else
        search_items(search, path, attribute, prior, planned);
}

static void search_object(struct search *search, const tf_path *path, const tf_schema *schema, bool replaces,
                          const tf_value *prior, const tf_value *planned)
{
    for (size_t i = 0; planned->state == TF_KNOWN && i < schema->count; i++) {
        const tf_attribute *attribute = &schema->attributes[i];
        const tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = attribute->name };
        tf_value before = attribute_of(prior, attribute);
        tf_value after = attribute_of(planned, attribute);
        search_attribute(search, &step, attribute, replaces || attribute->requires_replace, &before, &after);
    }
}

static bool same_step(const tf_path *one, const tf_path *other)
{
    if (one->step == TF_STEP_INDEX || other->step == TF_STEP_INDEX)
        return one->step == other->step && one->index == other->index;
    return one->name != NULL && other->name != NULL && strcmp(one->name, other->name) == 0;
}

static size_t depth_of(const tf_path *path)
{
    size_t depth = 0;
    for (; path != NULL; path = path->parent)
        depth++;
    return depth;
}

/* Whether `path` is `outer` or leads through it. */
static bool lies_in(const tf_path *path, const tf_path *outer)
{
    size_t surplus = depth_of(path);
    const size_t depth = depth_of(outer);
    for (; surplus > depth; surplus--)
        path = path->parent;
    if (surplus < depth)
        return false;
    for (; outer != NULL; outer = outer->parent, path = path->parent)
        if (!same_step(path, outer))
            return false;
    return true;
}

/* What the plan function said last of a path holds for what lies in it. */
static bool is_allowed(const tf_call *call, const tf_path *path)
{
    for (const tf_replacement *wish = call->replacements; wish != NULL; wish = wish->next)
        if (wish->path != NULL && lies_in(path, wish->path))
            return !wish->replaces;
    return false;
}

static bool is_listed(const tf_path *const *paths, size_t count, const tf_path *path)
{
    for (size_t i = 0; i < count; i++)
        if (depth_of(paths[i]) == depth_of(path) && lies_in(paths[i], path))
            return true;
    return false;
}

static bool differs_at(const tf_value *prior, const tf_value *planned, const tf_path *path)
{
    const tf_value *before = value_at(prior, path);
    const tf_value *after = value_at(planned, path);
    if (before == NULL || after == NULL)
        return before != after;
    return !tf_value_equal(before, after);
}

const tf_path *const *plan_replacements(tf_call *call, const tf_schema *schema, const tf_value *prior,
                                        const tf_value *planned, size_t *out_count)
{
    struct search search = { .arena = call->arena };
    *out_count = 0;
    if (prior->state != TF_KNOWN || planned->state != TF_KNOWN)
        return NULL;
    search_object(&search, NULL, schema, false, prior, planned);
    for (const tf_replacement *wish = call->replacements; wish != NULL; wish = wish->next)
        if (wish->replaces && wish->path != NULL && differs_at(prior, planned, wish->path))
            add(&search, wish->path);
    const tf_path **paths = tf_alloc_array(call->arena, search.count, sizeof(const tf_path *));
    for (const struct found *found = search.first; found != NULL; found = found->next)
        if (!is_allowed(call, found->path) && !is_listed(paths, *out_count, found->path))
            paths[(*out_count)++] = found->path;
    return paths;
}
