/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msgpack-c reads and writes the format itself. Its unpacker, however, makes room for as many elements as a length
 * field says before it has seen them, so that five bytes could ask for gigabytes: `why_incomplete` first walks over the
 * heads and refuses lengths that exceed what is there. Memory then is at most a small multiple of the input's size.
 */
#include "framework/value/msgpack.h"

#include <stdlib.h>
#include <string.h>

#include <msgpack.h>

#include "framework/foundation/utf8.h"
#include "framework/value/decimal.h"

#define UNKNOWN_EXTENSION 0
#define REFINED_UNKNOWN_EXTENSION 12

static uint64_t big_endian(const unsigned char *bytes, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* What follows a head: `children` objects, `body` bytes, or neither. */
struct head {
    size_t length_bytes; /* bytes of the length field behind the first byte */
    size_t fixed;        /* length where there is no length field */
    size_t children_each;
    size_t extra; /* bytes of the body that the length does not count: an extension's type */
};

static bool head_of(unsigned char first, struct head *out)
{
    /* From 0xC4 on: bin, ext, float, uint, int, fixext, str, array, map. */
    static const struct head heads[] = {
        { .length_bytes = 1 },
        { .length_bytes = 2 },
        { .length_bytes = 4 },
        { .length_bytes = 1, .extra = 1 },
        { .length_bytes = 2, .extra = 1 },
        { .length_bytes = 4, .extra = 1 },
        { .fixed = 4 },
        { .fixed = 8 },
        { .fixed = 1 },
        { .fixed = 2 },
        { .fixed = 4 },
        { .fixed = 8 },
        { .fixed = 1 },
        { .fixed = 2 },
        { .fixed = 4 },
        { .fixed = 8 },
        { .fixed = 1, .extra = 1 },
        { .fixed = 2, .extra = 1 },
        { .fixed = 4, .extra = 1 },
        { .fixed = 8, .extra = 1 },
        { .fixed = 16, .extra = 1 },
        { .length_bytes = 1 },
        { .length_bytes = 2 },
        { .length_bytes = 4 },
        { .length_bytes = 2, .children_each = 1 },
        { .length_bytes = 4, .children_each = 1 },
        { .length_bytes = 2, .children_each = 2 },
        { .length_bytes = 4, .children_each = 2 },
    };
    if (first >= 0xE0 || first < 0x80) {
        *out = (struct head){ .fixed = 0 };
    } else if (first < 0x90) {
        *out = (struct head){ .fixed = first & 0x0F, .children_each = 2 };
    } else if (first < 0xA0) {
        *out = (struct head){ .fixed = first & 0x0F, .children_each = 1 };
    } else if (first < 0xC0) {
        *out = (struct head){ .fixed = first & 0x1F };
    } else if (first < 0xC4) {
        *out = (struct head){ .fixed = 0 };
    } else {
        *out = heads[first - 0xC4];
    }
    return first != 0xC1;
}

/* NULL where the bytes are exactly one object with all that its lengths promise, nested no deeper than allowed. */
static const char *why_incomplete(const unsigned char *bytes, size_t size)
{
    size_t open[VALUE_MAX_DEPTH + 1] = { 1 };
    size_t depth = 0;
    size_t at = 0;
    while (depth > 0 || open[0] > 0) {
        if (open[depth] == 0) {
            depth--;
            continue;
        }
        open[depth]--;
        struct head head;
        if (at == size)
            return "truncated msgpack";
        if (!head_of(bytes[at++], &head))
            return "malformed msgpack";
        if (size - at < head.length_bytes)
            return "truncated msgpack";
        const size_t length = head.length_bytes > 0 ? big_endian(bytes + at, head.length_bytes) : head.fixed;
        at += head.length_bytes;
        const size_t needed = head.children_each > 0 ? length * head.children_each : length + head.extra;
        if (size - at < needed)
            return "truncated msgpack";
        if (head.children_each == 0) {
            at += needed;
        } else if (needed > 0) {
            if (depth == VALUE_MAX_DEPTH - 1)
                return "nested too deep";
            open[++depth] = needed;
        }
    }
    return at == size ? NULL : "trailing bytes behind the msgpack value";
}

/* What stays the same on the way down. */
struct reading {
    tf_arena *arena;
    value_error *error;
};

static bool read_object(struct reading *reading, const tf_path *path, const tf_type *type, const msgpack_object *source,
                        tf_value *out);

static bool refuse(struct reading *reading, const tf_path *path, const char *message)
{
    return value_refuse(reading->arena, reading->error, path, message);
}

static bool read_text(struct reading *reading, const tf_path *path, const msgpack_object *source, const char **out)
{
    if (source->type != MSGPACK_OBJECT_STR)
        return refuse(reading, path, "a string is required");
    if (!utf8_is_text(source->via.str.ptr, source->via.str.size))
        return refuse(reading, path, "a text that is not UTF-8, or holds a NUL character");
    *out = tf_copy_bytes(reading->arena, source->via.str.ptr, source->via.str.size);
    return true;
}

static bool read_number(struct reading *reading, const tf_path *path, const msgpack_object *source, tf_value *out)
{
    const char *text = NULL;
    switch (source->type) {
    case MSGPACK_OBJECT_POSITIVE_INTEGER:
        out->digits = decimal_from_uint64(reading->arena, source->via.u64);
        return true;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER:
        out->digits = decimal_from_int64(reading->arena, source->via.i64);
        return true;
    case MSGPACK_OBJECT_FLOAT32:
    case MSGPACK_OBJECT_FLOAT64:
        *out = value_of_double(reading->arena, source->via.f64);
        return out->state == TF_KNOWN || refuse(reading, path, "a number that is infinite or none at all");
    case MSGPACK_OBJECT_STR:
        if (!read_text(reading, path, source, &text))
            return false;
        out->digits = decimal_canonical(reading->arena, text);
        return out->digits != NULL
               || refuse(reading, path, "a text that is no number, or one with too large an exponent");
    default:
        return refuse(reading, path, "a number is required");
    }
}

static bool read_array(struct reading *reading, const tf_path *path, const tf_type *type, const msgpack_object *source,
                       tf_value *out)
{
    if (source->type != MSGPACK_OBJECT_ARRAY)
        return refuse(reading, path, "an array is required");
    if (type->kind == TF_TYPE_TUPLE && source->via.array.size != type->count)
        return refuse(reading, path, "a tuple of another length");
    out->count = source->via.array.size;
    out->items = tf_alloc_array(reading->arena, out->count, sizeof *out->items);
    for (size_t i = 0; i < out->count; i++) {
        tf_path step = { .parent = path, .step = TF_STEP_INDEX, .index = (int64_t)i };
        if (!read_object(reading, &step, type->kind == TF_TYPE_TUPLE ? type->elements[i] : type->element,
                         &source->via.array.ptr[i], &out->items[i]))
            return false;
    }
    return true;
}

struct entry {
    const char *key;
    const msgpack_object *value;
};

static int compare_entries(const void *one, const void *other)
{
    return strcmp(((const struct entry *)one)->key, ((const struct entry *)other)->key);
}

static struct entry *refuse_entries(struct reading *reading, const tf_path *path, const char *what)
{
    refuse(reading, path, what);
    return NULL;
}

/*
 * The entries of a map or object in the order of their keys, each of which is there once; NULL where they are not so.
 */
static struct entry *read_entries(struct reading *reading, const tf_path *path, const msgpack_object *source)
{
    if (source->type != MSGPACK_OBJECT_MAP)
        return refuse_entries(reading, path, "a map is required");
    const size_t count = source->via.map.size;
    struct entry *entries = tf_alloc_array(reading->arena, count, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        entries[i].value = &source->via.map.ptr[i].val;
        if (!read_text(reading, path, &source->via.map.ptr[i].key, &entries[i].key))
            return NULL;
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(entries[i - 1].key, entries[i].key) == 0)
            return refuse_entries(reading, path, "a key twice");
    }
    return entries;
}

