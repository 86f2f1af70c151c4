/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML as AWS answers with it, read into a small tree: elements and text, no attributes, no document types.
 */
#ifndef AWS_XML_H
#define AWS_XML_H

#include <stddef.h>

#include <tfprovider/arena.h>

typedef struct xml_element {
    const char *name;             /**< as written, prefix included */
    const char *text;             /**< all text directly inside, never NULL */
    struct xml_element *children; /**< in the order of the document */
    struct xml_element *next;     /**< sibling */
} xml_element;

/** Elements may be nested this deep, the root included. */
#define XML_MAX_DEPTH 32

/** A document may have this many elements. */
#define XML_MAX_ELEMENTS 500000

/**
 * Parses a document into `arena`. NULL, and why in `*out_problem`, where it is malformed, too deep or too large, not
 * UTF-8, UTF-16, Latin-1 or ASCII, or has a document type (nothing good comes of entities).
 */
const xml_element *xml_parse(tf_arena *arena, const char *bytes, size_t size, const char **out_problem);

/** The first child of that name; NULL where there is none, or `element` is NULL. */
const xml_element *xml_child(const xml_element *element, const char *name);

/** The text of the first child of that name, `fallback` where there is none. */
const char *xml_child_text(const xml_element *element, const char *name, const char *fallback);

#endif
