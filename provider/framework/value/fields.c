/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Helpers on the fields of a resource's own struct.
 */
#include <stdlib.h>
#include <string.h>

#include <tfprovider/value.h>

tf_string tf_string_of(const char *text)
{
    return (tf_string){ .state = text == NULL ? TF_NULL : TF_KNOWN, .value = text };
}

tf_string tf_string_or_null(const char *text)
{
    return tf_string_of(text == NULL || text[0] == '\0' ? NULL : text);
}

tf_string tf_unknown_string(void)
{
    return (tf_string){ .state = TF_UNKNOWN };
}

tf_bool tf_bool_of(bool value)
{
    return (tf_bool){ .state = TF_KNOWN, .value = value };
}

tf_int64 tf_int64_of(int64_t value)
{
    return (tf_int64){ .state = TF_KNOWN, .value = value };
}

tf_int32 tf_int32_of(int32_t value)
{
    return (tf_int32){ .state = TF_KNOWN, .value = value };
}

tf_float64 tf_float64_of(double value)
{
    return (tf_float64){ .state = TF_KNOWN, .value = value };
}

tf_float32 tf_float32_of(float value)
{
    return (tf_float32){ .state = TF_KNOWN, .value = value };
}

bool tf_equal(tf_string field, const char *text)
{
    return tf_known(field) && strcmp(field.value, text) == 0;
}

bool tf_same_string(tf_string one, tf_string other)
{
    return one.state == other.state && (!tf_known(one) || strcmp(one.value, other.value) == 0);
}

const char *tf_text_of(tf_string field, const char *fallback)
{
    return tf_known(field) ? field.value : fallback;
}

bool tf_starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

tf_string_map tf_empty_string_map(void)
{
    return (tf_string_map){ .state = TF_KNOWN };
}

