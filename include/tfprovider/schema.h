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

TF_BEGIN_DECLS

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

/** A kind in a tf_validator's `kinds`. */
#define TF_KIND_BIT(kind) (UINT32_C(1) << (kind))

typedef struct tf_attribute tf_attribute;

/** A custom type of strings: <tfprovider/types.h>. */
typedef struct tf_custom_type tf_custom_type;

/**
 * A table of attributes, the struct that they bind to, and what concerns them as a whole. Made with TF_SCHEMA. One
 * without attributes may be left all zero.
 */
typedef struct tf_schema {
    const tf_attribute *attributes;
    size_t count; /**< attributes in the table */
    size_t size;  /**< bytes of the struct */
    /** Version of the stored form of a resource's state, or of its identity; raised where that changes. */
    int64_t version;
    const char *description; /**< Markdown */
    const char *deprecated;  /**< what to use instead, which users are warned with; NULL where it is not deprecated */
} tf_schema;

/**
 * The schema of `struct_type` with the attributes of `table`, and further members of tf_schema where there are any:
 * `TF_SCHEMA(struct server, server_attributes, .version = 1, .description = "A server.")`.
 */
#define TF_SCHEMA(...) TF_CONSTANT_(tf_schema, TF_SCHEMA_INIT(__VA_ARGS__))

/** The same as an initialiser, for a schema that has a name of its own: `const tf_schema x = TF_SCHEMA_INIT(…);`. */
#define TF_SCHEMA_INIT(struct_type, ...) TF_SCHEMA_INIT_(struct_type, __VA_ARGS__, )
#define TF_SCHEMA_INIT_(struct_type, table, ...)                                                                     \
    {                                                                                                                \
        .attributes = (table), .count = sizeof(table) / sizeof((table)[0]), .size = sizeof(struct_type), __VA_ARGS__ \
    }

/**
 * A check of a configured value. `text` runs for a known string and for each known element of a collection of strings;
 * `value` runs once for the attribute, whatever its state, and gets the whole configuration. Both report by tf_fail_at
 * on `path` and return false, or true where there is nothing to report. A check accepts what is unknown.
 */
typedef struct tf_validator {
    bool (*text)(tf_call *call, const tf_path *path, const char *text, const void *argument);
    bool (*value)(tf_call *call, const tf_path *path, const tf_value *value, const tf_value *config,
                  const void *argument);
    const void *argument;
    const char *description; /**< a sentence for the documentation; NULL for none */
    uint32_t kinds;          /**< TF_KIND_BITs of the kinds that it applies to, checked at start; 0 for all */
    /** Makes that sentence where it depends on `argument`; NULL where `description` does. */
    const char *(*describe)(tf_arena *arena, const void *argument);
} tf_validator;

/** The checks of an attribute: `.validators = TF_VALIDATORS(aws_is_subnet_id, TF_ONE_OF(tiers))`. */
#define TF_VALIDATORS(...) TF_CONSTANTS_(tf_validator, { __VA_ARGS__, { .text = NULL } })

struct tf_attribute {
    const char *name;
    tf_kind kind;
    size_t offset;               /**< of the field in the struct; set by the TF_* macros */
    const tf_schema *attributes; /**< of nested objects; set by the TF_* macros */
    tf_mode mode;
    const char *description; /**< Markdown, one or more sentences */
    const char *deprecated;  /**< what to use instead; NULL where it is not */
    bool sensitive;
    bool write_only;            /**< null in plan and state, to be read from tf_config only */
    bool requires_replace;      /**< a change replaces the resource */
    bool use_state_for_unknown; /**< computed: an update keeps the prior value instead of "(known after apply)" */
    /**
     * A string at the top of a resource's table by which the object is found. A state in which it is not known, is
     * empty or fails its checks of texts, because it was edited by hand or moved, is refused before read, update or
     * delete see it.
     */
    bool identifies;
    const char *default_value;      /**< text for strings, JSON for every other kind; only with TF_OPTIONAL_COMPUTED */
    const tf_validator *validators; /**< TF_VALIDATORS(…); NULL for none */
    /**
     * A nested block (`listener { … }`) instead of a nested attribute: for objects, lists and sets of objects. An
     * absent list or set of blocks is empty, an absent single block null. `mode`, default and plan behaviour belong to
     * its attributes; TF_REQUIRED asks for at least one.
     */
    bool block;
    const tf_type *type; /**< of TF_KIND_VALUE */
    /**
     * For strings and elements of string collections: whether two texts mean the same. If they do there is no change,
     * and the text of the prior state, or of the configuration, is kept.
     */
    bool (*semantic_equals)(tf_arena *arena, const char *one, const char *other);
    const tf_custom_type
        *custom_type; /**< for strings and elements of string collections; not beside semantic_equals */
};

