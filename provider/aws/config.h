/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The block `aws` of the provider: the struct that it binds to, and its table. Names and meanings are hashicorp/aws's.
 */
#ifndef AWS_CONFIG_H
#define AWS_CONFIG_H

#include <stdbool.h>

#include <tfprovider/schema.h>
#include <tfprovider/value.h>

/** URLs in place of AWS's own. */
typedef struct aws_endpoints {
    tf_string iam;
    tf_string ec2;
    tf_string sts;
    tf_string ecr;
} aws_endpoints;

typedef struct aws_default_tags {
    tf_string_map tags;
} aws_default_tags;

/** Tags that others put on roles, and that are no drift. */
typedef struct aws_ignore_tags {
    tf_string_set keys;
    tf_string_set key_prefixes;
} aws_ignore_tags;

/** A role to assume. */
typedef struct aws_assume_role {
    tf_string role_arn;
    tf_string external_id;
    tf_string session_name;
    tf_string duration;
    tf_string policy;
    tf_string_set policy_arns;
    tf_string source_identity;
    tf_string_map tags;
    tf_string_set transitive_tag_keys;
} aws_assume_role;

/** A role to assume by the token of another identity provider. */
typedef struct aws_web_identity {
    tf_string role_arn;
    tf_string web_identity_token;
    tf_string web_identity_token_file;
    tf_string session_name;
    tf_string duration;
    tf_string policy;
    tf_string_set policy_arns;
} aws_web_identity;

typedef struct aws_config {
    tf_string region;
    tf_string profile;
    tf_string access_key;
    tf_string secret_key;
    tf_string token;
    tf_string_list shared_config_files;
    tf_string_list shared_credentials_files;
    TF_OBJECTS_OF(aws_assume_role) assume_role; /**< each on top of the one before */
    TF_OBJECT_OF(aws_web_identity) assume_role_with_web_identity;
    TF_OBJECT_OF(aws_endpoints) endpoints;
    TF_OBJECT_OF(aws_default_tags) default_tags;
    TF_OBJECT_OF(aws_ignore_tags) ignore_tags;
    tf_string_set allowed_account_ids;
    tf_string_set forbidden_account_ids;
    tf_int64 max_attempts; /**< of one API call, the first included */
    tf_bool use_fips_endpoint;
    tf_bool use_dualstack_endpoint;
    tf_string custom_ca_bundle; /**< path of a PEM file */
    tf_bool skip_credentials_validation;
} aws_config;

extern const tf_schema aws_config_schema;

/** Whether `ignore_tags` names the key of a tag, whole or by its beginning. */
bool aws_config_ignores_tag(const aws_config *config, const char *key);

#endif
