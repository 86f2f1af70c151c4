/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a policy document allows, as far as the document alone tells.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
#ifndef AWS_POLICY_GRANTS_H
#define AWS_POLICY_GRANTS_H

#include <stdbool.h>

/** What documents say of one action. Start from `{ .allows = false }`. */
typedef struct policy_verdict {
    bool allows;    /**< on all resources */
    bool denies;    /**< likewise */
    bool may_allow; /**< on some resources, or under a condition */
    bool may_deny;  /**< likewise */
} policy_verdict;

/**
 * Adds what `document` says of `action` ("ecs:CreateCluster") to the verdict. A document that is not JSON may say
 * anything.
 */
void policy_judge(const char *document, const char *action, policy_verdict *verdict);

#endif
