/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the role may do: by IAM's own simulation where the credentials may ask for it, by the documents of its policies
 * where they may not, or where these have to say what the simulation leaves open.
 */
#include <string.h>

#include "aws/iam.h"
#include "aws/iam_permissions.h"
#include "aws/policy_grants.h"
#include "byoc/defaults.h"
#include "preflight/checks.h"

#define OF_DATABASES "AmazonRDSFullAccess"

/* An action that the control plane takes, and the default policy that allows it: a few of each, not all. */
typedef struct need {
    const char *policy;
    const char *action;
} need;

static const need needs[] = {
    { "AmazonVPCReadOnlyAccess", "ec2:DescribeVpcs" },
    { "AmazonVPCReadOnlyAccess", "ec2:DescribeSubnets" },
    { "AmazonVPCReadOnlyAccess", "ec2:DescribeSecurityGroups" },
    { "AmazonECS_FullAccess", "ecs:CreateCluster" },
    { "AmazonECS_FullAccess", "ecs:RegisterTaskDefinition" },
    { "AmazonECS_FullAccess", "ecs:CreateService" },
    { "AmazonECS_FullAccess", "ecs:UpdateService" },
    { "AmazonECS_FullAccess", "ecs:DeleteService" },
    { "AmazonECS_FullAccess", "iam:PassRole" },
    { "SecretsManagerReadWrite", "secretsmanager:CreateSecret" },
    { "SecretsManagerReadWrite", "secretsmanager:PutSecretValue" },
    { "SecretsManagerReadWrite", "secretsmanager:DeleteSecret" },
    { "CloudWatchReadOnlyAccess", "cloudwatch:GetMetricData" },
    { "CloudWatchReadOnlyAccess", "logs:GetLogEvents" },
    { OF_DATABASES, "rds:CreateDBSubnetGroup" },
    { OF_DATABASES, "rds:CreateDBInstance" },
    { OF_DATABASES, "rds:DescribeDBInstances" },
    { OF_DATABASES, "rds:DeleteDBInstance" },
    { "LangGraphCloudCustomPermissions", "application-autoscaling:RegisterScalableTarget" },
    { "LangGraphCloudCustomPermissions", "application-autoscaling:PutScalingPolicy" },
};

#define NEED_COUNT (sizeof needs / sizeof needs[0])

/* What became of a need. */
typedef enum answer {
    FINE,
    MISSING, /* nothing allows it */
    UNCLEAR, /* something may */
    DENIED,
    DENIED_BY_BOUNDARY,
    DENIED_BY_ORGANIZATION,
} answer;

/* The policies of a role. */
typedef struct role_policies {
    preflight_visit *visit;
    const iam_role *role;
    const char *partition;
    tf_string_set attached; /* ARNs */
    const char **documents; /* of what is not a default policy of AWS's, whose meaning is known */
    size_t document_count;
    size_t document_capacity;
    bool is_whole; /* nothing was left unread */
} role_policies;

static bool is_wanted(const preflight_visit *visit, const need *wanted)
{
    return !visit->subject->has_own_database || strcmp(wanted->policy, OF_DATABASES) != 0;
}

/* `*out` has a decision for each need, all of them undecided where the credentials may not ask. */
static bool simulate(role_policies *of, iam_decision **out)
{
    const char *actions[NEED_COUNT];
    for (size_t i = 0; i < NEED_COUNT; i++)
        actions[i] = needs[i].action;
    const iam_simulation asked = {
        .role_arn = of->role->arn,
        .actions = actions,
        .action_count = NEED_COUNT,
        .context_key = "iam:PassedToService",
        .context_value = "ecs-tasks.amazonaws.com",
    };
    bool found;
    aws_error error;
    return iam_simulate(of->visit->aws, of->visit->call, &asked, out, &found, &error)
           || preflight_skip_denied(
               of->visit, tf_format(tf_call_arena(of->visit->call), "by simulation, what %s may do", of->role->arn),
               &error);
}

