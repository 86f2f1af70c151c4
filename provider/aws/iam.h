/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IAM (API version 2010-05-08): roles, their policies and tags. https://docs.aws.amazon.com/IAM/latest/APIReference/
 *
 * Functions report what failed and return false. What they return lives in the call's arena. Policy documents are plain
 * JSON on the way in and on the way out. Deleting or detaching what is not there is a success. What names something
 * that may have been made a moment ago (the role, a policy, a principal) is repeated for two minutes while IAM does not
 * know it.
 */
#ifndef AWS_IAM_H
#define AWS_IAM_H

#include <stdbool.h>
#include <stdint.h>

#include <tfprovider/call.h>
#include <tfprovider/value.h>

#include "aws/client.h"
#include "aws/error.h"

typedef struct iam_role {
    const char *name;
    const char *path; /**< "/" at least */
    const char *arn;
    const char *unique_id;   /**< "AROA…" */
    const char *create_date; /**< RFC 3339, as IAM writes it */
    const char *assume_role_policy;
    const char *description;          /**< "" where there is none */
    const char *permissions_boundary; /**< ARN; NULL where there is none */
    int64_t max_session_duration;     /**< seconds */
    tf_string_map tags;               /**< known */
} iam_role;

typedef enum iam_creation {
    IAM_CREATED,
    IAM_NAME_TAKEN,  /**< a role of that name exists; nothing was changed */
    IAM_ANSWER_LOST, /**< the answer was lost or is no answer of IAM's: the role may exist or not */
} iam_creation;

/**
 * CreateRole from `role`'s name, path, assume_role_policy, description, max_session_duration, permissions_boundary and
 * tags; sent once, repeated only where IAM has not acted on it. `out` is filled in for IAM_CREATED. IAM_NAME_TAKEN and
 * IAM_ANSWER_LOST are successes without a report, whose `out_error` is for aws_fail where the caller cannot go on.
 */
bool iam_create_role(aws_client *client, tf_call *call, const iam_role *role, iam_role *out, iam_creation *out_creation,
                     aws_error *out_error);

/** As iam_get_role, but reports nothing: false with `error`, unreported unless its `reported` says otherwise. */
bool iam_try_get_role(aws_client *client, tf_call *call, const char *name, iam_role *out, bool *out_found,
                      aws_error *error);

/** GetRole, tags included. A role that does not exist is a success with `*out_found` false. */
bool iam_get_role(aws_client *client, tf_call *call, const char *name, iam_role *out, bool *out_found);

/** Takes one role, which goes with its page. False where no more are wanted. */
typedef bool (*iam_role_taker)(const iam_role *role, void *taken);

/**
 * All pages of ListRoles, each role handed on as its page comes: those whose path begins with `path_prefix`, or all
 * where it is NULL. A list shows neither tags nor the permissions boundary.
 */
bool iam_walk_roles(aws_client *client, tf_call *call, const char *path_prefix, iam_role_taker take, void *taken);

/**
 * Whether a role of that name exists, for a plan: reports nothing, and takes a failure for a no. Makes no call for a
 * role that this process manages already.
 */
bool iam_is_name_taken(aws_client *client, tf_call *call, const char *name);

/**
 * Notes that the role is one of Terraform's: its name is not taken by somebody else. An unusable client notes nothing.
 */
void iam_note_managed_role(aws_client *client, const char *name);

/** UpdateRole: sets both; a description of "" removes it. */
bool iam_update_role(aws_client *client, tf_call *call, const char *name, const char *description,
                     int64_t max_session_duration);

/** UpdateAssumeRolePolicy. */
bool iam_update_assume_role_policy(aws_client *client, tf_call *call, const char *name, const char *document);

/** DeleteRole, after everything was detached from it. */
bool iam_delete_role(aws_client *client, tf_call *call, const char *name);

/** AttachRolePolicy. Attaching what is attached is a success. */
bool iam_attach_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_arn);

/** DetachRolePolicy. */
bool iam_detach_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_arn);

/*
 * The next three have a form that reports nothing: false with `error`, unreported unless its `reported` says otherwise.
 */

/**
 * All pages of ListAttachedRolePolicies: the ARNs, as a known set. A role that does not exist has `*out_found` false.
 */
bool iam_list_attached_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out,
                                     bool *out_found);

bool iam_try_list_attached_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out,
                                         bool *out_found, aws_error *error);

/** All pages of ListRolePolicies: the names of the inline policies, as a known set. */
bool iam_list_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out, bool *out_found);

bool iam_try_list_role_policies(aws_client *client, tf_call *call, const char *name, tf_string_set *out,
                                bool *out_found, aws_error *error);

/** GetRolePolicy: the document. */
bool iam_get_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name,
                         const char **out_document, bool *out_found);

bool iam_try_get_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name,
                             const char **out_document, bool *out_found, aws_error *error);

/** PutRolePolicy: makes or replaces. */
bool iam_put_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name,
                         const char *document);

/** DeleteRolePolicy. */
bool iam_delete_role_policy(aws_client *client, tf_call *call, const char *name, const char *policy_name);

/** TagRole: sets these tags, keeps others. An empty map makes no call. */
bool iam_tag_role(aws_client *client, tf_call *call, const char *name, const tf_string_map *tags);

/** UntagRole: removes the tags of these keys, whatever their values. An empty map makes no call. */
bool iam_untag_role(aws_client *client, tf_call *call, const char *name, const tf_string_map *tags);

/** PutRolePermissionsBoundary. */
bool iam_put_role_permissions_boundary(aws_client *client, tf_call *call, const char *name, const char *policy_arn);

/** DeleteRolePermissionsBoundary. */
bool iam_delete_role_permissions_boundary(aws_client *client, tf_call *call, const char *name);

/** All pages of ListInstanceProfilesForRole: the names of the profiles that hold the role, as a known set. */
bool iam_list_instance_profiles_for_role(aws_client *client, tf_call *call, const char *name, tf_string_set *out);

/** RemoveRoleFromInstanceProfile. */
bool iam_remove_role_from_instance_profile(aws_client *client, tf_call *call, const char *name,
                                           const char *instance_profile_name);

#endif
