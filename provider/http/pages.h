/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of lists that come page by page. A service, or what answers in its place, may go on for ever: with the same
 * page, with two by turns, or with ever new ones.
 */
#ifndef HTTP_PAGES_H
#define HTTP_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

/** A list may have this many pages, and entries. */
#define HTTP_MOST_PAGES 1000
#define HTTP_MOST_ENTRIES 100000

/** What was seen of a list. Start from `{ .arena = arena }`, of an arena that outlives the pages. */
typedef struct http_pages {
    tf_arena *arena;
    const char **marks; /**< that were noted, in the arena */
    size_t marked;
    size_t pages;
    size_t entries;
} http_pages;

/**
 * Notes a page of `entries` that goes on. `mark` is what no other page of the list has: the token of the next one, or
 * the id that this one begins with; NULL or "" where there is none. False with `*out_problem`, without a full stop,
 * where the list has to be given up: a mark came back, or it has more pages or entries than any list that is meant.
 */
bool http_pages_note(http_pages *pages, size_t entries, const char *mark, const char **out_problem);

/** The mark that was noted last, in the arena; NULL where none was. */
const char *http_pages_last_mark(const http_pages *pages);

#endif