/* The index of `key` in the sorted entries; where it is not there, the one at which it belongs. */
static size_t entry_index(const tf_string_map *map, const char *key, bool *out_found)
{
    size_t low = 0;
    size_t high = map->count;
    *out_found = false;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(map->entries[middle].key, key);
        if (order == 0) {
            *out_found = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const tf_string *tf_string_map_get(const tf_string_map *map, const char *key)
{
    if (!tf_known(*map))
        return NULL;
    bool found;
    const size_t index = entry_index(map, key, &found);
    return found ? &map->entries[index].value : NULL;
}

void tf_string_map_put(tf_arena *arena, tf_string_map *map, const char *key, const char *value)
{
    if (!tf_known(*map))
        *map = tf_empty_string_map();
    bool found;
    const size_t index = entry_index(map, key, &found);
    /* Always into a new array: copies of the struct share the old one. */
    tf_string_entry *entries = tf_alloc_array(arena, map->count + (found ? 0 : 1), sizeof *entries);
    const size_t behind = found ? index + 1 : index;
    if (index > 0)
        memcpy(entries, map->entries, index * sizeof *entries);
    if (behind < map->count)
        memcpy(entries + index + 1, map->entries + behind, (map->count - behind) * sizeof *entries);
    entries[index] =
        (tf_string_entry){ .key = tf_copy_text(arena, key), .value = tf_string_of(tf_copy_text(arena, value)) };
    map->entries = entries;
    map->count += found ? 0 : 1;
}

tf_string_map tf_string_map_without(tf_arena *arena, const tf_string_map *map, const tf_string_map *other)
{
    tf_string_map rest = { .state = TF_KNOWN, .entries = tf_alloc_array(arena, map->count, sizeof *rest.entries) };
    for (size_t i = 0; i < map->count; i++) {
        if (tf_string_map_get(other, map->entries[i].key) == NULL)
            rest.entries[rest.count++] = map->entries[i];
    }
    return rest;
}

static bool is_listed(const char *const *texts, const char *text)
{
    while (*texts != NULL && strcmp(*texts, text) != 0)
        texts++;
    return *texts != NULL;
}

tf_string_map tf_string_map_pick(tf_arena *arena, const tf_string_map *map, const char *const *keys)
{
    tf_string_map picked = { .state = TF_KNOWN, .entries = tf_alloc_array(arena, map->count, sizeof *picked.entries) };
    for (size_t i = 0; i < map->count; i++) {
        if (is_listed(keys, map->entries[i].key))
            picked.entries[picked.count++] = map->entries[i];
    }
    return picked;
}

void tf_add_entry(tf_string_map_builder *builder, const char *key, const char *value)
{
    builder->entries =
        tf_grow(builder->arena, builder->entries, builder->count, &builder->capacity, sizeof *builder->entries);
    builder->entries[builder->count++] = (tf_string_entry){
        .key = tf_copy_text(builder->arena, key),
        .value = tf_string_of(tf_copy_text(builder->arena, value)),
    };
}

/* Entries of one key stay in the order in which they came. */
static int compare_entries(const void *one, const void *other)
{
    const tf_string_entry *left = *(const tf_string_entry *const *)one;
    const tf_string_entry *right = *(const tf_string_entry *const *)other;
    const int order = strcmp(left->key, right->key);
    return order != 0 ? order : (left > right) - (left < right);
}

tf_string_map tf_built_string_map(tf_string_map_builder *builder)
{
    const size_t count = builder->count;
    const tf_string_entry **order = tf_alloc_array(builder->arena, count, sizeof(const tf_string_entry *));
    for (size_t i = 0; i < count; i++)
        order[i] = &builder->entries[i];
    qsort(order, count, sizeof(const tf_string_entry *), compare_entries);
    tf_string_map built = tf_empty_string_map();
    built.entries = tf_alloc_array(builder->arena, count, sizeof *built.entries);
    for (size_t i = 0; i < count; i++) {
        if (i + 1 == count || strcmp(order[i]->key, order[i + 1]->key) != 0)
            built.entries[built.count++] = *order[i];
    }
    return built;
}

bool tf_same_string_map(const tf_string_map *one, const tf_string_map *other)
{
    if (one->state != other->state || one->count != other->count)
        return false;
    for (size_t i = 0; i < one->count; i++) {
        if (strcmp(one->entries[i].key, other->entries[i].key) != 0
            || !tf_same_string(one->entries[i].value, other->entries[i].value))
            return false;
    }
    return true;
}

bool tf_string_set_has(const tf_string_set *set, const char *text)
{
    if (!tf_known(*set))
        return false;
    for (size_t i = 0; i < set->count; i++) {
        if (tf_equal(set->items[i], text))
            return true;
    }
    return false;
}

void tf_string_set_add(tf_arena *arena, tf_string_set *set, const char *text)
{
    if (!tf_known(*set))
        *set = (tf_string_set){ .state = TF_KNOWN };
    if (tf_string_set_has(set, text))
        return;
    tf_string *items = tf_alloc_array(arena, set->count + 1, sizeof *items);
    if (set->count > 0)
        memcpy(items, set->items, set->count * sizeof *items);
    items[set->count] = tf_string_of(tf_copy_text(arena, text));
    set->items = items;
    set->count++;
}

void tf_add_element(tf_string_set_builder *builder, const char *text)
{
    builder->items =
        tf_grow(builder->arena, builder->items, builder->count, &builder->capacity, sizeof *builder->items);
    builder->items[builder->count++] = tf_string_of(tf_copy_text(builder->arena, text));
}

/* Null and unknown elements come first. */
static int compare_strings(const void *one, const void *other)
{
    const tf_string *left = one;
    const tf_string *right = other;
    if (left->state != right->state || !tf_known(*left))
        return (left->state > right->state) - (left->state < right->state);
    return strcmp(left->value, right->value);
}

tf_string_set tf_built_string_set(tf_string_set_builder *builder)
{
    tf_string_set built = { .state = TF_KNOWN, .items = builder->items };
    if (builder->count > 0)
        qsort(builder->items, builder->count, sizeof *builder->items, compare_strings);
    for (size_t i = 0; i < builder->count; i++) {
        if (built.count == 0 || compare_strings(&built.items[built.count - 1], &builder->items[i]) != 0)
            built.items[built.count++] = builder->items[i];
    }
    return built;
}

static tf_string *sorted_items(tf_arena *arena, const tf_string_set *set)
{
    tf_string *items = tf_alloc_array(arena, set->count, sizeof *items);
    if (set->count > 0) {
        memcpy(items, set->items, set->count * sizeof *items);
        qsort(items, set->count, sizeof *items, compare_strings);
    }
    return items;
}

tf_string_set tf_string_set_without(tf_arena *arena, const tf_string_set *set, const tf_string_set *other)
{
    tf_string_set rest = { .state = TF_KNOWN, .items = tf_alloc_array(arena, set->count, sizeof *rest.items) };
    const tf_string *sorted = sorted_items(arena, other);
    for (size_t i = 0; i < set->count; i++) {
        if (bsearch(&set->items[i], sorted, other->count, sizeof *sorted, compare_strings) == NULL)
            rest.items[rest.count++] = set->items[i];
    }
    return rest;
}

static bool same_items(const tf_string *one, const tf_string *other, size_t count)
{
    size_t same = 0;
    while (same < count && tf_same_string(one[same], other[same]))
        same++;
    return same == count;
}

/* Sets as they come are mostly in one order; otherwise they are compared in ascending order. */
bool tf_same_string_set(const tf_string_set *one, const tf_string_set *other)
{
    if (one->state != other->state || one->count != other->count)
        return false;
    if (same_items(one->items, other->items, one->count))
        return true;
    tf_arena *arena = tf_arena_new();
    const bool same = same_items(sorted_items(arena, one), sorted_items(arena, other), one->count);
    tf_arena_free(arena);
    return same;
}

bool tf_string_set_has_unknown(const tf_string_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (tf_unknown(set->items[i]))
            return true;
    }
    return tf_unknown(*set);
}

bool tf_string_map_has_unknown(const tf_string_map *map)
{
    for (size_t i = 0; i < map->count; i++) {
        if (tf_unknown(map->entries[i].value))
            return true;
    }
    return tf_unknown(*map);
}