static bool read_map(struct reading *reading, const tf_path *path, const tf_type *type, const msgpack_object *source,
                     tf_value *out)
{
    const struct entry *entries = read_entries(reading, path, source);
    if (entries == NULL)
        return false;
    out->count = source->via.map.size;
    out->items = tf_alloc_array(reading->arena, out->count, sizeof *out->items);
    const char **keys = tf_alloc_array(reading->arena, out->count, sizeof(const char *));
    for (size_t i = 0; i < out->count; i++) {
        tf_path step = { .parent = path, .step = TF_STEP_KEY, .name = entries[i].key };
        keys[i] = entries[i].key;
        if (!read_object(reading, &step, type->element, entries[i].value, &out->items[i]))
            return false;
    }
    out->keys = keys;
    return true;
}

static bool read_attributes(struct reading *reading, const tf_path *path, const tf_type *type,
                            const msgpack_object *source, tf_value *out)
{
    const struct entry *entries = read_entries(reading, path, source);
    if (entries == NULL)
        return false;
    if (source->via.map.size < type->count)
        return refuse(reading, path, "an object without all of its attributes");
    out->count = type->count;
    out->keys = type->names;
    out->items = tf_alloc_array(reading->arena, out->count, sizeof *out->items);
    for (size_t i = 0; i < source->via.map.size; i++) {
        tf_path step = { .parent = path, .step = TF_STEP_ATTRIBUTE, .name = entries[i].key };
        if (i >= type->count || strcmp(entries[i].key, type->names[i]) != 0)
            return refuse(reading, &step, "an object with other attributes than the schema's");
        if (!read_object(reading, &step, type->elements[i], entries[i].value, &out->items[i]))
            return false;
    }
    return true;
}

