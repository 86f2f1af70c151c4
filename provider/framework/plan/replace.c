/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which changes replace the resource.
 */
#include <string.h>

#include "framework/plan/plan.h"
#include "framework/plan/walk.h"

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

static plan_next search_attribute(void *context, plan_at *at);

static void add(struct search *search, const tf_path *path)
{
    struct found *found = tf_alloc(search->arena, sizeof *found);
    *found = (struct found){ .path = tf_path_copy(search->arena, path) };
    if (search->last == NULL) {
        search->first = found;
    } else {
        search->last->next = found;
    }
    search->last = found;
    search->count++;
}

static void search_object(struct search *search, const tf_schema *schema, const tf_value *prior,
                          const tf_value *planned)
{
    const plan_visitor visitor = { .along = PLAN_PLANNED, .visit = search_attribute, .context = search };
    const plan_at root = { .prior = prior, .planned = planned };
    if (planned->state == TF_KNOWN)
        plan_walk(&visitor, schema, &root);
}

static bool leads_to(tf_arena *arena, const tf_schema *schema, const tf_value *prior, const tf_value *planned)
{
    struct search attempt = { .arena = arena };
    search_object(&attempt, schema, prior, planned);
    return attempt.count == 0;
}

/* Whether a change from one of the prior objects, or from none, could lead to `planned` without a replacement. */
static bool is_reachable(tf_arena *arena, const tf_schema *schema, const tf_value *prior, const tf_value *planned)
{
    for (size_t i = 0; prior->state == TF_KNOWN && i < prior->count; i++) {
        if (leads_to(arena, schema, &prior->items[i], planned))
            return true;
    }
    const tf_value none = value_null(planned->type);
    return leads_to(arena, schema, &none, planned);
}

/* A path cannot name an element of a set: the set itself stands for it. */
static void search_set(struct search *search, const plan_at *at)
{
    for (size_t i = 0; i < at->planned->count; i++) {
        if (!is_reachable(search->arena, at->attribute->attributes, at->prior, &at->planned->items[i])) {
            add(search, at->path);
            return;
        }
    }
}

/* Whether a change of the attribute replaces the resource, by itself or since the object that it is in does. */
static bool replaces(const plan_at *at)
{
    if (at == NULL || at->attribute == NULL || at->is_item)
        return false;
    return at->attribute->requires_replace || replaces(at->outer);
}

static plan_next search_attribute(void *context, plan_at *at)
{
    struct search *search = context;
    if (at->is_item)
        return PLAN_DESCEND;
    if (tf_value_equal(at->prior, at->planned))
        return PLAN_SKIP;
    const bool both_known = at->prior->state == TF_KNOWN && at->planned->state == TF_KNOWN;
    /* Of an object that stays, the attributes that differ are named. */
    if (replaces(at) && !(at->attribute->kind == TF_KIND_OBJECT && both_known)) {
        add(search, at->path);
        return PLAN_SKIP;
    }
    if (at->attribute->kind != TF_KIND_OBJECT_SET || at->planned->state != TF_KNOWN)
        return PLAN_DESCEND;
    search_set(search, at);
    return PLAN_SKIP;
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
    for (; outer != NULL; outer = outer->parent, path = path->parent) {
        if (!same_step(path, outer))
            return false;
    }
    return true;
}

/* What the plan function said last of a path holds for what lies in it. */
static bool is_allowed(const tf_call *call, const tf_path *path)
{
    for (const tf_replacement *wish = call->replacements; wish != NULL; wish = wish->next) {
        if (wish->path != NULL && lies_in(path, wish->path))
            return !wish->replaces;
    }
    return false;
}

static bool is_listed(const tf_path *const *paths, size_t count, const tf_path *path)
{
    for (size_t i = 0; i < count; i++) {
        if (depth_of(paths[i]) == depth_of(path) && lies_in(paths[i], path))
            return true;
    }
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
    search_object(&search, schema, prior, planned);
    for (const tf_replacement *wish = call->replacements; wish != NULL; wish = wish->next) {
        if (wish->replaces && wish->path != NULL && differs_at(prior, planned, wish->path))
            add(&search, wish->path);
    }
    const tf_path **paths = tf_alloc_array(call->arena, search.count, sizeof(const tf_path *));
    for (const struct found *found = search.first; found != NULL; found = found->next) {
        if (!is_allowed(call, found->path) && !is_listed(paths, *out_count, found->path))
            paths[(*out_count)++] = found->path;
    }
    return paths;
}
