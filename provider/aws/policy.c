/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document is brought into a normal form, in which everything that may be written in several ways is written in one,
 * and normal forms are compared as text.
 */
#include "aws/policy.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "http/url.h"
#include "json/arena_json.h"

/* What is older than the element itself, and is taken where it is left out. */
#define DEFAULT_VERSION "2008-10-17"

/* IAM takes no policy of more than some ten thousand characters, blanks not counted. */
#define LARGEST_DOCUMENT ((size_t)256 * 1024)

/* A rewriting of one text of a list, in place; NULL leaves it as it is. */
typedef void rewrite(char *text);

static void lower(char *text)
{
    for (; *text != '\0'; text++)
        *text = (char)tolower((unsigned char)*text);
}

/* `arn:aws:iam::123456789012:root` and `123456789012` are the same principal. */
static void shorten_root(char *text)
{
    static const size_t account_digits = 12;
    const char *partition_end = strncmp(text, "arn:", 4) == 0 ? strchr(text + 4, ':') : NULL;
    if (partition_end == NULL || strncmp(partition_end, ":iam::", 6) != 0)
        return;
    const char *account = partition_end + 6;
    if (strspn(account, "0123456789") == account_digits && strcmp(account + account_digits, ":root") == 0) {
        memmove(text, account, account_digits);
        text[account_digits] = '\0';
    }
}

/* The JSON text of a value, in the arena. */
static char *dump(tf_arena *arena, const json_t *value)
{
    return tf_copy_text(arena, arena_json_dump_sorted(arena, value));
}

static int compare_texts(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

static size_t sort_and_unite(char **texts, size_t count)
{
    if (count == 0)
        return 0;
    qsort(texts, count, sizeof *texts, compare_texts);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (strcmp(texts[i], texts[kept - 1]) != 0)
            texts[kept++] = texts[i];
    }
    return kept;
}

/* A list of texts, or a single one, as a sorted list of distinct ones; true and 1 as "true" and "1". */
static json_t *normal_list(tf_arena *arena, const json_t *value, rewrite *rewrite_text)
{
    const size_t count = json_is_array(value) ? json_array_size(value) : 1;
    char **texts = tf_alloc_array(arena, count, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_is_array(value) ? json_array_get(value, i) : value;
        texts[i] = json_is_string(item) ? tf_copy_text(arena, json_string_value(item)) : dump(arena, item);
        if (rewrite_text != NULL)
            rewrite_text(texts[i]);
    }
    const size_t kept = sort_and_unite(texts, count);
    json_t *list = json_array();
    for (size_t i = 0; i < kept; i++)
        json_array_append_new(list, json_string(texts[i]));
    return list;
}

static json_t *normal_principal(tf_arena *arena, json_t *value)
{
    json_t *normal = json_object();
    if (!json_is_object(value)) {
        json_object_set_new(normal, "AWS", normal_list(arena, value, shorten_root));
        return normal;
    }
    for (void *at = json_object_iter(value); at != NULL; at = json_object_iter_next(value, at)) {
        const char *kind = json_object_iter_key(at);
        json_t *names = json_object_iter_value(at);
        json_object_set_new(normal, kind, normal_list(arena, names, strcmp(kind, "AWS") == 0 ? shorten_root : NULL));
    }
    return normal;
}

static char *lower_copy(tf_arena *arena, const char *text)
{
    char *copy = tf_copy_text(arena, text);
    lower(copy);
    return copy;
}

/*
 * Operators and keys know no case. Two that differ in it only are united, which is not exact but cannot be written in
 * IAM.
 */
static json_t *normal_operator(tf_arena *arena, json_t *keys)
{
    if (!json_is_object(keys))
        return json_incref(keys);
    json_t *normal = json_object();
    for (void *at = json_object_iter(keys); at != NULL; at = json_object_iter_next(keys, at)) {
        json_object_set_new(normal, lower_copy(arena, json_object_iter_key(at)),
                            normal_list(arena, json_object_iter_value(at), NULL));
    }
    return normal;
}

static json_t *normal_condition(tf_arena *arena, json_t *value)
{
    json_t *normal = json_object();
    for (void *at = json_object_iter(value); at != NULL; at = json_object_iter_next(value, at)) {
        json_object_set_new(normal, lower_copy(arena, json_object_iter_key(at)),
                            normal_operator(arena, json_object_iter_value(at)));
    }
    return normal;
}

static json_t *normal_element(tf_arena *arena, const char *name, json_t *value)
{
    if (strcmp(name, "Action") == 0 || strcmp(name, "NotAction") == 0)
        return normal_list(arena, value, lower);
    if (strcmp(name, "Resource") == 0 || strcmp(name, "NotResource") == 0)
        return normal_list(arena, value, NULL);
    if (strcmp(name, "Principal") == 0 || strcmp(name, "NotPrincipal") == 0)
        return normal_principal(arena, value);
    if (strcmp(name, "Condition") == 0 && json_is_object(value))
        return normal_condition(arena, value);
    return json_incref(value);
}

