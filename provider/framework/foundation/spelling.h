/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ways in which one text can be spelled inside another: escaped for JSON, XML or a URL, or in base64.
 */
#ifndef FRAMEWORK_FOUNDATION_SPELLING_H
#define FRAMEWORK_FOUNDATION_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

/** Escapes, to be combined. */
typedef enum spelling {
    SPELLING_BACKSLASHES = 1, /**< of JSON and programming languages: \n \" \u00e4 \xff */
    SPELLING_REFERENCES = 2,  /**< of XML and HTML: &lt; &#60; &#x3c; */
    SPELLING_PERCENT = 4,     /**< of URLs and forms: %3C, and + for a blank */
} spelling;

/** The escapes that `text` may have; 0 where it has none. */
unsigned spelling_seen(const char *text, size_t size);

/** A text without its escapes, and where each of its bytes comes from. */
typedef struct unescaped {
    const char *text;   /**< in the arena */
    const size_t *from; /**< of each byte, and of the end */
    size_t size;
    bool differs; /**< whether there was any escape */
} unescaped;

/**
 * Undoes the escapes in `which` once. `from` (NULL: the text itself) says where the bytes of `text` come from in their
 * turn.
 */
unescaped spelling_undo(tf_arena *arena, unsigned which, const char *text, size_t size, const size_t *from);

/** How many ways there are to find a text in base64: three places in a group of bytes, and two alphabets. */
#define SPELLING_BASE64_FORMS 6

/**
 * What base64 makes of `text`, whatever stands in front of it and behind it: the characters that depend on `text`
 * alone. NULL where these are too few to tell it by, or the same as those of another form.
 */
const char *spelling_base64(tf_arena *arena, const char *text, size_t form);

#endif
