/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one guard of all lists. What is on the pages, and what follows from a list without an end, is the callers'
 * business.
 */
#include "http/pages.h"

#include <string.h>

/* The longest mark that is remembered, in bytes; tokens of AWS have some hundreds. */
#define LONGEST_MARK 8192

static bool refuse(const char *problem, const char **out_problem)
{
    *out_problem = problem;
    return false;
}

static bool was_noted(const http_pages *pages, const char *mark)
{
    for (size_t i = 0; i < pages->marked; i++) {
        if (strcmp(pages->marks[i], mark) == 0)
            return true;
    }
    return false;
}

bool http_pages_note(http_pages *pages, size_t entries, const char *mark, const char **out_problem)
{
    pages->pages++;
    pages->entries += entries;
    if (pages->pages > HTTP_MOST_PAGES)
        return refuse(tf_format(pages->arena, "the list has more than %d pages", HTTP_MOST_PAGES), out_problem);
    if (pages->entries > HTTP_MOST_ENTRIES)
        return refuse(tf_format(pages->arena, "the list has more than %d entries", HTTP_MOST_ENTRIES), out_problem);
    if (tf_arena_is_exhausted(pages->arena))
        return refuse("the list takes more memory than a call may have", out_problem);
    if (mark == NULL || *mark == '\0')
        return true;
    if (strlen(mark) > LONGEST_MARK)
        return refuse("the list goes on with a token that is too long", out_problem);
    if (was_noted(pages, mark))
        return refuse("the list goes on where it has been already, and would never end", out_problem);
    if (pages->marks == NULL)
        pages->marks = tf_alloc_array(pages->arena, HTTP_MOST_PAGES, sizeof(const char *));
    pages->marks[pages->marked++] = tf_copy_text(pages->arena, mark);
    return true;
}

const char *http_pages_last_mark(const http_pages *pages)
{
    return pages->marked > 0 ? pages->marks[pages->marked - 1] : NULL;
}
