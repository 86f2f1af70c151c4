/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trust policy: written from principals and external ids, and read back into them where it is of that form.
 */
#include "byoc/trust.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "json/arena_json.h"

#define TASK_SERVICE "ecs-tasks.amazonaws.com"

static int compare_texts(const void *one, const void *other)
{
    return strcmp(((const tf_string *)one)->value, ((const tf_string *)other)->value);
}

/* A list of one is written as the text itself, as IAM does it; longer ones in an order that does not vary. */
static json_t *texts_to_json(tf_arena *arena, const tf_string_set *set)
{
    if (set->count == 1)
        return json_string(set->items[0].value);
    tf_string *sorted = tf_alloc_array(arena, set->count, sizeof *sorted);
    for (size_t i = 0; i < set->count; i++)
        sorted[i] = set->items[i];
    qsort(sorted, set->count, sizeof *sorted, compare_texts);
    json_t *list = json_array();
    for (size_t i = 0; i < set->count; i++)
        json_array_append_new(list, json_string(sorted[i].value));
    return list;
}

const char *byoc_trust_policy(tf_arena *arena, const byoc_trust *trust)
{
    json_t *principal = trust->is_for_tasks ? json_pack("{s:s}", "Service", TASK_SERVICE)
                                            : json_pack("{s:o}", "AWS", texts_to_json(arena, &trust->principals));
    json_t *statement =
        json_pack("{s:s, s:o, s:s}", "Effect", "Allow", "Principal", principal, "Action", "sts:AssumeRole");
    if (trust->external_ids.count > 0) {
        json_object_set_new(
            statement, "Condition",
            json_pack("{s:{s:o}}", "StringEquals", "sts:ExternalId", texts_to_json(arena, &trust->external_ids)));
    }
    json_t *document = json_pack("{s:s, s:[o]}", "Version", "2012-10-17", "Statement", statement);
    const char *text = arena_json_dump(arena, document);
    json_decref(document);
    return text;
}

/* `123456789012` as `arn:aws:iam::123456789012:root`, which it stands for. */
static tf_string_set with_root_arns(tf_arena *arena, const tf_string_set *principals, const char *partition)
{
    tf_string_set_builder written_out = { .arena = arena };
    for (size_t i = 0; i < principals->count; i++) {
        const char *text = principals->items[i].value;
        const bool is_account = strlen(text) == 12 && strspn(text, "0123456789") == 12;
        tf_add_element(&written_out, is_account ? tf_format(arena, "arn:%s:iam::%s:root", partition, text) : text);
    }
    return tf_built_string_set(&written_out);
}

/* A text or a list of texts, as a set; false for anything else. */
static bool json_to_texts(tf_arena *arena, const json_t *json, tf_string_set *out)
{
    *out = (tf_string_set){ .state = TF_KNOWN };
    tf_string_set_builder texts = { .arena = arena };
    if (json_is_string(json))
        tf_add_element(&texts, json_string_value(json));
    size_t index;
    json_t *item;
    json_array_foreach(json, index, item)
    {
        if (!json_is_string(item))
            return false;
        tf_add_element(&texts, json_string_value(item));
    }
    *out = tf_built_string_set(&texts);
    return json_is_string(json) || json_is_array(json);
}

static bool parse_condition(tf_arena *arena, const json_t *condition, tf_string_set *out_external_ids)
{
    *out_external_ids = (tf_string_set){ .state = TF_KNOWN };
    if (condition == NULL)
        return true;
    const json_t *equals = json_object_get(condition, "StringEquals");
    return json_object_size(condition) == 1 && json_object_size(equals) == 1
           && json_to_texts(arena, json_object_get(equals, "sts:ExternalId"), out_external_ids);
}

static bool parse_statement(tf_arena *arena, json_t *statement, const char *partition, byoc_trust *out)
{
    static const char *const known[] = { "Sid", "Effect", "Action", "Principal", "Condition", NULL };
    const char *key;
    json_t *value;
    json_object_foreach(statement, key, value)
    {
        size_t i = 0;
        while (known[i] != NULL && strcmp(known[i], key) != 0)
            i++;
        if (known[i] == NULL)
            return false;
    }
    tf_string_set actions;
    const char *effect = json_string_value(json_object_get(statement, "Effect"));
    if (effect == NULL || strcmp(effect, "Allow") != 0
        || !json_to_texts(arena, json_object_get(statement, "Action"), &actions) || actions.count != 1
        || strcasecmp(actions.items[0].value, "sts:AssumeRole") != 0)
        return false;

    const json_t *principal = json_object_get(statement, "Principal");
    const json_t *condition = json_object_get(statement, "Condition");
    tf_string_set services;
    if (json_object_size(principal) != 1)
        return false;
    if (json_to_texts(arena, json_object_get(principal, "AWS"), &out->principals)) {
        out->principals = with_root_arns(arena, &out->principals, partition);
        return parse_condition(arena, condition, &out->external_ids);
    }
    out->principals = (tf_string_set){ .state = TF_NULL };
    out->is_for_tasks = json_to_texts(arena, json_object_get(principal, "Service"), &services) && services.count == 1
                        && tf_string_set_has(&services, TASK_SERVICE);
    return out->is_for_tasks && condition == NULL;
}

bool byoc_parse_trust(tf_arena *arena, const char *document, const char *partition, byoc_trust *out)
{
    *out = (byoc_trust){ .is_for_tasks = false };
    json_t *policy = json_loads(document, 0, NULL);
    json_t *statements = json_object_get(policy, "Statement");
    json_t *statement =
        json_is_array(statements) && json_array_size(statements) == 1 ? json_array_get(statements, 0) : statements;
    const bool understood = json_is_object(statement) && parse_statement(arena, statement, partition, out);
    json_decref(policy);
    return understood;
}

tf_string byoc_purpose_of(const byoc_trust *trust)
{
    return tf_string_of(trust->is_for_tasks ? "task_execution" : "control_plane");
}
