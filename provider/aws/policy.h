/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IAM's policy documents: checked, and compared by what they mean.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
#ifndef AWS_POLICY_H
#define AWS_POLICY_H

#include <stdbool.h>

#include <tfprovider/schema.h>

/**
 * Whether two documents mean the same. No difference are: white space, order of keys, order and repetition in lists and
 * of statements, a single value in place of a list of one, a single statement in place of a list, true and 1 in place
 * of "true" and "1" among the values of conditions, an account id in place of its root user's ARN, `"*"` in place of
 * `{"AWS": "*"}` as principal, upper and lower case of actions, of keys of conditions and of operators,
 * percent-encoding of the whole document. A document that is not JSON only equals its own text.
 */
bool policy_same_meaning(tf_arena *arena, const char *one, const char *other);

/** The document as IAM accepts it: without white space before it, which heredocs leave. */
const char *policy_without_leading_blanks(const char *document);

/** Check of an attribute: the text is a policy document, a JSON object with at least one `Statement`. */
#define POLICY_DOCUMENT                \
    {                                  \
        .text = policy_check_document, \
    }
bool policy_check_document(tf_call *call, const tf_path *path, const char *text, const void *unused);

#endif