static void add_document(role_policies *of, const char *document)
{
    of->documents = tf_grow(tf_call_arena(of->visit->call), of->documents, of->document_count, &of->document_capacity,
                            sizeof *of->documents);
    of->documents[of->document_count++] = document;
}

static bool read_embedded(role_policies *of, aws_error *error)
{
    aws_client *aws = of->visit->aws;
    tf_call *call = of->visit->call;
    tf_string_set names;
    bool found;
    if (!iam_try_list_role_policies(aws, call, of->role->name, &names, &found, error))
        return false;
    for (size_t i = 0; i < names.count; i++) {
        const char *document = NULL;
        if (!iam_try_get_role_policy(aws, call, of->role->name, names.items[i].value, &document, &found, error))
            return false;
        if (found)
            add_document(of, document);
    }
    return true;
}

static bool read_attached(role_policies *of, aws_error *error)
{
    aws_client *aws = of->visit->aws;
    tf_call *call = of->visit->call;
    const tf_string_set defaults =
        byoc_managed_policies(tf_call_arena(call), tf_string_of("control_plane"), of->partition);
    bool found;
    if (!iam_try_list_attached_role_policies(aws, call, of->role->name, &of->attached, &found, error))
        return false;
    const tf_string_set others = tf_string_set_without(tf_call_arena(call), &of->attached, &defaults);
    for (size_t i = 0; i < others.count; i++) {
        const char *document = NULL;
        if (!iam_try_get_policy(aws, call, others.items[i].value, &document, &found, error))
            return false;
        if (found)
            add_document(of, document);
    }
    return true;
}

static bool read_policies(role_policies *of)
{
    aws_error error;
    of->is_whole = read_attached(of, &error) && read_embedded(of, &error);
    return of->is_whole
           || preflight_skip_denied(
               of->visit, tf_format(tf_call_arena(of->visit->call), "the policies of %s", of->role->arn), &error);
}

/* What the documents say; a default policy of AWS's allows what it is there for. */
static policy_verdict verdict_on(const role_policies *of, const need *wanted)
{
    const char *arn =
        tf_format(tf_call_arena(of->visit->call), "arn:%s:iam::aws:policy/%s", of->partition, wanted->policy);
    policy_verdict verdict = { .allows = tf_string_set_has(&of->attached, arn), .may_allow = !of->is_whole };
    for (size_t i = 0; i < of->document_count; i++)
        policy_judge(of->documents[i], wanted->action, &verdict);
    return verdict;
}

/* By documents alone. */
static answer judge_documents(const policy_verdict *verdict)
{
    if (verdict->denies)
        return DENIED;
    if (verdict->allows && !verdict->may_deny)
        return FINE;
    return verdict->allows || verdict->may_allow ? UNCLEAR : MISSING;
}

/*
 * A simulation knows what is denied. That nothing allows an action on all resources may mean that a policy does on
 * some, or that IAM has not heard of one yet.
 */
static answer judge(const role_policies *of, const need *wanted, iam_decision decision)
{
    const policy_verdict verdict = verdict_on(of, wanted);
    switch (decision) {
    case IAM_ALLOWED:
        return FINE;
    case IAM_DENIED:
        return DENIED;
    case IAM_DENIED_BY_BOUNDARY:
        return DENIED_BY_BOUNDARY;
    case IAM_DENIED_BY_ORGANIZATION:
        return DENIED_BY_ORGANIZATION;
    case IAM_NOT_ALLOWED:
        return verdict.allows ? FINE : verdict.may_allow ? UNCLEAR : MISSING;
    default:
        return judge_documents(&verdict);
    }
}

/* The actions whose answer is that, of one default policy or (NULL) of all, joined; NULL where there are none. */
static const char *actions_with(tf_arena *arena, const answer *answers, answer wanted, const char *policy)
{
    tf_text_builder text = { .arena = arena };
    for (size_t i = 0; i < NEED_COUNT; i++) {
        if (answers[i] == wanted && (policy == NULL || strcmp(policy, needs[i].policy) == 0))
            tf_append_format(&text, "%s%s", text.length > 0 ? ", " : "", needs[i].action);
    }
    return text.length > 0 ? tf_built_text(&text) : NULL;
}

