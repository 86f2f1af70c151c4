/* SPDX-License-Identifier: Apache-2.0 */
/* How calls on a role are made, and how long they are repeated while IAM does not know yet what was just made. */
#include "aws/iam_call.h"

#include <string.h>

#include "aws/call.h"
#include "http/pages.h"
#include "http/url.h"

#define PAGE_SIZE 1000

/* So long IAM may take to know everywhere what was made a moment ago, in milliseconds. hashicorp/aws waits as long. */
#define MAKING_LIMIT_MS 120000

/* What was detached a moment ago is forgotten sooner; what is still attached then was attached by somebody. */
#define REMOVAL_LIMIT_MS 5000

#define FIRST_PAUSE_MS 200
#define LONGEST_PAUSE_MS 2000

static const char *role_text(tf_call *call, const char *name)
{
    return tf_format(tf_call_arena(call), "role %s", name);
}

aws_query iam_query(tf_call *call, const char *action, const char *name)
{
    aws_query query = aws_query_start(tf_call_arena(call), &aws_iam, action);
    aws_query_add(&query, "RoleName", name);
    return query;
}

/*
 * Whether the answer says that IAM does not know something (yet) which the call names: the role, a policy, a principal.
 * AWS's own policies were not made a moment ago: one that does not exist is mistyped.
 */
static bool misses_something_new(const aws_error *error)
{
    if (aws_error_is(error, "MalformedPolicyDocument"))
        return strstr(error->message, "Invalid principal") != NULL;
    return aws_error_is(error, "NoSuchEntity") && strstr(error->message, ":iam::aws:policy/") == NULL;
}

static bool is_still_attached(const aws_error *error)
{
    return aws_error_is(error, "DeleteConflict");
}

/* Repeats a call while the answer is one that `passes`, for so many milliseconds. */
static bool send_while(aws_client *client, tf_call *call, const aws_query *query,
                       bool (*passes)(const aws_error *error), int64_t limit_ms, const xml_element **out,
                       aws_error *error)
{
    const int64_t give_up_at = tf_deadline_in_ms(limit_ms);
    int64_t pause_ms = FIRST_PAUSE_MS;
    while (!aws_call(client, call, query, out, error)) {
        const int64_t next = tf_deadline_in_ms(pause_ms);
        if (!passes(error) || next >= give_up_at || next >= tf_call_deadline(call))
            return false;
        tf_log(TF_LOG_INFO, "provider.iam", "%s: IAM answers %s (%s), which may pass: asked again", query->action,
               error->code, error->message);
        if (!tf_cancel_wait(tf_call_cancel(call), next))
            return false;
        pause_ms = pause_ms * 2 > LONGEST_PAUSE_MS ? LONGEST_PAUSE_MS : pause_ms * 2;
    }
    return true;
}

bool iam_try_patiently(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out,
                       aws_error *error)
{
    return send_while(client, call, query, misses_something_new, MAKING_LIMIT_MS, out, error);
}

bool iam_send_patiently(aws_client *client, tf_call *call, const aws_query *query, const char *name)
{
    const xml_element *root = NULL;
    aws_error error;
    return iam_try_patiently(client, call, query, &root, &error) || aws_fail(call, &error, role_text(call, name));
}

bool iam_send_removal(aws_client *client, tf_call *call, const aws_query *query, const char *name)
{
    const xml_element *root = NULL;
    aws_error error;
    return send_while(client, call, query, is_still_attached, REMOVAL_LIMIT_MS, &root, &error)
           || aws_error_is_not_found(&error) || aws_fail(call, &error, role_text(call, name));
}

bool iam_try_read(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out_result,
                  bool *out_found, aws_error *error)
{
    const xml_element *root = NULL;
    *out_found = aws_call(client, call, query, &root, error);
    if (!*out_found)
        return aws_error_is_not_found(error);
    *out_result = xml_child(root, tf_format(query->form.arena, "%sResult", query->action));
    return true;
}

/* A list under way. */
typedef struct listing {
    const iam_list *list;
    http_pages pages;
    bool is_enough;
} listing;

/* Takes the members of a page and notes where the list goes on. */
static bool take_page(tf_arena *arena, listing *seen, const xml_element *result, bool *out_goes_on, aws_error *error)
{
    size_t count = 0;
    const xml_element *members = xml_child(result, seen->list->members);
    for (const xml_element *member = members != NULL ? members->children : NULL; member != NULL && !seen->is_enough;
         member = member->next) {
        seen->is_enough = !seen->list->take(arena, member, seen->list->taken);
        count++;
    }
    const bool is_truncated = strcmp(xml_child_text(result, "IsTruncated", "false"), "true") == 0;
    const char *next = is_truncated && !seen->is_enough ? xml_child_text(result, "Marker", "") : "";
    *out_goes_on = next[0] != '\0';
    return http_pages_note(&seen->pages, count, next, &error->message);
}

static bool list_page(aws_client *client, tf_call *call, listing *seen, bool *out_found, bool *out_goes_on,
                      aws_error *error)
{
    tf_arena *arena = tf_arena_new_within(tf_call_arena(call));
    aws_query query = aws_query_start(arena, &aws_iam, seen->list->action);
    for (size_t i = 0; i < seen->list->parameter_count; i++)
        aws_query_add(&query, seen->list->parameters[i].name, seen->list->parameters[i].value);
    aws_query_add_number(&query, "MaxItems", PAGE_SIZE);
    aws_query_add(&query, "Marker", http_pages_last_mark(&seen->pages));
    const xml_element *result = NULL;
    *out_goes_on = false;
    const bool listed = iam_try_read(client, call, &query, &result, out_found, error)
                        && (!*out_found || take_page(arena, seen, result, out_goes_on, error));
    if (!listed)
        *error = aws_error_copy(tf_call_arena(call), error);
    tf_arena_free(arena);
    return listed;
}

bool iam_try_read_list(aws_client *client, tf_call *call, const iam_list *list, bool *out_found, aws_error *error)
{
    listing seen = { .list = list, .pages = { .arena = tf_call_arena(call) } };
    bool goes_on = true;
    while (goes_on) {
        if (!list_page(client, call, &seen, out_found, &goes_on, error))
            return false;
    }
    return true;
}

const char *iam_document(tf_arena *arena, const xml_element *parent, const char *name)
{
    const char *encoded = xml_child_text(parent, name, "");
    const char *decoded = http_unescape(arena, encoded);
    return decoded != NULL ? decoded : encoded;
}

void iam_add_tags(aws_query *query, const tf_string_map *tags)
{
    for (size_t i = 0; i < tags->count; i++) {
        aws_query_add_item(query, "Tags.member", i + 1, "Key", tags->entries[i].key);
        aws_query_add_item(query, "Tags.member", i + 1, "Value", tf_text_of(tags->entries[i].value, ""));
    }
}