/* An empty condition is none, and an empty Sid neither. */
static bool says_nothing(const char *name, const json_t *value)
{
    return (strcmp(name, "Condition") == 0 && json_is_object(value) && json_object_size(value) == 0)
           || (strcmp(name, "Sid") == 0 && json_is_string(value) && json_string_length(value) == 0);
}

static json_t *normal_statement(tf_arena *arena, json_t *statement)
{
    if (!json_is_object(statement))
        return json_incref(statement);
    json_t *normal = json_object();
    for (void *at = json_object_iter(statement); at != NULL; at = json_object_iter_next(statement, at)) {
        const char *name = json_object_iter_key(at);
        json_t *value = json_object_iter_value(at);
        if (!says_nothing(name, value))
            json_object_set_new(normal, name, normal_element(arena, name, value));
    }
    return normal;
}

/* The statements as a sorted list of distinct JSON texts. */
static json_t *normal_statements(tf_arena *arena, json_t *value)
{
    json_t *texts = json_array();
    const size_t count = json_is_array(value) ? json_array_size(value) : 1;
    for (size_t i = 0; i < count; i++) {
        json_t *normal = normal_statement(arena, json_is_array(value) ? json_array_get(value, i) : value);
        json_array_append_new(texts, json_string(dump(arena, normal)));
        json_decref(normal);
    }
    json_t *sorted = normal_list(arena, texts, NULL);
    json_decref(texts);
    return sorted;
}

static const char *normal_document(tf_arena *arena, json_t *document)
{
    if (!json_is_object(document))
        return dump(arena, document);
    json_t *normal = json_object();
    json_object_set_new(normal, "Version", json_string(DEFAULT_VERSION));
    for (void *at = json_object_iter(document); at != NULL; at = json_object_iter_next(document, at)) {
        const char *name = json_object_iter_key(at);
        json_t *value = json_object_iter_value(at);
        const bool is_statement = strcmp(name, "Statement") == 0;
        json_object_set_new(normal, name, is_statement ? normal_statements(arena, value) : json_incref(value));
    }
    const char *text = dump(arena, normal);
    json_decref(normal);
    return text;
}

/* NULL where the text is too large, or no JSON, even without percent-encoding. */
static const char *normal_form(tf_arena *arena, const char *text)
{
    if (strlen(text) > LARGEST_DOCUMENT)
        return NULL;
    json_t *document = json_loads(text, JSON_DECODE_ANY, NULL);
    const char *decoded = document == NULL && strchr(text, '%') != NULL ? http_unescape(arena, text) : NULL;
    if (decoded != NULL)
        document = json_loads(decoded, JSON_DECODE_ANY, NULL);
    if (document == NULL)
        return NULL;
    const char *normal = normal_document(arena, document);
    json_decref(document);
    return normal;
}

bool policy_same_meaning(tf_arena *arena, const char *one, const char *other)
{
    if (strcmp(one, other) == 0)
        return true;
    const char *normal_one = normal_form(arena, one);
    const char *normal_other = normal_one != NULL ? normal_form(arena, other) : NULL;
    return normal_other != NULL && strcmp(normal_one, normal_other) == 0;
}

const char *policy_without_leading_blanks(const char *document)
{
    return document + strspn(document, " \t\r\n");
}

static bool fail_document(tf_call *call, const tf_path *path, const char *problem)
{
    return tf_fail_at(call, path, "Not a Policy Document", "%s must be a policy, a JSON object with a Statement: %s.",
                      tf_path_text(tf_call_arena(call), path), problem);
}

static bool check_statements(tf_call *call, const tf_path *path, const json_t *document)
{
    if (!json_is_object(document))
        return fail_document(call, path, "it is JSON, but no object");
    const json_t *statements = json_object_get(document, "Statement");
    if (statements == NULL)
        return fail_document(call, path, "it has none");
    const size_t count = json_is_array(statements) ? json_array_size(statements) : 1;
    for (size_t i = 0; i < count; i++) {
        if (!json_is_object(json_is_array(statements) ? json_array_get(statements, i) : statements))
            return fail_document(call, path, "each statement has to be an object");
    }
    return count > 0 || fail_document(call, path, "its list of statements is empty");
}

bool policy_check_document(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    json_error_t error;
    json_t *document = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
    if (document == NULL) {
        return fail_document(call, path,
                             tf_format(tf_call_arena(call), "it is not valid JSON (line %d, column %d: %s)", error.line,
                                       error.column, error.text));
    }
    const bool ok = check_statements(call, path, document);
    json_decref(document);
    return ok;
}
