/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values: what the fields of a resource's own struct are made of, and the general form for what has no fixed shape.
 *
 * Every field has a state: null, unknown (decided during apply) or known. A zeroed field is null. Texts are UTF-8 and
 * NUL-terminated, and live in the call's arena or are static.
 */
#ifndef TFPROVIDER_VALUE_H
#define TFPROVIDER_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfprovider/arena.h>

TF_BEGIN_DECLS

typedef enum tf_presence {
    TF_NULL = 0,
    TF_UNKNOWN,
    TF_KNOWN,
} tf_presence;

typedef struct tf_string {
    tf_presence state;
    const char *value; /**< NULL unless known */
} tf_string;

typedef struct tf_bool {
    tf_presence state;
    bool value;
} tf_bool;

/** A whole number. Configuring one with a fraction, or one that does not fit, is an error on the attribute. */
typedef struct tf_int64 {
    tf_presence state;
    int64_t value;
} tf_int64;

/** As tf_int64, of 32 bits. */
typedef struct tf_int32 {
    tf_presence state;
    int32_t value;
} tf_int32;

/** A number as the nearest double. Configuring one that is too large is an error on the attribute. */
typedef struct tf_float64 {
    tf_presence state;
    double value;
    /**
     * The exact digits that `value` was rounded from. Terraform gets them back unchanged as long as `value` is the
     * double nearest to them. NULL in a number that you make.
     */
    const char *digits;
} tf_float64;

/** As tf_float64, of 32 bits. Configuring a number other than 0 that would be rounded to 0 is an error as well. */
typedef struct tf_float32 {
    tf_presence state;
    float value;
    const char *digits;
} tf_float32;

/**
 * An exact decimal as text in canonical form, in which equal numbers are equal texts: no leading or trailing zeros
 * ("0", "-12.5", "0.001"), and an exponent only for more than 60 digits before the point or zeros behind it ("1e400").
 * Make one with tf_number_of.
 */
typedef struct tf_number {
    tf_presence state;
    const char *digits; /**< NULL unless known */
} tf_number;

typedef struct tf_string_list {
    tf_presence state;
    size_t count;
    tf_string *items;
} tf_string_list;

/** A set: elements are distinct and have no order. A type of its own, so that the compiler keeps it apart from a list.
 */
typedef struct tf_string_set {
    tf_presence state;
    size_t count;
    tf_string *items;
} tf_string_set;

typedef struct tf_string_entry {
    const char *key;
    tf_string value;
} tf_string_entry;

/** Entries are in the order of their keys' bytes. */
typedef struct tf_string_map {
    tf_presence state;
    size_t count;
    tf_string_entry *entries;
} tf_string_map;

/** Field for one nested object: `TF_OBJECT_OF(struct byoc) byoc;`, read as `project->byoc.value->role_arn`. */
#define TF_OBJECT_OF(type) \
    struct {               \
        tf_presence state; \
        type *value;       \
    }

/** Field for a list or set of nested objects. */
#define TF_OBJECTS_OF(type) \
    struct {                \
        tf_presence state;  \
        size_t count;       \
        type *items;        \
    }

/** Field for a map of nested objects: `keys[i]` belongs to `items[i]`. */
#define TF_OBJECT_MAP_OF(type) \
    struct {                   \
        tf_presence state;     \
        size_t count;          \
        const char **keys;     \
        type *items;           \
    }

#define tf_known(field) ((field).state == TF_KNOWN)
#define tf_unknown(field) ((field).state == TF_UNKNOWN)
#define tf_null(field) ((field).state == TF_NULL)

/** A known string that refers to `text` (not copied); null where `text` is NULL. */
tf_string tf_string_of(const char *text);

/** As tf_string_of, but "" gives null too: many APIs write "" for no value. */
tf_string tf_string_or_null(const char *text);

tf_string tf_unknown_string(void);
tf_bool tf_bool_of(bool value);
tf_int64 tf_int64_of(int64_t value);
tf_int32 tf_int32_of(int32_t value);

/** The exact number that `text` writes ("1.5", "-2e400"), in `arena`; null where it writes none, or is NULL. */
tf_number tf_number_of(tf_arena *arena, const char *text);