static bool read_dynamic(struct reading *reading, const tf_path *path, const msgpack_object *source, tf_value *out)
{
    if (source->type != MSGPACK_OBJECT_ARRAY || source->via.array.size != 2)
        return refuse(reading, path, "an array of type and value is required");
    const msgpack_object *type_source = &source->via.array.ptr[0];
    const tf_type *type = NULL;
    if (type_source->type == MSGPACK_OBJECT_BIN)
        type = type_from_json(reading->arena, type_source->via.bin.ptr, type_source->via.bin.size, reading->error);
    if (type == NULL)
        return refuse(reading, path, "malformed type");
    if (type->kind == TF_TYPE_DYNAMIC)
        return refuse(reading, path, "a dynamic value whose type is dynamic");
    return read_object(reading, path, type, &source->via.array.ptr[1], out);
}

static bool read_object(struct reading *reading, const tf_path *path, const tf_type *type, const msgpack_object *source,
                        tf_value *out)
{
    *out = value_null(type);
    if (source->type == MSGPACK_OBJECT_NIL)
        return true;
    if (source->type == MSGPACK_OBJECT_EXT) {
        if (source->via.ext.type != UNKNOWN_EXTENSION && source->via.ext.type != REFINED_UNKNOWN_EXTENSION)
            return refuse(reading, path, "an extension that is no unknown value");
        out->state = TF_UNKNOWN;
        return true;
    }
    out->state = TF_KNOWN;
    switch (type->kind) {
    case TF_TYPE_STRING:
        return read_text(reading, path, source, &out->text);
    case TF_TYPE_BOOL:
        if (source->type != MSGPACK_OBJECT_BOOLEAN)
            return refuse(reading, path, "a bool is required");
        out->truth = source->via.boolean;
        return true;
    case TF_TYPE_NUMBER:
        return read_number(reading, path, source, out);
    case TF_TYPE_LIST:
    case TF_TYPE_SET:
    case TF_TYPE_TUPLE:
        return read_array(reading, path, type, source, out);
    case TF_TYPE_MAP:
        return read_map(reading, path, type, source, out);
    case TF_TYPE_OBJECT:
        return read_attributes(reading, path, type, source, out);
    case TF_TYPE_DYNAMIC:
        break;
    }
    return read_dynamic(reading, path, source, out);
}

bool value_from_msgpack(tf_arena *arena, const tf_type *type, const void *bytes, size_t size, tf_value *out,
                        value_error *error)
{
    struct reading reading = { .arena = arena, .error = error };
    const char *problem = why_incomplete(bytes, size);
    if (problem != NULL)
        return refuse(&reading, NULL, problem);
    msgpack_unpacked unpacked;
    msgpack_unpacked_init(&unpacked);
    size_t offset = 0;
    bool read = msgpack_unpack_next(&unpacked, bytes, size, &offset) == MSGPACK_UNPACK_SUCCESS;
    if (!read)
        refuse(&reading, NULL, "malformed msgpack");
    read = read && read_object(&reading, NULL, type, &unpacked.data, out);
    msgpack_unpacked_destroy(&unpacked);
    return read;
}