static void report_policy(const role_policies *of, const answer *answers, const char *policy)
{
    tf_arena *arena = tf_call_arena(of->visit->call);
    const char *missing = actions_with(arena, answers, MISSING, policy);
    const char *unclear = actions_with(arena, answers, UNCLEAR, policy);
    const bool is_embedded = tf_starts_with(policy, "LangGraph");
    const char *name = is_embedded ? policy : tf_format(arena, "arn:%s:iam::aws:policy/%s", of->partition, policy);
    if (missing != NULL) {
        preflight_find(of->visit, "Policy of the role",
                       tf_format(arena, "%s does not have %s, and may not %s.", of->role->arn, name, missing),
                       "Give it to the role, as `langgraph_cloud_role` does by default. (AmazonRDSFullAccess is not "
                       "needed where every project brings POSTGRES_URI_CUSTOM.)");
    }
    if (unclear != NULL) {
        preflight_skip(of->visit, tf_format(arena, "Not judged: whether other policies of %s permit what %s does (%s).",
                                            of->role->arn, name, unclear));
    }
}

static void report_denied(const role_policies *of, const answer *answers, answer wanted, const char *denier,
                          const char *remedy)
{
    tf_arena *arena = tf_call_arena(of->visit->call);
    const char *actions = actions_with(arena, answers, wanted, NULL);
    if (actions != NULL) {
        preflight_find(of->visit, "Permissions of the role",
                       tf_format(arena, "%s may not %s: %s.", of->role->arn, actions, denier), remedy);
    }
}

static void report(const role_policies *of, const answer *answers)
{
    tf_arena *arena = tf_call_arena(of->visit->call);
    const char *boundary = of->role->permissions_boundary;
    for (size_t i = 0; i < NEED_COUNT; i++) {
        if (i == 0 || strcmp(needs[i].policy, needs[i - 1].policy) != 0)
            report_policy(of, answers, needs[i].policy);
    }
    report_denied(of, answers, DENIED, "one of its policies denies it",
                  "Take the denial out of the policy, or the policy off the role.");
    report_denied(of, answers, DENIED_BY_BOUNDARY,
                  tf_format(arena, "its permissions boundary %s does not allow it", boundary != NULL ? boundary : ""),
                  "Let the boundary allow it, or take it off the role: `permissions_boundary` of "
                  "`langgraph_cloud_role`.");
    report_denied(of, answers, DENIED_BY_ORGANIZATION, "the policies of the organisation do not allow it",
                  "Have the service control policies of the account allow it.");
}

static bool all_are_allowed(const preflight_visit *visit, const iam_decision *decisions)
{
    for (size_t i = 0; i < NEED_COUNT; i++) {
        if (is_wanted(visit, &needs[i]) && decisions[i] != IAM_ALLOWED)
            return false;
    }
    return true;
}

bool preflight_check_policies(preflight_visit *visit, const iam_role *role, const char *partition)
{
    role_policies of = { .visit = visit, .role = role, .partition = partition };
    answer answers[NEED_COUNT];
    iam_decision *decisions = NULL;
    bool is_simulated = false;
    if (!simulate(&of, &decisions))
        return false;
    if (all_are_allowed(visit, decisions))
        return true;
    if (!read_policies(&of))
        return false;
    for (size_t i = 0; i < NEED_COUNT; i++) {
        answers[i] = is_wanted(visit, &needs[i]) ? judge(&of, &needs[i], decisions[i]) : FINE;
        is_simulated = is_simulated || decisions[i] != IAM_UNDECIDED;
    }
    report(&of, answers);
    if (!is_simulated && role->permissions_boundary != NULL) {
        preflight_skip(visit, tf_format(tf_call_arena(visit->call),
                                        "Not judged: whether the permissions boundary %s of %s permits what its "
                                        "policies do.",
                                        role->permissions_boundary, role->arn));
    }
    return true;
}