/* A field, checked by the compiler: the name of the attribute is the name of the field. */
#define TF_FIELD_(struct_type, field, field_type, field_kind) \
    .name = #field, .kind = (field_kind),                     \
    .offset = offsetof(struct_type, field) + TF_CHECK_MEMBER_(struct_type, field, field_type)
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

/*
 * Nested objects: the field is a TF_OBJECT_OF, TF_OBJECTS_OF or TF_OBJECT_MAP_OF of `nested`, whose table is `table`.
 */
#define TF_NESTED_SCHEMA_(struct_type, field, member, nested, schema, field_kind)                   \
    .name = #field, .kind = (field_kind),                                                           \
    .offset = offsetof(struct_type, field) + TF_CHECK_MEMBER_(struct_type, field.member, nested *), \
    .attributes = (schema)
#define TF_NESTED_(struct_type, field, member, nested, table, field_kind) \
    TF_NESTED_SCHEMA_(struct_type, field, member, nested, TF_SCHEMA(nested, table), field_kind)
#define TF_OBJECT(struct_type, field, nested, table) \
    TF_NESTED_(struct_type, field, value, nested, table, TF_KIND_OBJECT)
#define TF_OBJECT_LIST(struct_type, field, nested, table) \
    TF_NESTED_(struct_type, field, items, nested, table, TF_KIND_OBJECT_LIST)
#define TF_OBJECT_SET(struct_type, field, nested, table) \
    TF_NESTED_(struct_type, field, items, nested, table, TF_KIND_OBJECT_SET)
#define TF_OBJECT_MAP(struct_type, field, nested, table) \
    TF_NESTED_(struct_type, field, items, nested, table, TF_KIND_OBJECT_MAP)

/* One nested object whose schema (`const tf_schema *`, of `nested`) is defined elsewhere. */
#define TF_OBJECT_OF_SCHEMA(struct_type, field, nested, schema) \
    TF_NESTED_SCHEMA_(struct_type, field, value, nested, schema, TF_KIND_OBJECT)

/* Structs by their schema: for code that treats fields of many kinds alike. */

/** The state of the field of `schema->attributes[index]` in `source`, a struct that `schema` describes. */
tf_presence tf_field_state(const tf_schema *schema, size_t index, const void *source);

/** The index of the attribute of that name in `schema`'s table; `schema->count` where there is none. */
size_t tf_field_index(const tf_schema *schema, const char *name);

/**
 * The field of `schema->attributes[index]` in `source` as a general value, made in `arena`, which refers to the field's
 * texts. False where the field breaks the rules of its type, such as a known string without text.
 */
bool tf_field_value(tf_arena *arena, const tf_schema *schema, size_t index, const void *source, tf_value *out);

/**
 * Sets the field of `schema->attributes[index]` in `target` from a value of the attribute's type, whose texts it refers
 * to; collections are made in `arena`. False, with the field null, where it does not fit: a number that the field
 * cannot hold.
 */
bool tf_field_set(tf_arena *arena, const tf_schema *schema, size_t index, const tf_value *value, void *target);

/** Whether any field of `source`, or anything inside one, is unknown. */
bool tf_struct_has_unknown(const tf_schema *schema, const void *source);

/** Whether two structs that `schema` describes hold the same; false where one breaks the rules of its types. */
bool tf_same_struct(tf_arena *arena, const tf_schema *schema, const void *one, const void *other);

/**
 * A copy in `arena` of `source` with all that it refers to, for what has to outlive the call that it came from. NULL
 * where `source` is NULL or breaks the rules of its types: a known string without text, a map whose keys are not in
 * order.
 */
void *tf_struct_copy(tf_arena *arena, const tf_schema *schema, const void *source);

TF_END_DECLS

#include <tfprovider/validators.h>

#endif