static int append_packed(void *builder, const char *bytes, size_t size)
{
    tf_append_bytes(builder, bytes, size);
    return 0;
}

static void write_value(msgpack_packer *packer, tf_arena *arena, const tf_type *type, const tf_value *value);

/* The forms that Terraform itself chooses: it tells numbers apart by the precision that they come with. */
static void write_number(msgpack_packer *packer, const tf_value *number)
{
    const char *digits = number->digits;
    int64_t integer;
    double real;
    if (decimal_to_int64(digits, &integer)) {
        msgpack_pack_int64(packer, integer);
    } else if (!decimal_is_whole(digits) && decimal_to_exact_double(digits, &real)) {
        msgpack_pack_double(packer, real);
    } else {
        if (number->shortest != NULL)
            digits = number->shortest;
        msgpack_pack_str_with_body(packer, digits, strlen(digits));
    }
}

static void write_items(msgpack_packer *packer, tf_arena *arena, const tf_type *type, const tf_value *value)
{
    const bool named = type->kind == TF_TYPE_MAP || type->kind == TF_TYPE_OBJECT;
    const tf_value **sorted = type->kind == TF_TYPE_SET ? value_sorted_items(arena, value) : NULL;
    if (named) {
        msgpack_pack_map(packer, value->count);
    } else {
        msgpack_pack_array(packer, value->count);
    }
    for (size_t i = 0; i < value->count; i++) {
        if (named)
            msgpack_pack_str_with_body(packer, value->keys[i], strlen(value->keys[i]));
        write_value(packer, arena, type->element != NULL ? type->element : type->elements[i],
                    sorted != NULL ? sorted[i] : &value->items[i]);
    }
}

/* `type` is what the place asks for: dynamic where the value has to bring its own. */
static void write_value(msgpack_packer *packer, tf_arena *arena, const tf_type *type, const tf_value *value)
{
    if (type->kind == TF_TYPE_DYNAMIC && value->type->kind != TF_TYPE_DYNAMIC) {
        const char *json = type_to_json(arena, value->type);
        msgpack_pack_array(packer, 2);
        msgpack_pack_bin_with_body(packer, json, strlen(json));
        type = value->type;
    }
    if (value->state == TF_NULL) {
        msgpack_pack_nil(packer);
        return;
    }
    if (value->state == TF_UNKNOWN) {
        msgpack_pack_ext_with_body(packer, "", 1, UNKNOWN_EXTENSION);
        return;
    }
    switch (type->kind) {
    case TF_TYPE_STRING:
        msgpack_pack_str_with_body(packer, value->text, strlen(value->text));
        return;
    case TF_TYPE_BOOL:
        if (value->truth) {
            msgpack_pack_true(packer);
        } else {
            msgpack_pack_false(packer);
        }
        return;
    case TF_TYPE_NUMBER:
        write_number(packer, value);
        return;
    case TF_TYPE_LIST:
    case TF_TYPE_SET:
    case TF_TYPE_TUPLE:
    case TF_TYPE_MAP:
    case TF_TYPE_OBJECT:
    case TF_TYPE_DYNAMIC:
        break;
    }
    write_items(packer, arena, type, value);
}

void value_to_msgpack(tf_arena *arena, const tf_value *value, const void **out_bytes, size_t *out_size)
{
    value_to_msgpack_as(arena, value->type, value, out_bytes, out_size);
}

void value_to_msgpack_as(tf_arena *arena, const tf_type *type, const tf_value *value, const void **out_bytes,
                         size_t *out_size)
{
    tf_text_builder builder = { .arena = arena };
    msgpack_packer packer;
    msgpack_packer_init(&packer, &builder, append_packed);
    write_value(&packer, arena, type, value);
    *out_bytes = tf_built_text(&builder);
    *out_size = builder.length;
}
