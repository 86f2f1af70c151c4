/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A strict JSON reader that walks from token to token.
 *
 * Why not jansson, which reads the API answers elsewhere: it turns numbers into 64-bit integers and doubles and refuses
 * what does not fit, while Terraform's numbers are exact decimals. Here a number stays the text that it is, and nothing
 * is built in memory that the value being read does not need.
 */
#ifndef FRAMEWORK_VALUE_JSON_READER_H
#define FRAMEWORK_VALUE_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

/** Where a reader stands. Copying the struct remembers the place. */
typedef struct json_reader {
    tf_arena *arena;
    const char *at;
    const char *end;
    size_t depth;        /**< objects and arrays that are open */
    size_t most_depth;   /**< more than that are refused */
    const char *message; /**< what is wrong with the text, NULL so far */
} json_reader;

typedef enum json_kind {
    JSON_NOTHING, /**< the end, or what begins no value */
    JSON_NULL_VALUE,
    JSON_TRUTH,
    JSON_DIGITS,
    JSON_TEXT,
    JSON_LIST,
    JSON_MEMBERS,
} json_kind;

/** A reader of `size` bytes, which must outlive it; what it returns is allocated from `arena`. */
json_reader json_reader_of(tf_arena *arena, const char *json, size_t size, size_t most_depth);

/** What kind of value comes next. */
json_kind json_peek(json_reader *reader);

/* Each takes the next value and returns false (with reader->message) where it is of another kind or malformed. */
bool json_take_null(json_reader *reader);
bool json_take_truth(json_reader *reader, bool *out);
/** The number as it is written. */
bool json_take_digits(json_reader *reader, const char **out);
/** The text without escapes: UTF-8 without NUL. */
bool json_take_text(json_reader *reader, const char **out);
bool json_skip(json_reader *reader);

/** Enters an array or an object. */
bool json_enter(json_reader *reader, json_kind kind);

/**
 * Goes to the next element of the array; `*count` starts at 0 and counts those that were begun. False behind the last
 * one, where the array is left, and where the text is malformed (reader->message).
 */
bool json_next_element(json_reader *reader, size_t *count);

/** Likewise in an object, with the member's name. */
bool json_next_member(json_reader *reader, size_t *count, const char **out_name);

/** Whether nothing but white space is left and nothing was wrong. */
bool json_at_end(json_reader *reader);

/** Appends `text` as a JSON string, quotes included. */
void json_append_text(tf_text_builder *builder, const char *text);

#endif
