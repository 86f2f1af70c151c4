/* SPDX-License-Identifier: Apache-2.0 */
/* The list resource langgraph_cloud_role: the roles of an account that LangChain's control plane may assume. */
#include "resources/cloud_role/cloud_role.h"

#include "clients.h"
#include "lists/lists.h"

struct filter {
    tf_string path_prefix;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct filter, path_prefix), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_MATCHES("^/", "the beginning of a path, such as /platform/")),
      .description = "Only roles whose path begins with this, such as `/platform/`." },
};

/* As an import and its read: a list shows neither tags nor policies. */
static bool read_listed(tf_call *call, const void *source, void *object)
{
    return cloud_role_import(call, source, object) && cloud_role_read(call, object);
}

static bool take_role(const iam_role *found, void *taken)
{
    tf_call *call = taken;
    tf_arena *arena = tf_arena_new_within(tf_call_arena(call));
    bool goes_on = true;
    if (cloud_role_trusts_langchain(arena, found)) {
        const struct cloud_role_identity identity = cloud_role_identity_of(arena, found);
        goes_on = tf_list_read(call, found->name, &identity, read_listed, found->name);
    }
    tf_arena_free(arena);
    return goes_on;
}

static bool cloud_role_list_all(tf_call *call, const void *config)
{
    const struct filter *filter = config;
    return iam_walk_roles(clients_aws(call), call, tf_text_of(filter->path_prefix, NULL), take_role, call);
}

const tf_list_resource cloud_role_list = {
    .type_name = "langgraph_cloud_role",
    .schema = TF_SCHEMA(struct filter, attributes,
                        .description = "Finds the roles of the account that LangChain's control plane may assume."),
    .list = cloud_role_list_all,
};
