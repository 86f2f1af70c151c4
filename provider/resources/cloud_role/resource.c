/* SPDX-License-Identifier: Apache-2.0 */
/*
 * langgraph_cloud_role: the role that LangChain's control plane assumes in the customer's account, or the one that the tasks
 * run under. The resource owns the whole role: trust, attached and inline policies are exactly what the plan says.
 */
#include <string.h>

#include <tfprovider/resource.h>

#include "aws/policy.h"
#include "aws/tags.h"
#include "provider.h"
#include "resources/cloud_role/cloud_role.h"
#include "resources/moved.h"

static const char *const purposes[] = { "control_plane", "task_execution", NULL };
static const char *const data_regions[] = { "us", "eu", NULL };

static const tf_attribute attributes[] = {
    { TF_STRING(struct cloud_role, id), .mode = TF_COMPUTED, .keeps_prior = true, .description = "The role's name." },
    { TF_STRING(struct cloud_role, name), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true,
      .checks = TF_CHECKS(tf_matches("^[A-Za-z0-9+=,.@_-]{1,64}$", "1 to 64 letters, digits and any of +=,.@_-")),
      .description =
          "Name of the role. By `purpose`: `LangGraphCloudBYOCRole`, which is the only name that the control "
          "plane looks for, or `LangGraphCloudECSTaskExecutionRole`." },
    { TF_STRING(struct cloud_role, purpose), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true,
      .default_value = "control_plane", .checks = TF_CHECKS(tf_is_one_of(purposes)),
      .description =
          "What the role is for: `control_plane` is assumed by LangChain, `task_execution` by the ECS tasks." },
    { TF_STRING_SET(struct cloud_role, external_ids), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_matches("^[A-Za-z0-9+=,.@:/_-]{2,1224}$",
                                                     "2 to 1224 letters, digits and any of +=,.@:/_-")),
      .description = "External ids that the control plane may present, normally the ids of LangSmith organisations. "
                     "Required for `control_plane`, not allowed for `task_execution`." },
    { TF_STRING(struct cloud_role, data_region), .mode = TF_OPTIONAL_COMPUTED,
      .checks = TF_CHECKS(tf_is_one_of(data_regions)),
      .description = "Data region of the LangSmith organisation, which decides which of LangChain's principals is "
                     "trusted. Default: the provider's." },
    { TF_STRING_SET(struct cloud_role, trusted_principal_arns), .mode = TF_OPTIONAL_COMPUTED,
      .checks = TF_CHECKS(tf_has_no_null,
                          tf_matches("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:.+$",
                                     "the ARN of an account, user or role, such as arn:aws:iam::123456789012:root")),
      .description = "Who may assume the role, in place of LangChain's principal for the data region (or of the ECS "
                     "tasks). Required for `control_plane` outside the partition `aws`." },
    { TF_STRING_SET(struct cloud_role, managed_policy_arns), .mode = TF_OPTIONAL_COMPUTED,
      .checks = TF_CHECKS(tf_has_no_null,
                          tf_matches("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$",
                                     "the ARN of a policy, such as arn:aws:iam::aws:policy/AmazonECS_FullAccess")),
      .description = "Policies attached to the role: exactly these. Default: what LangChain needs for the purpose." },
    { TF_STRING_MAP(struct cloud_role, inline_policies), .mode = TF_OPTIONAL_COMPUTED,
      .checks = TF_CHECKS(tf_has_no_null, tf_is_json), .same_meaning = policy_same_meaning,
      .description =
          "Policies embedded in the role, by name, as JSON: exactly these. Default: what LangChain needs for "
          "the purpose. Compared by meaning, not by text." },
    { TF_STRING(struct cloud_role, description), .mode = TF_OPTIONAL, .description = "Description of the role." },
    { TF_STRING(struct cloud_role, path), .mode = TF_OPTIONAL_COMPUTED, .requires_replace = true, .default_value = "/",
      .checks = TF_CHECKS(tf_matches("^/([!-~]+/)?$", "a path that begins and ends with a slash, such as /platform/")),
      .description = "Path of the role." },
    { TF_INT64(struct cloud_role, max_session_duration), .mode = TF_OPTIONAL_COMPUTED, .default_value = "3600",
      .checks = TF_CHECKS(tf_is_between(3600, 43200)),
      .description = "How long a session of the role may last, in seconds." },
    { TF_STRING(struct cloud_role, permissions_boundary), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_matches("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", "the ARN of a policy")),
      .description = "ARN of the policy that bounds what the role may do." },
    { TF_STRING_MAP(struct cloud_role, tags), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, AWS_TAGS_CAN_BE_SET),
      .description = "Tags of the role, beside the provider's `default_tags`, which they override." },
    { TF_BOOL(struct cloud_role, force_detach_policies), .mode = TF_OPTIONAL_COMPUTED, .default_value = "false",
      .description = "Destroy the role even where somebody else has attached policies to it or put it into an instance "
                     "profile: it is taken off these first." },
    { TF_STRING(struct cloud_role, arn), .mode = TF_COMPUTED, .keeps_prior = true, .description = "ARN of the role." },
    { TF_STRING(struct cloud_role, unique_id), .mode = TF_COMPUTED, .keeps_prior = true,
      .description = "Id that IAM gave the role, and gives no other." },
    { TF_STRING(struct cloud_role, account_id), .mode = TF_COMPUTED, .keeps_prior = true,
      .description = "Account in which the role is." },
    { TF_STRING(struct cloud_role, create_date), .mode = TF_COMPUTED, .keeps_prior = true,
      .description = "When the role was made (RFC 3339)." },
    { TF_STRING(struct cloud_role, assume_role_policy), .mode = TF_COMPUTED, .same_meaning = policy_same_meaning,
      .description = "Trust policy of the role, as JSON." },
    { TF_STRING_MAP(struct cloud_role, tags_all), .mode = TF_COMPUTED,
      .description = "All tags of the role, the provider's `default_tags` included." },
};

