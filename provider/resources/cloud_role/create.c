/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making a role, which is asked for once: where the answer is lost, what IAM has tells whether it was made. What
 * follows, the policies, is an update's work.
 */
#include <tfprovider/cancel.h>
#include <tfprovider/resource.h>

#include "clients.h"
#include "resources/cloud_role/cloud_role.h"

#define MADE_LIMIT_MS 10000
#define MADE_PAUSE_MS 500

const char *cloud_role_about_taken_name(tf_arena *arena, const char *name)
{
    return tf_format(
        arena,
        "To manage it with Terraform, import it by this block, with the resource's own name in place of <name>:"
        "\n\nimport {\n  to = langgraph_cloud_role.<name>\n  id = \"%s\"\n}\n\nOtherwise choose another "
        "name, or delete it.",
        name);
}

static bool fail_taken(tf_call *call, const char *name)
{
    return tf_fail_on(call, "name", "Role Name Already Taken",
                      "A role named %s exists in this account. It was neither adopted nor changed. %s", name,
                      cloud_role_about_taken_name(tf_call_arena(call), name));
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
    const tf_string_map nothing = tf_empty_string_map();
    const int64_t deadline = tf_deadline_in_ms(MADE_LIMIT_MS);
    for (;;) {
        if (!cloud_role_observe(aws, call, name, &nothing, out, out_found))
            return false;
        if (*out_found || tf_now_ms() >= deadline)
            return true;
        if (!tf_cancel_wait(tf_call_cancel(call), tf_deadline_in_ms(MADE_PAUSE_MS)))
            return tf_fail(call, "Interrupted", "Stopped while looking for role %s, which may have been made.", name);
    }
}

static iam_role request_for(const struct cloud_role *wanted)
{
    return (iam_role){
        .name = wanted->name.value,
        .path = wanted->path.value,
        .assume_role_policy = wanted->assume_role_policy.value,
        .description = tf_text_of(wanted->description, ""),
        .max_session_duration = wanted->max_session_duration.value,
        .permissions_boundary = wanted->permissions_boundary.value,
        .tags = wanted->tags_all,
    };
}

/* As iam_create_role; what was made has nothing attached to it yet. */
static bool create_once(aws_client *aws, tf_call *call, const struct cloud_role *wanted, cloud_role_observed *out,
                        iam_creation *out_creation, aws_error *out_error)
{
    const iam_role request = request_for(wanted);
    *out = (cloud_role_observed){
        .managed_policy_arns = { .state = TF_KNOWN },
        .inline_policies = tf_empty_string_map(),
    };
    if (!iam_create_role(aws, call, &request, &out->role, out_creation, out_error))
        return false;
    if (*out_creation == IAM_CREATED)
        take_as_sent(&request, &out->role);
    return true;
}

static bool fail_interrupted(tf_call *call, const char *name)
{
    return tf_fail(
        call, "Interrupted",
        "Role %s was being made when the apply was interrupted, before IAM answered: it may exist. If the next "
        "apply says that the name is taken: %s",
        name, cloud_role_about_taken_name(tf_call_arena(call), name));
}

/*
 * Asking again tells whether the role was made: a name that is taken then is this call's own work if the role is
 * exactly what was sent.
 */
static bool adopt_after_lost_answer(aws_client *aws, tf_call *call, const struct cloud_role *wanted,
                                    cloud_role_observed *out)
{
    const char *name = wanted->name.value;
    iam_creation creation;
    aws_error error;
    bool found;
    if (tf_cancel_fired(tf_call_cancel(call)))
        return fail_interrupted(call, name);
    if (!create_once(aws, call, wanted, out, &creation, &error))
        return false;
    if (creation == IAM_CREATED)
        return true;
    if (!observe_made(aws, call, name, out, &found))
        return false;
    if (!found)
        return aws_fail(call, &error, tf_format(tf_call_arena(call), "role %s", name));
    if (!cloud_role_is_as_created(tf_call_arena(call), wanted, out))
        return fail_taken(call, name);
    tf_log(TF_LOG_INFO, "provider.cloud_role", "the answer to CreateRole was lost; role %s is what was sent", name);
    return true;
}

static bool make(aws_client *aws, tf_call *call, const struct cloud_role *wanted, cloud_role_observed *out)
{
    iam_creation creation;
    aws_error error;
    if (!create_once(aws, call, wanted, out, &creation, &error))
        return false;
    switch (creation) {
    case IAM_CREATED:
        return true;
    case IAM_NAME_TAKEN:
        return fail_taken(call, wanted->name.value);
    default:
        return adopt_after_lost_answer(aws, call, wanted, out);
    }
}

bool cloud_role_create(tf_call *call, void *plan)
{
    struct cloud_role *role = plan;
    aws_client *aws = clients_aws(call);
    cloud_role_observed made;
    if (!cloud_role_complete(call, role) || !make(aws, call, role, &made))
        return false;
    cloud_role_fill_in_identity(call, role, &made.role);
    cloud_role_remember(call, role);
    tf_keep_state(call);
    if (cloud_role_converge(aws, call, role, &made) && cloud_role_read_back(aws, call, role, &made))
        return true;
    return tf_add_to_errors(
        call,
        "Role %s exists, and is in Terraform's state, tainted: the next apply deletes it and makes it "
        "anew. To keep it, run terraform untaint with this resource's address: the next apply then "
        "writes what is missing.",
        role->name.value);
}
