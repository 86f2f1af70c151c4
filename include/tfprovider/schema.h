/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schemas are tables: an attribute is one initializer that names its C field once, by a TF_* macro whose type the
 * compiler checks. The framework decodes configuration, plan and state into the struct and encodes it back.
 */
#ifndef TFPROVIDER_SCHEMA_H
#define TFPROVIDER_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfprovider/call.h>
#include <tfprovider/value.h>

#pragma GCC visibility push(default)

typedef enum tf_mode {
    TF_REQUIRED = 1,
    TF_OPTIONAL,
    TF_COMPUTED,
    TF_OPTIONAL_COMPUTED,
} tf_mode;

typedef enum tf_kind {
    TF_KIND_STRING = 1,
    TF_KIND_BOOL,
    TF_KIND_INT32,
    TF_KIND_INT64,
    TF_KIND_FLOAT32,
    TF_KIND_FLOAT64,
    TF_KIND_NUMBER,
    TF_KIND_STRING_LIST,
    TF_KIND_STRING_SET,
    TF_KIND_STRING_MAP,
    TF_KIND_OBJECT,      /**< one nested object */
    TF_KIND_OBJECT_LIST, /**< nested objects in order */
    TF_KIND_OBJECT_SET,
    TF_KIND_OBJECT_MAP,
    TF_KIND_VALUE, /**< any type: the attribute's `type` */
} tf_kind;

typedef struct tf_attribute tf_attribute;

/** A custom type of strings: <tfprovider/types.h>. */
typedef struct tf_text_type tf_text_type;

/** A table of attributes and the size of the struct that they bind to. Made with TF_ATTRIBUTES. */
typedef struct tf_schema {
    const tf_attribute *attributes;
    size_t count;
    size_t size; /**< bytes of the struct */
} tf_schema;

#define TF_ATTRIBUTES(struct_type, table) \
    (&(const tf_schema){                  \
        .attributes = (table), .count = sizeof(table) / sizeof((table)[0]), .size = sizeof(struct_type) })

/**
 * A check of a configured value. `text` runs for a known string and for each known element of a collection of strings;
 * `value` runs once for the attribute, whatever its state, and sees the whole configuration. Both report by tf_fail_at
 * on `path` and return whether all was well. A check never complains about what is unknown.
 */
typedef struct tf_check {
    bool (*text)(tf_call *call, const tf_path *path, const char *text, const void *argument);
    bool (*value)(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                  const void *argument);
    const void *argument;
    const char *description; /**< for the documentation, "one of `a`, `b`"; NULL says nothing */
} tf_check;

/** The checks of an attribute: `.checks = TF_CHECKS(aws_is_subnet_id, tf_is_one_of(tiers))`. */
#define TF_CHECKS(...) ((const tf_check[]){ __VA_ARGS__, { .text = NULL } })

struct tf_attribute {
    const char *name;
    tf_kind kind;
    size_t offset; /**< of the field in the struct; set by the TF_* macros */
    tf_mode mode;
    const char *description; /**< Markdown, one or more sentences */
    const char *deprecated;  /**< what to use instead; NULL where it is not */
    bool sensitive;
    bool write_only;           /**< null in plan and state, to be read from tf_config only */
    bool requires_replace;     /**< a change replaces the resource */
    bool keeps_prior;          /**< computed: an update keeps the prior value instead of "(known after apply)" */
    const char *default_value; /**< text for strings; JSON for everything else. Only with TF_OPTIONAL_COMPUTED */
    const tf_check *checks;
    const tf_schema *attributes; /**< of nested objects */
    /**
     * A nested block (`listener { … }`) instead of a nested attribute: for objects, lists and sets of objects. An absent list or
     * set of blocks is empty, an absent single block null. `mode`, default and plan behaviour belong to its attributes;
     * TF_REQUIRED asks for at least one.
     */
    bool block;
    const tf_type *type; /**< of TF_KIND_VALUE */
    /** For strings and elements of string collections: two texts that mean the same are no change, and the one that the
        user or the prior state has is kept. */
    bool (*same_meaning)(tf_arena *arena, const char *one, const char *other);
    const tf_text_type *text_type; /**< for strings and elements of string collections; not beside same_meaning */
};

