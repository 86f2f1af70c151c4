/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/iam_call.h"

#include <string.h>

#define PAGE_SIZE 1000

/* So long IAM may take to know everywhere what was changed a moment ago, in milliseconds. */
#define PROPAGATION_MS 5000
#define FIRST_PAUSE_MS 200

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

bool iam_send(aws_client *client, tf_call *call, const aws_query *query, const char *name)
{
    const xml_element *root = NULL;
    aws_error error;
    return aws_query_send(client, call, query, &root, &error) || aws_fail(call, &error, role_text(call, name));
}

/* Repeats a call for some seconds while the answer is `code`. */
static bool send_while(aws_client *client, tf_call *call, const aws_query *query, const char *code, aws_error *error)
{
    const int64_t give_up_at = tf_deadline_in_ms(PROPAGATION_MS);
    const xml_element *root = NULL;
    for (int64_t pause_ms = FIRST_PAUSE_MS; !aws_query_send(client, call, query, &root, error); pause_ms *= 2) {
        const int64_t next = tf_deadline_in_ms(pause_ms);
        if (!aws_error_is(error, code) || next >= give_up_at || next >= tf_call_deadline(call)
            || !tf_cancel_wait(tf_call_cancel(call), next))
            return false;
    }
    return true;
}

bool iam_send_patiently(aws_client *client, tf_call *call, const aws_query *query, const char *name)
{
    aws_error error;
    return send_while(client, call, query, "NoSuchEntity", &error) || aws_fail(call, &error, role_text(call, name));
}

bool iam_send_removal(aws_client *client, tf_call *call, const aws_query *query, const char *name)
{
    aws_error error;
    return send_while(client, call, query, "DeleteConflict", &error) || aws_error_is_not_found(&error)
           || aws_fail(call, &error, role_text(call, name));
}

bool iam_send_read(aws_client *client, tf_call *call, const aws_query *query, const char *name,
                   const xml_element **out_result, bool *out_found)
{
    const xml_element *root = NULL;
    aws_error error;
    *out_found = aws_query_send(client, call, query, &root, &error);
    if (!*out_found)
        return aws_error_is_not_found(&error) || aws_fail(call, &error, role_text(call, name));
    *out_result = xml_child(root, tf_format(tf_call_arena(call), "%sResult", query->action));
    return true;
}

bool iam_list(aws_client *client, tf_call *call, const char *action, const char *name, const char *list,
              void (*take)(const xml_element *member, void *context), void *context, bool *out_found)
{
    tf_arena *arena = tf_call_arena(call);
    const char *marker = NULL;
    do {
        aws_query query = iam_query(call, action, name);
        aws_query_add_number(&query, "MaxItems", PAGE_SIZE);
        aws_query_add(&query, "Marker", marker);
        const xml_element *result = NULL;
        if (!iam_send_read(client, call, &query, name, &result, out_found))
            return false;
        if (!*out_found)
            return true;
        const xml_element *members = xml_child(result, list);
        for (const xml_element *member = members != NULL ? members->children : NULL; member != NULL;
             member = member->next)
            take(member, context);
        const bool has_more = strcmp(xml_child_text(result, "IsTruncated", "false"), "true") == 0;
        const char *next = has_more ? xml_child_text(result, "Marker", NULL) : NULL;
        if (marker != NULL && next != NULL && strcmp(next, marker) == 0)
            return tf_fail(call, tf_format(arena, "IAM %s failed", action),
                           "%s for role %s goes on where it has been already, and would never end.", action, name);
        marker = next;
    } while (marker != NULL);
    return true;
}

void iam_add_tags(aws_query *query, const tf_string_map *tags)
{
    for (size_t i = 0; i < tags->count; i++) {
        aws_query_add_item(query, "Tags.member", i + 1, "Key", tags->entries[i].key);
        aws_query_add_item(query, "Tags.member", i + 1, "Value", tf_text_of(tags->entries[i].value, ""));
    }
}
