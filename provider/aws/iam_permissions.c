/* SPDX-License-Identifier: Apache-2.0 */
/* Asks IAM what a role may do. What it has to be allowed, and what to make of the answer, is the caller's to know. */
#include "aws/iam_permissions.h"

#include <string.h>

#include "aws/iam_call.h"

/* Beside the actions: the role, and the three parts of the context. */
#define OTHER_PARAMETERS 4

/* Decisions so far. */
typedef struct decision_list {
    const iam_simulation *asked;
    iam_decision *decisions;
} decision_list;

static bool is_said(const xml_element *member, const char *detail, const char *name, const char *text)
{
    return strcmp(xml_child_text(xml_child(member, detail), name, ""), text) == 0;
}

static iam_decision read_decision(const xml_element *member)
{
    const char *text = xml_child_text(member, "EvalDecision", "");
    if (strcmp(text, "allowed") == 0)
        return IAM_ALLOWED;
    if (is_said(member, "PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary", "false"))
        return IAM_DENIED_BY_BOUNDARY;
    if (is_said(member, "OrganizationsDecisionDetail", "AllowedByOrganizations", "false"))
        return IAM_DENIED_BY_ORGANIZATION;
    if (strcmp(text, "explicitDeny") == 0)
        return IAM_DENIED;
    return strcmp(text, "implicitDeny") == 0 ? IAM_NOT_ALLOWED : IAM_UNDECIDED;
}

static bool take_decision(tf_arena *arena, const xml_element *member, void *taken)
{
    (void)arena;
    const decision_list *list = taken;
    const char *action = xml_child_text(member, "EvalActionName", "");
    for (size_t i = 0; i < list->asked->action_count; i++) {
        if (strcmp(list->asked->actions[i], action) == 0)
            list->decisions[i] = read_decision(member);
    }
    return true;
}

bool iam_simulate(aws_client *client, tf_call *call, const iam_simulation *asked, iam_decision **out, bool *out_found,
                  aws_error *error)
{
    tf_arena *arena = tf_call_arena(call);
    iam_parameter *parameters = tf_alloc_array(arena, asked->action_count + OTHER_PARAMETERS, sizeof *parameters);
    decision_list taken = {
        .asked = asked,
        .decisions = tf_alloc_array(arena, asked->action_count, sizeof *taken.decisions),
    };
    size_t count = 0;
    parameters[count++] = (iam_parameter){ "PolicySourceArn", asked->role_arn };
    parameters[count++] = (iam_parameter){ "ContextEntries.member.1.ContextKeyName", asked->context_key };
    parameters[count++] = (iam_parameter){ "ContextEntries.member.1.ContextKeyType", "string" };
    parameters[count++] = (iam_parameter){ "ContextEntries.member.1.ContextKeyValues.member.1", asked->context_value };
    for (size_t i = 0; i < asked->action_count; i++) {
        const char *name = tf_format(arena, "ActionNames.member.%zu", i + 1);
        parameters[count++] = (iam_parameter){ name, asked->actions[i] };
    }
    const iam_list list = {
        .action = "SimulatePrincipalPolicy",
        .parameters = parameters,
        .parameter_count = count,
        .members = "EvaluationResults",
        .take = take_decision,
        .taken = &taken,
    };
    *out = taken.decisions;
    return iam_try_read_list(client, call, &list, out_found, error);
}

bool iam_try_get_policy(aws_client *client, tf_call *call, const char *policy_arn, const char **out_document,
                        bool *out_found, aws_error *error)
{
    tf_arena *arena = tf_call_arena(call);
    const xml_element *result = NULL;
    aws_query query = aws_query_start(arena, &aws_iam, "GetPolicy");
    aws_query_add(&query, "PolicyArn", policy_arn);
    if (!iam_try_read(client, call, &query, &result, out_found, error))
        return false;
    if (!*out_found)
        return true;
    const char *version = xml_child_text(xml_child(result, "Policy"), "DefaultVersionId", NULL);
    query = aws_query_start(arena, &aws_iam, "GetPolicyVersion");
    aws_query_add(&query, "PolicyArn", policy_arn);
    aws_query_add(&query, "VersionId", version);
    if (!iam_try_read(client, call, &query, &result, out_found, error))
        return false;
    if (*out_found)
        *out_document = iam_document(arena, xml_child(result, "PolicyVersion"), "Document");
    return true;
}