/* A field, checked by the compiler: the name of the attribute is the name of the field. */
#define TF_FIELD_(struct_type, field, field_type, field_kind) \
    .name = #field, .kind = (field_kind),                     \
    .offset = offsetof(struct_type, field) + 0 * sizeof(_Generic(((struct_type *)0)->field, field_type : 0))
#define TF_STRING(struct_type, field) TF_FIELD_(struct_type, field, tf_string, TF_KIND_STRING)
#define TF_BOOL(struct_type, field) TF_FIELD_(struct_type, field, tf_bool, TF_KIND_BOOL)
#define TF_INT64(struct_type, field) TF_FIELD_(struct_type, field, tf_int64, TF_KIND_INT64)
#define TF_INT32(struct_type, field) TF_FIELD_(struct_type, field, tf_int32, TF_KIND_INT32)
#define TF_FLOAT32(struct_type, field) TF_FIELD_(struct_type, field, tf_float32, TF_KIND_FLOAT32)
#define TF_FLOAT64(struct_type, field) TF_FIELD_(struct_type, field, tf_float64, TF_KIND_FLOAT64)
#define TF_NUMBER(struct_type, field) TF_FIELD_(struct_type, field, tf_number, TF_KIND_NUMBER)
#define TF_STRING_LIST(struct_type, field) TF_FIELD_(struct_type, field, tf_string_list, TF_KIND_STRING_LIST)
#define TF_STRING_SET(struct_type, field) TF_FIELD_(struct_type, field, tf_string_set, TF_KIND_STRING_SET)
#define TF_STRING_MAP(struct_type, field) TF_FIELD_(struct_type, field, tf_string_map, TF_KIND_STRING_MAP)
#define TF_VALUE(struct_type, field) TF_FIELD_(struct_type, field, tf_value, TF_KIND_VALUE)

/* Nested objects: the field is a TF_OBJECT_OF, TF_OBJECTS_OF or TF_OBJECT_MAP_OF of `nested`, whose table is `table`. */
#define TF_NESTED_(struct_type, field, member, nested, table, field_kind)             \
    .name = #field, .kind = (field_kind), .attributes = TF_ATTRIBUTES(nested, table), \
    .offset = offsetof(struct_type, field) + 0 * sizeof(_Generic(((struct_type *)0)->field.member, nested * : 0))
#define TF_OBJECT(struct_type, field, nested, table) \
    TF_NESTED_(struct_type, field, value, nested, table, TF_KIND_OBJECT)
#define TF_OBJECT_LIST(struct_type, field, nested, table) \
    TF_NESTED_(struct_type, field, items, nested, table, TF_KIND_OBJECT_LIST)
#define TF_OBJECT_SET(struct_type, field, nested, table) \
    TF_NESTED_(struct_type, field, items, nested, table, TF_KIND_OBJECT_SET)
#define TF_OBJECT_MAP(struct_type, field, nested, table) \
    TF_NESTED_(struct_type, field, items, nested, table, TF_KIND_OBJECT_MAP)

/* Checks that every provider needs. Lists of names are NULL-terminated arrays of static storage. */

/** The text is one of `texts` (`const char *const[]`, ends with NULL). */
#define tf_is_one_of(texts)                             \
    {                                                   \
        .text = tf_check_is_one_of, .argument = (texts) \
    }
bool tf_check_is_one_of(tf_call *call, const tf_path *path, const char *text, const void *texts);

/** The text matches the POSIX extended regular expression; write `^…$` for the whole. `hint` says in words what is expected. */
typedef struct tf_pattern {
    const char *regex;
    const char *hint;
} tf_pattern;
#define tf_matches(regex_text, hint_text)                         \
    {                                                             \
        .text = tf_check_matches, .argument = &(const tf_pattern) \
        {                                                         \
            (regex_text), (hint_text)                             \
        }                                                         \
    }
