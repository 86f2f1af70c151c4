/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_cloud_role: the role that LangChain's control plane assumes in the customer's account, or the one that the
 * tasks run under. The resource owns the whole role: trust, attached and inline policies are exactly what the plan
 * says. Here is how one gets into Terraform; each operation has a file of its own.
 */
#include <string.h>

#include <tfprovider/resource.h>

#include "byoc/trust.h"
#include "clients.h"
#include "resources/cloud_role/cloud_role.h"
#include "resources/moved.h"

bool cloud_role_import(tf_call *call, const char *id, void *state)
{
    struct cloud_role *role = state;
    const struct cloud_role_identity *identity = tf_identity(call);
    if (id == NULL)
        id = identity->name.value;
    if (id[0] == '\0' || strpbrk(id, ":/ ") != NULL) {
        return tf_fail(call, "Not a Role's Name",
                       "\"%s\" is not the name of a role. Import by name, without path or ARN, for example "
                       "LangGraphCloudBYOCRole.",
                       id);
    }
    role->id = role->name = tf_string_of(id);
    return true;
}

struct aws_iam_role {
    tf_string name;
    tf_string path;
    tf_string assume_role_policy;
    tf_bool force_detach_policies;
};

static const tf_attribute aws_iam_role_attributes[] = {
    { TF_STRING(struct aws_iam_role, name), .mode = TF_REQUIRED },
    { TF_STRING(struct aws_iam_role, path), .mode = TF_OPTIONAL },
    { TF_STRING(struct aws_iam_role, assume_role_policy), .mode = TF_REQUIRED },
    { TF_BOOL(struct aws_iam_role, force_detach_policies), .mode = TF_OPTIONAL },
};

/* What a change replaces the role for is taken over, so that nothing does where no read follows (-refresh=false). */
static bool cloud_role_move(tf_call *call, const tf_move_source *source, void *state)
{
    struct cloud_role *role = state;
    struct aws_iam_role moved;
    if (!moved_is_from(call, source, "hashicorp/aws", "aws_iam_role")
        || !tf_decode_json(call, TF_SCHEMA(struct aws_iam_role, aws_iam_role_attributes), source->state, &moved)
        || !cloud_role_import(call, tf_text_of(moved.name, ""), state))
        return false;
    byoc_trust trust;
    (void)byoc_parse_trust(tf_call_arena(call), tf_text_of(moved.assume_role_policy, ""), "aws", &trust);
    role->path = moved.path;
    role->purpose = byoc_purpose_of(&trust);
    role->force_detach_policies = moved.force_detach_policies;
    return true;
}

const tf_resource cloud_role_resource = {
    .type_name = "langgraph_cloud_role",
    .import_id = "The role's name, for example `LangGraphCloudBYOCRole`.",
    .schema = &cloud_role_schema,
    .identity = &cloud_role_identity_schema,
    .validate = cloud_role_validate,
    .plan = cloud_role_plan,
    .create = cloud_role_create,
    .read = cloud_role_read,
    .update = cloud_role_update,
    .delete = cloud_role_delete,
    .import = cloud_role_import,
    .move = cloud_role_move,
    .note_held = cloud_role_note_held,
};
