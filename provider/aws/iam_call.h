/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the calls on a role have in common.
 */
#ifndef AWS_IAM_CALL_H
#define AWS_IAM_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "aws/iam.h"
#include "aws/query.h"

/** A call of `action` on the role `name`, in the call's arena. */
aws_query iam_query(tf_call *call, const char *action, const char *name);

/**
 * Makes a call that names the role, a policy or a principal, which may have been made a moment ago: repeated for two
 * minutes while IAM does not know it. False with `error`, unreported.
 */
bool iam_try_patiently(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out,
                       aws_error *error);

/** As iam_try_patiently, where the answer says nothing. Reports what failed. */
bool iam_send_patiently(aws_client *client, tf_call *call, const aws_query *query, const char *name);

/**
 * Makes a call that takes something away: what is not there is a success. Repeated for some seconds while IAM
 * still sees what was detached a moment ago.
 */
bool iam_send_removal(aws_client *client, tf_call *call, const aws_query *query, const char *name);

/**
 * Makes a reading call; `*out_result` is `<Action>Result`. What does not exist is a success with `*out_found` false.
 * False with `error`, unreported.
 */
bool iam_try_read(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out_result,
                  bool *out_found, aws_error *error);

/** A parameter of a call; a NULL value is not sent. */
typedef struct iam_parameter {
    const char *name;
    const char *value;
} iam_parameter;

typedef struct iam_list {
    const char *action;
    const iam_parameter *parameters; /**< what is asked, beside the page */
    size_t parameter_count;
    const char *members; /**< the element that holds them */
    /** Takes one member, which goes with its page, as does `arena`. False where no more are wanted. */
    bool (*take)(tf_arena *arena, const xml_element *member, void *taken);
    void *taken;
} iam_list;

/**
 * Makes a listing call for all its pages. What does not exist is a success with `*out_found` false. False with `error`,
 * unreported.
 */
bool iam_try_read_list(aws_client *client, tf_call *call, const iam_list *list, bool *out_found, aws_error *error);

/** The policy document in a child of that name, which IAM percent-encodes; "" where there is none. */
const char *iam_document(tf_arena *arena, const xml_element *parent, const char *name);

/** Adds `tags` as `Tags.member.N.Key` and `.Value`. */
void iam_add_tags(aws_query *query, const tf_string_map *tags);

#endif
