/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks that every provider needs, for an attribute's `.validators`; <tfprovider/schema.h> includes them. Each macro
 * is the initialiser of a tf_validator. Lists of names and texts are NULL-terminated arrays of static storage. A check
 * of your own is a tf_validator that you write.
 */
#ifndef TFPROVIDER_VALIDATORS_H
#define TFPROVIDER_VALIDATORS_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

/* The kinds that a check applies to. The value of a TF_VALUE can be of any type. */
#define TF_NUMBER_KINDS                                                                     \
    (TF_KIND_BIT(TF_KIND_INT32) | TF_KIND_BIT(TF_KIND_INT64) | TF_KIND_BIT(TF_KIND_FLOAT32) \
     | TF_KIND_BIT(TF_KIND_FLOAT64) | TF_KIND_BIT(TF_KIND_NUMBER) | TF_KIND_BIT(TF_KIND_VALUE))
#define TF_MAP_KINDS (TF_KIND_BIT(TF_KIND_STRING_MAP) | TF_KIND_BIT(TF_KIND_OBJECT_MAP) | TF_KIND_BIT(TF_KIND_VALUE))
#define TF_COLLECTION_KINDS                                                            \
    (TF_MAP_KINDS | TF_KIND_BIT(TF_KIND_STRING_LIST) | TF_KIND_BIT(TF_KIND_STRING_SET) \
     | TF_KIND_BIT(TF_KIND_OBJECT_LIST) | TF_KIND_BIT(TF_KIND_OBJECT_SET))

/** The text is one of `texts` (`const char *const[]`, ends with NULL). */
#define TF_ONE_OF(texts)                                                                \
    {                                                                                   \
        .text = tf_validate_one_of, .argument = (texts), .describe = tf_describe_one_of \
    }
bool tf_validate_one_of(tf_call *call, const tf_path *path, const char *text, const void *texts);
const char *tf_describe_one_of(tf_arena *arena, const void *texts);

/** The text is none of `texts`. */
#define TF_NONE_OF(texts)                                                                 \
    {                                                                                     \
        .text = tf_validate_none_of, .argument = (texts), .describe = tf_describe_none_of \
    }
bool tf_validate_none_of(tf_call *call, const tf_path *path, const char *text, const void *texts);
const char *tf_describe_none_of(tf_arena *arena, const void *texts);

/**
 * The text matches the POSIX extended regular expression; write `^…$` for the whole. `hint` says in words what is
 * expected.
 */
typedef struct tf_pattern {
    const char *regex;
    const char *hint;
} tf_pattern;
#define TF_MATCHES(regex_text, hint_text)                                                                \
    {                                                                                                    \
        .text = tf_validate_matches, .argument = TF_CONSTANT_(tf_pattern, { (regex_text), (hint_text) }) \
    }
bool tf_validate_matches(tf_call *call, const tf_path *path, const char *text, const void *pattern);

/**
 * The text is a duration (tf_parse_duration). `TF_DURATION` accepts any, `TF_DURATION_AT_LEAST(ms)` asks for at least
 * that.
 */
#define TF_DURATION                  \
    {                                \
        .text = tf_validate_duration \
    }
#define TF_DURATION_AT_LEAST(milliseconds)                                                  \
    {                                                                                       \
        .text = tf_validate_duration, .argument = TF_CONSTANT_(int64_t, { (milliseconds) }) \
    }
bool tf_validate_duration(tf_call *call, const tf_path *path, const char *text, const void *least);

/** The text is not empty. */
#define TF_NOT_EMPTY                  \
    {                                 \
        .text = tf_validate_not_empty \
    }
bool tf_validate_not_empty(tf_call *call, const tf_path *path, const char *text, const void *unused);

/**
 * No element of the collection is null; the error names the key or index of each that is. For collections that must not
 * lose elements unnoticed, such as a list of trusted principals, and for maps in which null has no meaning.
 */
#define TF_NO_NULL                                                 \
    {                                                              \
        .value = tf_validate_no_null, .kinds = TF_COLLECTION_KINDS \
    }
bool tf_validate_no_null(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                         const void *unused);

/** The text is valid JSON. */
#define TF_JSON                  \
    {                            \
        .text = tf_validate_json \
    }
bool tf_validate_json(tf_call *call, const tf_path *path, const char *text, const void *unused);

/** A number within bounds, both included. */
typedef struct tf_range {
    int64_t least;
    int64_t most;
} tf_range;
#define TF_BETWEEN(least_value, most_value)                                                                \
    {                                                                                                      \
        .value = tf_validate_between, .argument = TF_CONSTANT_(tf_range, { (least_value), (most_value) }), \
        .kinds = TF_NUMBER_KINDS, .describe = tf_describe_between                                          \
    }
bool tf_validate_between(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                         const void *range);
const char *tf_describe_between(tf_arena *arena, const void *range);

/**
 * A number within bounds that are decimals ("0.1"), both included; NULL where there is no such bound. Compared exactly.
 */