/** A known list of copies of `texts`, which end with NULL. */
tf_string_list tf_string_list_of(tf_arena *arena, const char *const *texts);

/** Makes a field of any kind unknown, or null, whatever else is in it. */
#define tf_set_unknown(field) ((void)((field).state = TF_UNKNOWN))
#define tf_set_null(field) ((void)((field).state = TF_NULL))

/** The number that equals a finite double exactly; it is sent with the fewest digits that name that double. */
tf_float64 tf_float64_of(double value);
tf_float32 tf_float32_of(float value);

/** Whether `field` is known and equal to `text`. */
bool tf_equal(tf_string field, const char *text);

/** Whether both are null, both unknown, or both known and equal. */
bool tf_same_string(tf_string one, tf_string other);

/** `field`'s text, or `fallback` where it is not known. */
const char *tf_text_of(tf_string field, const char *fallback);

bool tf_starts_with(const char *text, const char *prefix);

/** A known, empty map. */
tf_string_map tf_empty_string_map(void);

/** The value under `key`, NULL where there is none. */
const tf_string *tf_string_map_get(const tf_string_map *map, const char *key);

/**
 * Sets `key` in its place, copying key and text into `arena`, and makes the map known. Each call copies the whole map,
 * so that copies of the struct stay as they are: for a handful of entries. Use a tf_string_map_builder for many.
 */
void tf_string_map_put(tf_arena *arena, tf_string_map *map, const char *key, const char *value);

/**
 * The entries of `map` whose keys `other` lacks: what goes when `map` becomes `other`. Known; keys and texts are
 * shared.
 */
tf_string_map tf_string_map_without(tf_arena *arena, const tf_string_map *map, const tf_string_map *other);

/** The entries of `map` under `keys`, which end with NULL. Known; keys and texts are shared. */
tf_string_map tf_string_map_pick(tf_arena *arena, const tf_string_map *map, const char *const *keys);

/** Same keys and same values (null and unknown values only equal themselves). */
bool tf_same_string_map(const tf_string_map *one, const tf_string_map *other);

/** A map in the making, of any number of entries. Start from `{ .arena = arena }`. */
typedef struct tf_string_map_builder {
    tf_arena *arena;
    tf_string_entry *entries; /**< in the order in which they came */
    size_t count;
    size_t capacity; /**< entries allocated */
} tf_string_map_builder;

/** Adds an entry, copying key and text. Of two with the same key the later one counts. */
void tf_add_entry(tf_string_map_builder *builder, const char *key, const char *value);

/** The map that was built, known and in order. The builder must not be used afterwards. */
tf_string_map tf_built_string_map(tf_string_map_builder *builder);

/**
 * Adds a copy of `text` to a set unless the set has it, and makes the set known. Copies the whole set as
 * tf_string_map_put does: use a tf_string_set_builder for many elements.
 */
void tf_string_set_add(tf_arena *arena, tf_string_set *set, const char *text);

/** A set in the making, of any number of elements. Start from `{ .arena = arena }`. */
typedef struct tf_string_set_builder {
    tf_arena *arena;
    tf_string *items;
    size_t count;
    size_t capacity; /**< elements allocated */
} tf_string_set_builder;

/** Adds a copy of `text`. What is added twice is in the set once. */
void tf_add_element(tf_string_set_builder *builder, const char *text);

/** The set that was built, known, its elements in the order of their bytes. The builder must not be used afterwards. */
tf_string_set tf_built_string_set(tf_string_set_builder *builder);

/** Whether a known set holds `text`. */
bool tf_string_set_has(const tf_string_set *set, const char *text);

/** The elements of `set` that `other` lacks, in their order. Known; texts are shared. */
tf_string_set tf_string_set_without(tf_arena *arena, const tf_string_set *set, const tf_string_set *other);

/** Same elements in any order, and the same state. */
bool tf_same_string_set(const tf_string_set *one, const tf_string_set *other);

/** Whether the collection itself or any element of it is unknown. */
bool tf_string_set_has_unknown(const tf_string_set *set);
bool tf_string_map_has_unknown(const tf_string_map *map);

