/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the statements of a document that are about an action. Conditions and resources are not evaluated: what has
 * them may hold or not.
 */
#include "aws/policy_grants.h"

#include <ctype.h>
#include <string.h>

#include <jansson.h>

static bool same_letter(char one, char other)
{
    return tolower((unsigned char)one) == tolower((unsigned char)other);
}

/* `*` stands for any text, `?` for one letter; case does not count. A star takes as little as it can, then more. */
static bool matches(const char *pattern, const char *text)
{
    const char *behind_star = NULL;
    const char *taken_up_to = NULL;
    while (*text != '\0') {
        if (*pattern == '*') {
            behind_star = ++pattern;
            taken_up_to = text;
        } else if (*pattern == '?' || (*pattern != '\0' && same_letter(*pattern, *text))) {
            pattern++;
            text++;
        } else if (behind_star != NULL) {
            pattern = behind_star;
            text = ++taken_up_to;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

/* Whether a text, or one of a list of texts, is a pattern of `text`. */
static bool any_matches(const json_t *patterns, const char *text)
{
    if (json_is_string(patterns))
        return matches(json_string_value(patterns), text);
    size_t index;
    const json_t *each;
    json_array_foreach(patterns, index, each)
    {
        if (json_is_string(each) && matches(json_string_value(each), text))
            return true;
    }
    return false;
}

static bool is_about(const json_t *statement, const char *action)
{
    const json_t *excepted = json_object_get(statement, "NotAction");
    return excepted != NULL ? !any_matches(excepted, action)
                            : any_matches(json_object_get(statement, "Action"), action);
}

static bool has_text(const json_t *texts, const char *text)
{
    if (json_is_string(texts))
        return strcmp(json_string_value(texts), text) == 0;
    size_t index;
    const json_t *each;
    json_array_foreach(texts, index, each)
    {
        if (json_is_string(each) && strcmp(json_string_value(each), text) == 0)
            return true;
    }
    return false;
}

static void judge_statement(const json_t *statement, const char *action, policy_verdict *verdict)
{
    if (!is_about(statement, action))
        return;
    const bool is_whole = has_text(json_object_get(statement, "Resource"), "*")
                          && json_object_size(json_object_get(statement, "Condition")) == 0;
    const bool denies = has_text(json_object_get(statement, "Effect"), "Deny");
    bool *said = denies ? (is_whole ? &verdict->denies : &verdict->may_deny)
                        : (is_whole ? &verdict->allows : &verdict->may_allow);
    *said = true;
}

void policy_judge(const char *document, const char *action, policy_verdict *verdict)
{
    json_t *policy = json_loads(document, 0, NULL);
    const json_t *statements = json_object_get(policy, "Statement");
    if (statements == NULL)
        verdict->may_allow = verdict->may_deny = true;
    if (json_is_object(statements))
        judge_statement(statements, action, verdict);
    size_t index;
    const json_t *each;
    json_array_foreach(statements, index, each)
    {
        judge_statement(each, action, verdict);
    }
    json_decref(policy);
}