/* The account is the fifth part of the ARN. */
static tf_string account_of(tf_arena *arena, const char *arn)
{
    for (int i = 0; i < 4 && arn != NULL; i++)
        arn = strchr(arn, ':') == NULL ? NULL : strchr(arn, ':') + 1;
    if (arn == NULL)
        return tf_text(NULL);
    return tf_text_or_null(tf_copy_bytes(arena, arn, strcspn(arn, ":")));
}

static void fill_in_identity(tf_call *call, struct cloud_role *role, const iam_role *found)
{
    role->id = tf_text(found->name);
    role->arn = tf_text(found->arn);
    role->unique_id = tf_text(found->unique_id);
    role->create_date = tf_text(found->create_date);
    role->account_id = account_of(tf_call_arena(call), found->arn);
}

static tf_string purpose_of(const cloud_role_trust *trust)
{
    return tf_text(trust->is_for_tasks ? "task_execution" : "control_plane");
}

static void read_trust(tf_call *call, struct cloud_role *role, const char *document)
{
    cloud_role_trust trust;
    bool understood = cloud_role_parse_trust(tf_call_arena(call), document, &trust);
    role->assume_role_policy = tf_text(document);
    if (tf_null(role->purpose))
        role->purpose = purpose_of(&trust);
    if (!understood)
        return;
    role->trusted_principal_arns = trust.principals;
    role->external_ids = trust.external_ids;
    if (tf_equal(role->purpose, "task_execution") && role->external_ids.count == 0)
        role->external_ids = (tf_string_set){ .state = TF_NULL };
    if (tf_null(role->data_region) && trust.principals.count == 1)
        role->data_region = tf_text(cloud_role_region_of_principal(trust.principals.items[0].value));
    if (tf_null(role->data_region) && !tf_equal(role->purpose, "task_execution"))
        role->data_region = cloud_role_default_data_region(provider_data_region(call));
}

/*
 * Tags of the provider's default_tags belong to these, unless the resource names them itself. An import has nothing to go by
 * but the value: one that is not the default's was set by the resource.
 */
static void read_tags(tf_call *call, struct cloud_role *role, const tf_string_map *found, bool imported)
{
    tf_string_map defaults = provider_default_tags(call);
    tf_string_map_builder own = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < found->count; i++) {
        const tf_string_entry *entry = &found->entries[i];
        const tf_string *usual = tf_string_map_get(&defaults, entry->key);
        if (tf_string_map_get(&role->tags, entry->key) != NULL || usual == NULL
            || (imported && !tf_same_string(*usual, entry->value)))
            tf_add_entry(&own, entry->key, entry->value.value);
    }
    if (own.count > 0 || tf_known(role->tags))
        role->tags = tf_built_string_map(&own);
    role->tags_all = *found;
}

static bool cloud_role_read(tf_call *call, void *state)
{
    struct cloud_role *role = state;
    bool imported = tf_null(role->arn);
    if (!imported && !provider_aws_is_known(call))
        return true;
    aws_client *aws = provider_aws(call);
    cloud_role_observed observed;
    bool found;
    if (aws == NULL || !cloud_role_observe(aws, call, role->id.value, &observed, &found))
        return false;
    if (!found)
        return tf_gone(call);
    const iam_role *current = &observed.role;
    fill_in_identity(call, role, current);
    role->name = role->id;
    role->path = tf_text(current->path);
    role->max_session_duration = tf_int64_of(current->max_session_duration);
    role->permissions_boundary = tf_text(current->permissions_boundary);
    if (!tf_equal(role->description, current->description))
        role->description = tf_text_or_null(current->description);
    role->managed_policy_arns = observed.managed_policy_arns;
    role->inline_policies = observed.inline_policies;
    if (tf_null(role->force_detach_policies))
        role->force_detach_policies = tf_bool_of(false);
    read_trust(call, role, current->assume_role_policy);
    read_tags(call, role, &current->tags, imported);
    return true;
}

