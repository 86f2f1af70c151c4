/* SPDX-License-Identifier: Apache-2.0 */
#include <tfprovider/cancel.h>

#include "resources/cloud_role/cloud_role.h"

#define MADE_LIMIT_MS 10000
#define MADE_PAUSE_MS 500

static bool fail_taken(tf_call *call, const char *name)
{
    return tf_fail_on(call, "name", "Role name already taken",
                      "A role named %s exists in this account. It was neither adopted nor changed. To manage it with "
                      "Terraform, import it: terraform import langgraph_cloud_role.<name> %s. Otherwise choose another "
                      "name, or delete it.",
                      name, name);
}

/* The answer to CreateRole does not repeat all of what was sent. */
static void take_as_sent(const iam_role *request, iam_role *made)
{
    made->assume_role_policy = request->assume_role_policy;
    made->description = request->description;
    made->max_session_duration = request->max_session_duration;
    made->permissions_boundary = request->permissions_boundary;
    made->tags = request->tags;
}

/* IAM may take a moment to show what it has just made. */
static bool observe_made(aws_client *aws, tf_call *call, const char *name, cloud_role_observed *out, bool *out_found)
{
    int64_t deadline = tf_deadline_in_ms(MADE_LIMIT_MS);
    for (;;) {
        if (!cloud_role_observe(aws, call, name, out, out_found))
            return false;
        if (*out_found || tf_now_ms() >= deadline)
            return true;
        if (!tf_cancel_wait(tf_call_cancel(call), tf_deadline_in_ms(MADE_PAUSE_MS)))
            return tf_fail(call, "Interrupted", "Stopped while looking for role %s, which may have been made.", name);
    }
}

/*
 * Where the answer was lost, asking again tells whether the role was made: a name that is taken then is this call's own work
 * if the role is exactly what was sent.
 */
bool cloud_role_make(aws_client *aws, tf_call *call, const struct cloud_role *wanted, cloud_role_observed *out)
{
    const iam_role request = {
        .name = wanted->name.value,
        .path = wanted->path.value,
        .assume_role_policy = wanted->assume_role_policy.value,
        .description = tf_text_of(wanted->description, ""),
        .max_session_duration = wanted->max_session_duration.value,
        .permissions_boundary = wanted->permissions_boundary.value,
        .tags = wanted->tags_all,
    };
    iam_creation creation;
    aws_error error;
    *out =
        (cloud_role_observed){ .managed_policy_arns = { .state = TF_KNOWN }, .inline_policies = { .state = TF_KNOWN } };
    if (!iam_create_role(aws, call, &request, &out->role, &creation, &error))
        return false;
    if (creation == IAM_NAME_TAKEN)
        return fail_taken(call, request.name);
    if (creation == IAM_CREATED) {
        take_as_sent(&request, &out->role);
        return true;
    }

    if (tf_cancel_fired(tf_call_cancel(call)))
        return tf_fail(
            call, "Interrupted",
            "Role %s was being made when the apply was interrupted, before IAM answered: it may exist. If the "
            "next apply says that the name is taken, import it: terraform import "
            "langgraph_cloud_role.<name> %s.",
            request.name, request.name);
    bool found;
    if (!iam_create_role(aws, call, &request, &out->role, &creation, &error))
        return false;
    if (creation == IAM_CREATED) {
        take_as_sent(&request, &out->role);
        return true;
    }
    if (!observe_made(aws, call, request.name, out, &found))
        return false;
    if (!found)
        return aws_fail(call, &error, tf_format(tf_call_arena(call), "role %s", request.name));
    if (!cloud_role_is_as_created(tf_call_arena(call), wanted, out))
        return fail_taken(call, request.name);
    tf_log(TF_LOG_INFO, "provider.cloud_role", "the answer to CreateRole was lost; role %s is what was sent",
           request.name);
    return true;
}
