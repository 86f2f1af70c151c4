/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What LangChain's control plane and the tasks that it starts need in a customer's account.
 * https://docs.langchain.com/langsmith/cloud (bring your own cloud); the values are those of LangChain's own module.
 */
#include "byoc/defaults.h"

#include <string.h>

struct principal {
    const char *data_region;
    const char *arn;
};

static const struct principal principals[] = {
    { "us", "arn:aws:iam::640174622193:role/HostBackendRoleProd" },
    { "eu", "arn:aws:iam::640174622193:role/HostBackendRoleProdEu" },
};

static const char *const control_plane_policies[] = {
    "AmazonVPCReadOnlyAccess",  "AmazonECS_FullAccess", "SecretsManagerReadWrite",
    "CloudWatchReadOnlyAccess", "AmazonRDSFullAccess",  NULL,
};

static const char *const task_execution_policies[] = { "service-role/AmazonECSTaskExecutionRolePolicy", NULL };

static const char custom_permissions[] = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                         "\"Action\":\"application-autoscaling:*\",\"Resource\":\"*\"}]}";

static const char secrets_read[] = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                   "\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\",\"Condition\":"
                                   "{\"StringLike\":{\"aws:ResourceTag/langgraph-cloud\":\"*\"}}}]}";

const char *byoc_role_name(tf_string purpose)
{
    return tf_equal(purpose, "task_execution") ? "LangGraphCloudECSTaskExecutionRole" : "LangGraphCloudBYOCRole";
}

const char *byoc_principal(const char *data_region)
{
    for (size_t i = 0; i < sizeof principals / sizeof principals[0]; i++) {
        if (strcmp(principals[i].data_region, data_region) == 0)
            return principals[i].arn;
    }
    return NULL;
}

const char *byoc_region_of_principal(const char *arn)
{
    for (size_t i = 0; i < sizeof principals / sizeof principals[0]; i++) {
        if (strcmp(principals[i].arn, arn) == 0)
            return principals[i].data_region;
    }
    return NULL;
}

tf_string byoc_data_region(tf_string providers)
{
    const bool has_principal = !tf_known(providers) || byoc_principal(providers.value) != NULL;
    return has_principal ? providers : tf_string_of(NULL);
}

tf_string_set byoc_managed_policies(tf_arena *arena, tf_string purpose, const char *partition)
{
    const char *const *names = tf_equal(purpose, "task_execution") ? task_execution_policies : control_plane_policies;
    tf_string_set set = { .state = TF_KNOWN };
    for (; *names != NULL; names++)
        tf_string_set_add(arena, &set, tf_format(arena, "arn:%s:iam::aws:policy/%s", partition, *names));
    return set;
}

tf_string_map byoc_inline_policies(tf_arena *arena, tf_string purpose)
{
    tf_string_map policies = tf_empty_string_map();
    if (tf_equal(purpose, "task_execution")) {
        tf_string_map_put(arena, &policies, "SecretsRead", secrets_read);
    } else {
        tf_string_map_put(arena, &policies, "LangGraphCloudCustomPermissions", custom_permissions);
    }
    return policies;
}
