/* SPDX-License-Identifier: Apache-2.0 */
/* Asks for a list's pages until it ends or is enough. What the items mean is the caller's. */
#include "aws/ec2_pages.h"

#include "aws/call.h"
#include "http/pages.h"

/* A list under way. */
typedef struct listing {
    const ec2_pages *asked;
    http_pages pages;
    bool is_enough;
} listing;

static size_t take_page(tf_arena *arena, listing *seen, const xml_element *page)
{
    size_t count = 0;
    for (const xml_element *item = page != NULL ? page->children : NULL; item != NULL && !seen->is_enough;
         item = item->next, count++)
        seen->is_enough = !seen->asked->take(arena, item, seen->asked->taken);
    return count;
}

static aws_query page_query(tf_arena *arena, const ec2_pages *asked, const http_pages *pages)
{
    aws_query query = aws_query_start(arena, &aws_ec2, asked->action);
    query.region = asked->region;
    aws_query_add_number(&query, "MaxResults", asked->page_size);
    for (size_t i = 0; i < asked->filter_count; i++) {
        aws_query_add_item(&query, "Filter", i + 1, "Name", asked->filters[i].name);
        aws_query_add_item(&query, "Filter", i + 1, "Value.1", asked->filters[i].value);
    }
    aws_query_add(&query, "NextToken", http_pages_last_mark(pages));
    return query;
}

static bool read_page(aws_client *client, tf_call *call, listing *seen, bool *out_goes_on, aws_error *error)
{
    tf_arena *arena = tf_arena_new_within(tf_call_arena(call));
    const aws_query query = page_query(arena, seen->asked, &seen->pages);
    const xml_element *root = NULL;
    bool listed = aws_call(client, call, &query, &root, error);
    if (listed) {
        const char *next = xml_child_text(root, "nextToken", "");
        const size_t count = take_page(arena, seen, xml_child(root, seen->asked->list));
        *out_goes_on = next[0] != '\0' && !seen->is_enough;
        listed = !*out_goes_on || http_pages_note(&seen->pages, count, next, &error->message);
    }
    if (!listed)
        *error = aws_error_copy(tf_call_arena(call), error);
    tf_arena_free(arena);
    return listed;
}

bool ec2_read_pages(aws_client *client, tf_call *call, const ec2_pages *asked, aws_error *error)
{
    listing seen = { .asked = asked, .pages = { .arena = tf_call_arena(call) } };
    bool goes_on = true;
    while (goes_on) {
        if (!read_page(client, call, &seen, &goes_on, error))
            return false;
    }
    return true;
}
