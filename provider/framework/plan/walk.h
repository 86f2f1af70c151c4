/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way through a schema and values of it. A step of planning is a visitor, which looks, or a transformer, which
 * makes a new value: both see one attribute after the other, with what it has in the configuration, the prior state and
 * the plan side by side, and say whether the walk goes into it. What is in a list goes with what has its index, in a
 * map with what has its key; elements of sets go with nothing, since which of them belong together is a matter of rules
 * (set_match.h).
 */
#ifndef FRAMEWORK_PLAN_WALK_H
#define FRAMEWORK_PLAN_WALK_H

#include "framework/value/type.h"

/** The sides of a walk. */
typedef enum plan_side {
    PLAN_CONFIG,
    PLAN_PRIOR,
    PLAN_PLANNED,
    PLAN_APPLIED,
    PLAN_SIDES,
} plan_side;

/**
 * Where a walk is. A side that the walk was not given is NULL everywhere; of an object that is null or unknown all is.
 */
typedef struct plan_at {
    const struct plan_at *outer;   /**< the object that this is in; NULL for where the walk began */
    const tf_path *path;           /**< NULL for the object at the root */
    const tf_attribute *attribute; /**< NULL for the object at the root */
    bool is_item;                  /**< an object in the attribute's collection, not the attribute itself */
    union {
        struct {
            const tf_value *config;
            const tf_value *prior;
            const tf_value *planned;
            const tf_value *applied;
        };
        const tf_value *side[PLAN_SIDES];
    };
} plan_at;

/** What comes next. */
typedef enum plan_next {
    PLAN_DESCEND, /**< into what is nested, where there is any; a side that the visitor has replaced counts */
    PLAN_SKIP,    /**< on to the next */
    PLAN_STOP,    /**< no further */
} plan_next;

/** Something that looks at every attribute, and every object of a collection. */
typedef struct plan_visitor {
    plan_side along; /**< the side whose objects and elements lead the way */
    plan_next (*visit)(void *context, plan_at *at);
    void *context;
} plan_visitor;

/**
 * Visits what is in `root`, an object that `schema` describes, known on the side that leads. False where it was
 * stopped.
 */
bool plan_walk(const plan_visitor *visitor, const tf_schema *schema, const plan_at *root);

/** Visits the attribute, or item, at `at` and what is in it. False where it was stopped. */
bool plan_walk_attribute(const plan_visitor *visitor, plan_at *at);

/** Something that makes a value from the side that leads. */
typedef struct plan_transformer {
    tf_arena *arena;
    plan_side along;
    /** Changes `*value`, which is that of the leading side. True where it is done; false: the walk goes into it. */
    bool (*change)(void *context, const plan_at *at, tf_value *value);
    void *context;
} plan_transformer;

/** What becomes of `root`, an object that `schema` describes; itself where it is not known. */
tf_value plan_transform(const plan_transformer *transformer, const tf_schema *schema, const plan_at *root);

/** What becomes of the attribute at `at`. */
tf_value plan_transform_attribute(const plan_transformer *transformer, const plan_at *at);

/** Whether two known lists, sets or maps have as many elements, and maps the same keys. */
bool plan_same_keys(const tf_value *one, const tf_value *other);

#endif