bool tf_check_matches(tf_call *call, const tf_path *path, const char *text, const void *pattern);

/** The text is a duration (tf_parse_duration). `tf_is_duration` accepts any, `tf_is_duration_of(ms)` asks for at least that. */
#define tf_is_duration               \
    {                                \
        .text = tf_check_is_duration \
    }
#define tf_is_duration_of(milliseconds)                            \
    {                                                              \
        .text = tf_check_is_duration, .argument = &(const int64_t) \
        {                                                          \
            (milliseconds)                                         \
        }                                                          \
    }
bool tf_check_is_duration(tf_call *call, const tf_path *path, const char *text, const void *least);

/** The text is not empty. */
#define tf_is_not_empty               \
    {                                 \
        .text = tf_check_is_not_empty \
    }
bool tf_check_is_not_empty(tf_call *call, const tf_path *path, const char *text, const void *unused);

/**
 * No element of the collection is null; the error names the key or index of each that is. For what must not shrink unseen, such as
 * a list of who is trusted, and for maps in which a null means nothing.
 */
#define tf_has_no_null                \
    {                                 \
        .value = tf_check_has_no_null \
    }
bool tf_check_has_no_null(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                          const void *unused);

/** The text is valid JSON. */
#define tf_is_json               \
    {                            \
        .text = tf_check_is_json \
    }
bool tf_check_is_json(tf_call *call, const tf_path *path, const char *text, const void *unused);

/** A number within bounds, both included. */
typedef struct tf_range {
    int64_t least;
    int64_t most;
} tf_range;
#define tf_is_between(least_value, most_value)                      \
    {                                                               \
        .value = tf_check_is_between, .argument = &(const tf_range) \
        {                                                           \
            (least_value), (most_value)                             \
        }                                                           \
    }
bool tf_check_is_between(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                         const void *range);

/*
 * How attributes go together. They are named by paths from the root, "network.subnet_id"; a point in front starts beside the attribute
 * that the check stands on, ".subnet_id", which also works inside the elements of collections. What is unknown is taken to be as it
 * should be.
 */

/** Of the attributes named, at least one is set. */
#define tf_at_least_one_of(names)                              \
    {                                                          \
        .value = tf_check_at_least_one_of, .argument = (names) \
    }
bool tf_check_at_least_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                              const void *names);
/** Of the attributes named, exactly one is set. */
#define tf_exactly_one_of(names)                              \
    {                                                         \
        .value = tf_check_exactly_one_of, .argument = (names) \
    }
bool tf_check_exactly_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                             const void *names);
/** Of the attributes named, no more than one is set. */
#define tf_at_most_one_of(names)                              \
    {                                                         \
        .value = tf_check_at_most_one_of, .argument = (names) \
    }
bool tf_check_at_most_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                             const void *names);

/** The attributes named are set all, or none of them. */
#define tf_required_together(names)                              \
    {                                                            \
        .value = tf_check_required_together, .argument = (names) \
    }
bool tf_check_required_together(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                const void *names);

/** This attribute is set only beside `other`. */
#define tf_only_with(other)                              \
    {                                                    \
        .value = tf_check_only_with, .argument = (other) \
    }
bool tf_check_only_with(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                        const void *other);
/** This attribute and `other` are not both set. */
#define tf_conflicts_with(other)                              \
    {                                                         \
        .value = tf_check_conflicts_with, .argument = (other) \
    }
bool tf_check_conflicts_with(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                             const void *other);

/** Warns where this attribute is set although the client could use the write-only attribute `other` instead. */
#define tf_prefers_write_only(other)                             \
    {                                                            \
        .value = tf_check_prefer_write_only, .argument = (other) \
    }
bool tf_check_prefer_write_only(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                const void *other);

#pragma GCC visibility pop

#endif