typedef struct tf_decimal_range {
    const char *least;
    const char *most;
} tf_decimal_range;
#define TF_DECIMAL_BETWEEN(least_text, most_text)                                                                \
    {                                                                                                            \
        .value = tf_validate_decimal, .argument = TF_CONSTANT_(tf_decimal_range, { (least_text), (most_text) }), \
        .kinds = TF_NUMBER_KINDS, .describe = tf_describe_decimal                                                \
    }
#define TF_DECIMAL_AT_LEAST(least_text) TF_DECIMAL_BETWEEN(least_text, NULL)
#define TF_DECIMAL_AT_MOST(most_text) TF_DECIMAL_BETWEEN(NULL, most_text)
bool tf_validate_decimal(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                         const void *range);
const char *tf_describe_decimal(tf_arena *arena, const void *range);

/** Bounds of a size, both included; SIZE_MAX where there is no upper one. */
typedef struct tf_size_range {
    size_t least;
    size_t most;
} tf_size_range;

/** The text, or each element of a collection of texts, has so many characters (code points, not bytes). */
#define TF_LENGTH_BETWEEN(least_size, most_size)                                                            \
    {                                                                                                       \
        .text = tf_validate_length, .argument = TF_CONSTANT_(tf_size_range, { (least_size), (most_size) }), \
        .describe = tf_describe_length                                                                      \
    }
#define TF_LENGTH_AT_LEAST(least_size) TF_LENGTH_BETWEEN(least_size, SIZE_MAX)
#define TF_LENGTH_AT_MOST(most_size) TF_LENGTH_BETWEEN(0, most_size)
bool tf_validate_length(tf_call *call, const tf_path *path, const char *text, const void *range);
const char *tf_describe_length(tf_arena *arena, const void *range);

/** The collection has so many elements. */
#define TF_COUNT_BETWEEN(least_size, most_size)                                                             \
    {                                                                                                       \
        .value = tf_validate_count, .argument = TF_CONSTANT_(tf_size_range, { (least_size), (most_size) }), \
        .kinds = TF_COLLECTION_KINDS, .describe = tf_describe_count                                         \
    }
#define TF_COUNT_AT_LEAST(least_size) TF_COUNT_BETWEEN(least_size, SIZE_MAX)
#define TF_COUNT_AT_MOST(most_size) TF_COUNT_BETWEEN(0, most_size)
bool tf_validate_count(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                       const void *range);
const char *tf_describe_count(tf_arena *arena, const void *range);

/** Each key of the map passes a check of texts: `TF_KEYS(TF_LENGTH_AT_MOST(128))`. The error stands at the key. */
#define TF_KEYS(...)                                                                                          \
    {                                                                                                         \
        .value = tf_validate_keys, .argument = TF_CONSTANT_(tf_validator, __VA_ARGS__), .kinds = TF_MAP_KINDS \
    }
bool tf_validate_keys(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                      const void *check);

/*
 * Checks across attributes, which are named by their paths from the root, "network.subnet_id". A path that begins with
 * a dot, ".subnet_id", is relative to the object of the attribute that has the check, also inside elements of
 * collections. An unknown value passes.
 */

/** Of the attributes named, at least one is set. */
#define TF_AT_LEAST_ONE_OF(names)                                 \
    {                                                             \
        .value = tf_validate_at_least_one_of, .argument = (names) \
    }
bool tf_validate_at_least_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                 const void *names);
/** Of the attributes named, exactly one is set. */
#define TF_EXACTLY_ONE_OF(names)                                 \
    {                                                            \
        .value = tf_validate_exactly_one_of, .argument = (names) \
    }
bool tf_validate_exactly_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                const void *names);
/** Of the attributes named, no more than one is set. */
#define TF_AT_MOST_ONE_OF(names)                                 \
    {                                                            \
        .value = tf_validate_at_most_one_of, .argument = (names) \
    }
bool tf_validate_at_most_one_of(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                const void *names);

/** Of the attributes named, all are set or none. */
#define TF_REQUIRED_TOGETHER(names)                                 \
    {                                                               \
        .value = tf_validate_required_together, .argument = (names) \
    }
bool tf_validate_required_together(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                   const void *names);

/** This attribute is set only beside `other`. */
#define TF_ONLY_WITH(other)                                 \
    {                                                       \
        .value = tf_validate_only_with, .argument = (other) \
    }
bool tf_validate_only_with(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                           const void *other);
/** This attribute and `other` are not both set. */
#define TF_CONFLICTS_WITH(other)                                 \
    {                                                            \
        .value = tf_validate_conflicts_with, .argument = (other) \
    }
bool tf_validate_conflicts_with(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                const void *other);

/** Warns where this attribute is set although the client could use the write-only attribute `other` instead. */
#define TF_PREFER_WRITE_ONLY(other)                                 \
    {                                                               \
        .value = tf_validate_prefer_write_only, .argument = (other) \
    }
bool tf_validate_prefer_write_only(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                                   const void *other);

TF_END_DECLS

#endif
