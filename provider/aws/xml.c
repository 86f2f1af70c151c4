/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML by expat, into a tree in an arena. Depth, count and size are limited, and a document type is refused, so that an
 * answer cannot grow in memory.
 */
#include "aws/xml.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <expat.h>

/* An element that is still open, with what a finished one does not need. */
typedef struct open_element {
    xml_element *element;
    xml_element *last_child;
    tf_text_builder text;
} open_element;

typedef struct parse {
    XML_Parser parser;
    tf_arena *arena;
    open_element open[XML_MAX_DEPTH];
    size_t depth;
    size_t count;
    xml_element *root;
    const char *problem;
} parse;

static void stop(parse *state, const char *problem)
{
    state->problem = problem;
    (void)XML_StopParser(state->parser, XML_FALSE);
}

static void XMLCALL start_element(void *context, const XML_Char *name, const XML_Char **attributes)
{
    (void)attributes;
    parse *state = context;
    if (state->depth == XML_MAX_DEPTH) {
        stop(state, "elements are nested too deeply");
        return;
    }
    if (tf_arena_is_exhausted(state->arena)) {
        stop(state, "it takes more memory than a call may have");
        return;
    }
    if (state->count == XML_MAX_ELEMENTS) {
        stop(state, "there are too many elements");
        return;
    }
    state->count++;
    xml_element *element = tf_alloc(state->arena, sizeof *element);
    element->name = tf_copy_text(state->arena, name);
    element->text = "";
    if (state->depth == 0) {
        state->root = element;
    } else {
        open_element *parent = &state->open[state->depth - 1];
        if (parent->last_child == NULL) {
            parent->element->children = element;
        } else {
            parent->last_child->next = element;
        }
        parent->last_child = element;
    }
    state->open[state->depth++] = (open_element){ .element = element, .text = { .arena = state->arena } };
}

static void XMLCALL end_element(void *context, const XML_Char *name)
{
    (void)name;
    parse *state = context;
    const open_element *closed = &state->open[--state->depth];
    closed->element->text = tf_built_text(&closed->text);
}

static void XMLCALL add_text(void *context, const XML_Char *text, int length)
{
    parse *state = context;
    /* The blanks between elements would make up most of the tree. */
    open_element *inside = &state->open[state->depth - 1];
    if (inside->last_child == NULL)
        tf_append_bytes(&inside->text, text, (size_t)length);
}

static void XMLCALL refuse_document_type(void *context, const XML_Char *name, const XML_Char *system_id,
                                         const XML_Char *public_id, int has_internal_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    stop(context, "it has a document type");
}

const xml_element *xml_parse(tf_arena *arena, const char *bytes, size_t size, const char **out_problem)
{
    parse state = { .arena = arena, .parser = XML_ParserCreate(NULL) };
    if (state.parser == NULL || size > INT_MAX) {
        XML_ParserFree(state.parser);
        *out_problem = size > INT_MAX ? "it is too large" : "memory is short";
        return NULL;
    }
    XML_SetUserData(state.parser, &state);
    XML_SetElementHandler(state.parser, start_element, end_element);
    XML_SetCharacterDataHandler(state.parser, add_text);
    XML_SetStartDoctypeDeclHandler(state.parser, refuse_document_type);
    const bool complete = XML_Parse(state.parser, bytes, (int)size, XML_TRUE) == XML_STATUS_OK;
    if (!complete && state.problem == NULL) {
        state.problem = tf_format(arena, "%s in line %lu", XML_ErrorString(XML_GetErrorCode(state.parser)),
                                  XML_GetCurrentLineNumber(state.parser));
    }
    XML_ParserFree(state.parser);
    *out_problem = state.problem;
    return complete ? state.root : NULL;
}

const xml_element *xml_child(const xml_element *element, const char *name)
{
    if (element == NULL)
        return NULL;
    for (const xml_element *child = element->children; child != NULL; child = child->next) {
        if (strcmp(child->name, name) == 0)
            return child;
    }
    return NULL;
}

const char *xml_child_text(const xml_element *element, const char *name, const char *fallback)
{
    const xml_element *child = xml_child(element, name);
    return child != NULL ? child->text : fallback;
}
