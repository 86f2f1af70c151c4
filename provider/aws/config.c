/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of the block `aws`. What comes in place of what it leaves out (environment, profiles) is the client's to find.
 */
#include "aws/config.h"

#include "aws/partition.h"
#include "aws/tags.h"
#include "http/checks.h"

static bool check_is_region(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    return aws_is_region(text)
           || tf_fail_at(call, path, "Not a region of AWS", "\"%s\" does not look like one, such as eu-central-1.",
                         text);
}

#define IS_REGION               \
    {                           \
        .text = check_is_region \
    }

static const tf_attribute endpoints_attributes[] = {
    { TF_STRING(aws_endpoints, iam), .mode = TF_OPTIONAL, .checks = TF_CHECKS(HTTP_IS_ENDPOINT),
      .description = "URL in place of IAM's. Default: `AWS_ENDPOINT_URL_IAM`, `AWS_ENDPOINT_URL`." },
    { TF_STRING(aws_endpoints, ec2), .mode = TF_OPTIONAL, .checks = TF_CHECKS(HTTP_IS_ENDPOINT),
      .description = "URL in place of EC2's. Default: `AWS_ENDPOINT_URL_EC2`, `AWS_ENDPOINT_URL`." },
    { TF_STRING(aws_endpoints, sts), .mode = TF_OPTIONAL, .checks = TF_CHECKS(HTTP_IS_ENDPOINT),
      .description = "URL in place of STS's. Default: `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`." },
    { TF_STRING(aws_endpoints, ecr), .mode = TF_OPTIONAL, .checks = TF_CHECKS(HTTP_IS_ENDPOINT),
      .description = "URL in place of ECR's. Default: `AWS_ENDPOINT_URL_ECR`, `AWS_ENDPOINT_URL`." },
};

static const tf_attribute default_tags_attributes[] = {
    { TF_STRING_MAP(aws_default_tags, tags), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, AWS_TAGS_CAN_BE_SET),
      .description = "Tags that every resource with `tags` gets." },
};

static const tf_attribute ignore_tags_attributes[] = {
    { TF_STRING_SET(aws_ignore_tags, keys), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_has_no_null, tf_is_not_empty),
      .description = "Keys of tags to leave alone." },
    { TF_STRING_SET(aws_ignore_tags, key_prefixes), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_is_not_empty),
      .description = "Beginnings of the keys of tags to leave alone." },
};

static const tf_attribute attributes[] = {
    { TF_STRING(aws_config, region), .mode = TF_OPTIONAL, .checks = TF_CHECKS(IS_REGION),
      .description = "Region of the network. Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's." },
    { TF_STRING(aws_config, profile), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_not_empty),
      .description = "Profile of the shared config and credentials files. Default: `AWS_PROFILE`, then `default`." },
    { TF_STRING(aws_config, access_key), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(HTTP_IS_KEY, tf_only_with("aws.secret_key")),
      .description = "Access key. Default: `AWS_ACCESS_KEY_ID`, then the profile's. Together with `secret_key`." },
    { TF_STRING(aws_config, secret_key), .mode = TF_OPTIONAL, .sensitive = true,
      .checks = TF_CHECKS(HTTP_IS_KEY, tf_only_with("aws.access_key")),
      .description = "Secret key. Default: `AWS_SECRET_ACCESS_KEY`, then the profile's." },
    { TF_STRING(aws_config, token), .mode = TF_OPTIONAL, .sensitive = true,
      .checks = TF_CHECKS(HTTP_IS_KEY, tf_only_with("aws.access_key")),
      .description = "Session token of temporary keys. Default: `AWS_SESSION_TOKEN`, then the profile's." },
    { TF_STRING_LIST(aws_config, shared_config_files), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_is_not_empty),
      .description = "Paths of shared config files. Default: `AWS_CONFIG_FILE`, then `~/.aws/config`." },
    { TF_STRING_LIST(aws_config, shared_credentials_files), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_is_not_empty),
      .description = "Paths of shared credentials files. Default: `AWS_SHARED_CREDENTIALS_FILE`, then "
                     "`~/.aws/credentials`." },
    { TF_OBJECT(aws_config, endpoints, aws_endpoints, endpoints_attributes), .mode = TF_OPTIONAL, .block = true,
      .description = "URLs in place of AWS's own, for tests and private endpoints. Plain http is accepted for loopback "
                     "addresses only." },
    { TF_OBJECT(aws_config, default_tags, aws_default_tags, default_tags_attributes), .mode = TF_OPTIONAL,
      .block = true, .description = "Tags for everything that has tags." },
    { TF_OBJECT(aws_config, ignore_tags, aws_ignore_tags, ignore_tags_attributes), .mode = TF_OPTIONAL, .block = true,
      .description = "Tags of roles that others put there: they are no drift, and nothing removes or changes them." },
    { TF_STRING_SET(aws_config, allowed_account_ids), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_matches("^[0-9]{12}$", "an account id of 12 digits"),
                          tf_conflicts_with("aws.forbidden_account_ids")),
      .description = "Accounts that may be worked in: credentials of any other are refused before anything is done." },
    { TF_STRING_SET(aws_config, forbidden_account_ids), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_matches("^[0-9]{12}$", "an account id of 12 digits")),
      .description = "Accounts that must not be worked in. Not beside `allowed_account_ids`." },
    { TF_INT64(aws_config, max_attempts), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_between(1, 100)),
      .description =
          "How often an API call is made at most, the first time included. Default: `AWS_MAX_ATTEMPTS`, then "
          "10." },
    { TF_BOOL(aws_config, use_fips_endpoint), .mode = TF_OPTIONAL,
      .description = "Whether to call endpoints with FIPS 140 validated cryptography, where AWS has them. Default: "
                     "`AWS_USE_FIPS_ENDPOINT`, then false." },
    { TF_BOOL(aws_config, use_dualstack_endpoint), .mode = TF_OPTIONAL,
      .description = "Whether to call endpoints that are reached by IPv6 too, where AWS has them. Default: "
                     "`AWS_USE_DUALSTACK_ENDPOINT`, then false." },
    { TF_STRING(aws_config, custom_ca_bundle), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_not_empty),
      .description =
          "Path of a PEM file with the certificates that are trusted for AWS. Default: `AWS_CA_BUNDLE`, then "
          "the system's." },
    { TF_BOOL(aws_config, skip_credentials_validation), .mode = TF_OPTIONAL,
      .description = "Whether plans go without asking AWS who the credentials belong to. Default: false." },
};

const tf_schema aws_config_schema = {
    .attributes = attributes,
    .count = sizeof attributes / sizeof attributes[0],
    .size = sizeof(aws_config),
};

bool aws_config_ignores_tag(const aws_config *config, const char *key)
{
    if (!tf_known(config->ignore_tags))
        return false;
    const aws_ignore_tags *ignored = config->ignore_tags.value;
    for (size_t i = 0; i < ignored->key_prefixes.count; i++) {
        if (tf_starts_with(key, ignored->key_prefixes.items[i].value))
            return true;
    }
    return tf_string_set_has(&ignored->keys, key);
}