static bool cloud_role_create(tf_call *call, void *plan)
{
    struct cloud_role *role = plan;
    aws_client *aws = provider_aws(call);
    cloud_role_observed observed;
    if (aws == NULL || !cloud_role_complete(call, role) || !cloud_role_make(aws, call, role, &observed))
        return false;
    fill_in_identity(call, role, &observed.role);
    cloud_role_remember(call, role);
    tf_keep_state(call);
    return cloud_role_converge(aws, call, role, &observed) && cloud_role_read_back(aws, call, role, &observed);
}

static bool cloud_role_update(tf_call *call, const void *prior, void *plan)
{
    struct cloud_role *role = plan;
    aws_client *aws = provider_aws(call);
    cloud_role_observed observed;
    bool found;
    if (aws == NULL || !cloud_role_complete(call, role)
        || !cloud_role_observe(aws, call, role->name.value, &observed, &found))
        return false;
    /* A role that was made anew under the name is another one, with another id. */
    if (!found || (tf_known(role->unique_id) && !tf_equal(role->unique_id, observed.role.unique_id)))
        return tf_fail(call, "Role is gone",
                       "Role %s was deleted%s outside of Terraform since it was planned to be changed. Plan again.",
                       role->name.value, found ? " and made anew" : "");
    fill_in_identity(call, role, &observed.role);
    cloud_role_remember_both(call, prior, role);
    if (!cloud_role_converge(aws, call, role, &observed))
        return false;
    cloud_role_remember(call, role);
    return cloud_role_read_back(aws, call, role, &observed);
}

static bool cloud_role_delete(tf_call *call, const void *state)
{
    const struct cloud_role *role = state;
    const char *name = role->id.value;
    aws_client *aws = provider_aws(call);
    tf_string_set attached;
    tf_string_set embedded;
    tf_string_set profiles;
    bool found;
    if (aws == NULL || !iam_list_attached_role_policies(aws, call, name, &attached, &found))
        return false;
    if (!found)
        return true;
    if (!iam_list_role_policies(aws, call, name, &embedded, &found)
        || !iam_list_instance_profiles_for_role(aws, call, name, &profiles))
        return false;
    const char *ties = cloud_role_foreign_ties(call, role, &attached, &embedded, &profiles);
    if (ties[0] != '\0' && !role->force_detach_policies.value)
        return tf_fail(call, "Role is in use by others",
                       "Role %s was not destroyed and nothing was detached from it, because of what Terraform did not "
                       "put there:%s\nTake these off the role (an apply takes off the policies), or set "
                       "force_detach_policies to true and apply that before the destroy.",
                       name, ties);
    for (size_t i = 0; i < profiles.count; i++) {
        if (!iam_remove_role_from_instance_profile(aws, call, name, profiles.items[i].value))
            return false;
    }
    for (size_t i = 0; i < attached.count; i++) {
        if (!iam_detach_role_policy(aws, call, name, attached.items[i].value))
            return false;
    }
    for (size_t i = 0; i < embedded.count; i++) {
        if (!iam_delete_role_policy(aws, call, name, embedded.items[i].value))
            return false;
    }
    return iam_delete_role(aws, call, name);
}

static bool cloud_role_import(tf_call *call, const char *id, void *state)
{
    struct cloud_role *role = state;
    if (id[0] == '\0' || strpbrk(id, ":/ ") != NULL)
        return tf_fail(call, "Not a role's name",
                       "\"%s\" is not the name of a role. Import by name, without path or ARN, for example "
                       "LangGraphCloudBYOCRole.",
                       id);
    role->id = tf_text(id);
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
        || !tf_decode_json(call, TF_ATTRIBUTES(struct aws_iam_role, aws_iam_role_attributes), source->state, &moved)
        || !cloud_role_import(call, tf_text_of(moved.name, ""), state))
        return false;
    cloud_role_trust trust;
    (void)cloud_role_parse_trust(tf_call_arena(call), tf_text_of(moved.assume_role_policy, ""), &trust);
    role->name = role->id;
    role->path = moved.path;
    role->purpose = purpose_of(&trust);
    role->force_detach_policies = moved.force_detach_policies;
    return true;
}

const tf_resource cloud_role_resource = {
    .type_name = "langgraph_cloud_role",
    .description = "The IAM role that LangChain's control plane assumes in your account (or, with `purpose = "
                   "\"task_execution\"`, the one that the ECS tasks run under): trust, policies and tags. The resource "
                   "owns the role as a whole; what is attached or detached elsewhere is put right by the next apply. A "
                   "`moved` block takes over an `aws_iam_role` of hashicorp/aws; what attached policies to it goes by "
                   "`removed` blocks with `destroy = false`.",
    .import_id = "The role's name, for example `LangGraphCloudBYOCRole`.",
    .attributes = TF_ATTRIBUTES(struct cloud_role, attributes),
    .validate = cloud_role_validate,
    .plan = cloud_role_plan,
    .create = cloud_role_create,
    .read = cloud_role_read,
    .update = cloud_role_update,
    .delete = cloud_role_delete,
    .import = cloud_role_import,
    .move = cloud_role_move,
};