/* The general form. */

typedef enum tf_type_kind {
    TF_TYPE_STRING,
    TF_TYPE_BOOL,
    TF_TYPE_NUMBER,
    TF_TYPE_LIST,
    TF_TYPE_SET,
    TF_TYPE_MAP,
    TF_TYPE_OBJECT,
    TF_TYPE_TUPLE,
    TF_TYPE_DYNAMIC,
} tf_type_kind;

typedef struct tf_type {
    tf_type_kind kind;
    const struct tf_type *element; /**< of list, set and map */
    size_t count;                  /**< members of object or tuple */
    const char *const *names;      /**< an object's attribute names, `count` of them, in order of their bytes */
    const struct tf_type *const
        *elements; /**< types of an object's attributes (parallel to names) or of a tuple's elements */
    /** Of a schema's type, set by the framework: where the attributes are, in the order of their table; else NULL. */
    const size_t *order;
} tf_type;

extern const tf_type tf_type_string, tf_type_bool, tf_type_number, tf_type_dynamic;

/**
 * A value of any type. In a value of dynamic type, `type` is the actual one where it is known; null and unknown ones
 * may have tf_type_dynamic itself.
 */
typedef struct tf_value {
    const tf_type *type;
    tf_presence state;
    union {
        struct {
            size_t count;
            struct tf_value *items;
            const char *const *keys; /**< of map (sorted by bytes) and object (the type's names); else NULL */
        };
        const char *text; /**< string */
        struct {
            const char *digits; /**< number, canonical decimal, by which it is compared */
            const char
                *shortest; /**< of one made from a double the least digits that name it, which are sent; else NULL */
        };
        bool truth; /**< bool */
    };
} tf_value;

/* Makers of types and values. They refer to the texts, items and types that they are given, which must live as long. */

const tf_type *tf_type_list_of(tf_arena *arena, const tf_type *element);
const tf_type *tf_type_set_of(tf_arena *arena, const tf_type *element);
const tf_type *tf_type_map_of(tf_arena *arena, const tf_type *element);

/** `names` in any order, `types` parallel to them. */
const tf_type *tf_type_object_of(tf_arena *arena, size_t count, const char *const *names, const tf_type *const *types);
const tf_type *tf_type_tuple_of(tf_arena *arena, size_t count, const tf_type *const *types);

tf_value tf_value_null(const tf_type *type);
tf_value tf_value_unknown(const tf_type *type);

/** Null where `text` is NULL. */
tf_value tf_value_string(const char *text);
tf_value tf_value_bool(bool truth);
tf_value tf_value_int64(tf_arena *arena, int64_t value);

/** Null where it is not finite. */
tf_value tf_value_float64(tf_arena *arena, double value);

/** The exact number that `text` writes; null where it writes none, or is NULL. */
tf_value tf_value_number(tf_arena *arena, const char *text);

/** Known collections of `count` items, all of the type `element`; a set's distinct. */
tf_value tf_value_list(tf_arena *arena, const tf_type *element, size_t count, const tf_value *items);
tf_value tf_value_set(tf_arena *arena, const tf_type *element, size_t count, const tf_value *items);

/** `keys` in any order and distinct, `items` parallel to them. */
tf_value tf_value_map(tf_arena *arena, const tf_type *element, size_t count, const char *const *keys,
                      const tf_value *items);

/** A known object whose type follows from its values; `names` in any order and distinct, `items` parallel to them. */
tf_value tf_value_object(tf_arena *arena, size_t count, const char *const *names, const tf_value *items);
tf_value tf_value_tuple(tf_arena *arena, size_t count, const tf_value *items);

/**
 * Deep equality; sets without order, numbers by value. Null equals null and unknown equals unknown of the same type.
 */
bool tf_value_equal(const tf_value *one, const tf_value *other);

/** Whether the value or anything inside it is unknown. */
bool tf_value_has_unknown(const tf_value *value);

/** An object's attribute or a map's element; NULL where there is none, or the value is null or unknown. */
const tf_value *tf_value_get(const tf_value *value, const char *name);

TF_END_DECLS

#endif
