/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of the block `aws`. What comes in place of what it leaves out (environment, profiles) is the client's to
 * find.
 */
#include "aws/config.h"

#include <tfprovider/cancel.h>

#include "aws/partition.h"
#include "aws/tags.h"
#include "http/checks.h"

static bool check_is_region(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    const char *problem = aws_region_problem(tf_call_arena(call), text);
    return problem == NULL || tf_fail_at(call, path, "Not a Region of AWS", "%s", problem);
}

#define IS_REGION               \
    {                           \
        .text = check_is_region \
    }

static const tf_attribute endpoints_attributes[] = {
    { TF_STRING(aws_endpoints, iam), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(HTTP_IS_ENDPOINT),
      .description = "URL in place of IAM's. Default: `AWS_ENDPOINT_URL_IAM`, `AWS_ENDPOINT_URL`, the profile's." },
    { TF_STRING(aws_endpoints, ec2), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(HTTP_IS_ENDPOINT),
      .description = "URL in place of EC2's. Default: `AWS_ENDPOINT_URL_EC2`, `AWS_ENDPOINT_URL`, the profile's." },
    { TF_STRING(aws_endpoints, sts), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(HTTP_IS_ENDPOINT),
      .description = "URL in place of STS's. Default: `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`, the profile's." },
    { TF_STRING(aws_endpoints, ecr), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(HTTP_IS_ENDPOINT),
      .description = "URL in place of ECR's. Default: `AWS_ENDPOINT_URL_ECR`, `AWS_ENDPOINT_URL`, the profile's." },
};

static const tf_attribute default_tags_attributes[] = {
    { TF_STRING_MAP(aws_default_tags, tags), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, AWS_TAGS_CAN_BE_SET),
      .description = "Tags that every resource with `tags` gets." },
};

static const tf_attribute ignore_tags_attributes[] = {
    { TF_STRING_SET(aws_ignore_tags, keys), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL, TF_NOT_EMPTY),
      .description = "Keys of tags to leave alone." },
    { TF_STRING_SET(aws_ignore_tags, key_prefixes), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, TF_NOT_EMPTY),
      .description = "Beginnings of the keys of tags to leave alone." },
};

/* What AssumeRole takes at most, in milliseconds; a role's own limit may be lower. */
#define LONGEST_SESSION_MS ((int64_t)12 * 3600 * 1000)
#define SHORTEST_SESSION_MS ((int64_t)900 * 1000)

static bool check_session_duration(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    int64_t milliseconds = 0;
    return (tf_parse_duration(text, &milliseconds) && milliseconds >= SHORTEST_SESSION_MS
            && milliseconds <= LONGEST_SESSION_MS)
           || tf_fail_at(call, path, "Not a Session's Duration",
                         "%s is \"%s\". It has to be a duration from 15m to 12h, such as 1h30m.",
                         tf_path_text(tf_call_arena(call), path), text);
}

#define IS_SESSION_DURATION            \
    {                                  \
        .text = check_session_duration \
    }
#define IS_ROLE_ARN TF_MATCHES("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", "the ARN of a role")
#define IS_POLICY_ARN TF_MATCHES("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", "the ARN of a policy")
#define IS_SESSION_NAME TF_MATCHES("^[A-Za-z0-9_+=,.@-]{2,64}$", "2 to 64 letters, digits and any of +=,.@_-")

static const char *const tokens[] = { ".web_identity_token", ".web_identity_token_file", NULL };

static const tf_attribute assume_role_attributes[] = {
    { TF_STRING(aws_assume_role, role_arn), .mode = TF_REQUIRED, .validators = TF_VALIDATORS(IS_ROLE_ARN),
      .description = "ARN of the role." },
    { TF_STRING(aws_assume_role, external_id), .mode = TF_OPTIONAL,
      .validators =
          TF_VALIDATORS(TF_MATCHES("^[A-Za-z0-9_+=,.@:/-]{2,1224}$", "2 to 1224 letters, digits and any of +=,.@:/_-")),
      .description = "External id that the role's trust policy asks for." },
    { TF_STRING(aws_assume_role, session_name), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(IS_SESSION_NAME),
      .description = "Name of the session, which CloudTrail shows. Default: `terraform-` and the time." },
    { TF_STRING(aws_assume_role, duration), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(IS_SESSION_DURATION),
      .description = "How long a session lives before it is renewed, from `15m` to `12h`. Default: STS's, `1h`." },
    { TF_STRING(aws_assume_role, policy), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_JSON),
      .description = "Policy, as JSON, that narrows down what the session may do." },
    { TF_STRING_SET(aws_assume_role, policy_arns), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, IS_POLICY_ARN),
      .description = "ARNs of managed policies that narrow down what the session may do." },
    { TF_STRING(aws_assume_role, source_identity), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(IS_SESSION_NAME),
      .description = "Who is behind the session, where the trust policy asks for that." },
    { TF_STRING_MAP(aws_assume_role, tags), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, AWS_TAGS_CAN_BE_SET), .description = "Tags of the session." },
    { TF_STRING_SET(aws_assume_role, transitive_tag_keys), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL),
      .description = "Keys of tags that go on to the sessions of roles that this one assumes." },
};

static const tf_attribute web_identity_attributes[] = {
    { TF_STRING(aws_web_identity, role_arn), .mode = TF_REQUIRED, .validators = TF_VALIDATORS(IS_ROLE_ARN),
      .description = "ARN of the role." },
    { TF_STRING(aws_web_identity, web_identity_token), .mode = TF_OPTIONAL, .sensitive = true,
      .validators = TF_VALIDATORS(HTTP_IS_KEY, TF_EXACTLY_ONE_OF(tokens)), .description = "The token." },
    { TF_STRING(aws_web_identity, web_identity_token_file), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Path of a file with the token, which is read anew whenever the session is renewed." },
    { TF_STRING(aws_web_identity, session_name), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(IS_SESSION_NAME),
      .description = "Name of the session, which CloudTrail shows. Default: `terraform-` and the time." },
    { TF_STRING(aws_web_identity, duration), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(IS_SESSION_DURATION),
      .description = "How long a session lives before it is renewed, from `15m` to `12h`. Default: STS's, `1h`." },
    { TF_STRING(aws_web_identity, policy), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_JSON),
      .description = "Policy, as JSON, that narrows down what the session may do." },
    { TF_STRING_SET(aws_web_identity, policy_arns), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, IS_POLICY_ARN),
      .description = "ARNs of managed policies that narrow down what the session may do." },
};

static const tf_attribute attributes[] = {
    { TF_STRING(aws_config, region), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(IS_REGION),
      .description = "Region of the network. Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's." },
    { TF_STRING(aws_config, profile), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Profile of the shared config and credentials files. Default: `AWS_PROFILE`, then `default`." },
    { TF_STRING(aws_config, access_key), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(HTTP_IS_KEY, TF_ONLY_WITH("aws.secret_key")),
      .description = "Access key. Default: `AWS_ACCESS_KEY_ID`, then the profile's. Together with `secret_key`." },
    { TF_STRING(aws_config, secret_key), .mode = TF_OPTIONAL, .sensitive = true,
      .validators = TF_VALIDATORS(HTTP_IS_KEY, TF_ONLY_WITH("aws.access_key")),
      .description = "Secret key. Default: `AWS_SECRET_ACCESS_KEY`, then the profile's." },
    { TF_STRING(aws_config, token), .mode = TF_OPTIONAL, .sensitive = true,
      .validators = TF_VALIDATORS(HTTP_IS_KEY, TF_ONLY_WITH("aws.access_key")),
      .description = "Session token of temporary keys. Default: `AWS_SESSION_TOKEN`, then the profile's." },
    { TF_STRING_LIST(aws_config, shared_config_files), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, TF_NOT_EMPTY),
      .description = "Paths of shared config files. Default: `AWS_CONFIG_FILE`, then `~/.aws/config`." },
    { TF_STRING_LIST(aws_config, shared_credentials_files), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, TF_NOT_EMPTY),
      .description = "Paths of shared credentials files. Default: `AWS_SHARED_CREDENTIALS_FILE`, then "
                     "`~/.aws/credentials`." },
    { TF_OBJECT_LIST(aws_config, assume_role, aws_assume_role, assume_role_attributes), .mode = TF_OPTIONAL,
      .block = true,
      .description =
          "Role to assume with the credentials that were found, wherever they come from. Several are assumed one "
          "on top of the other." },
    { TF_OBJECT(aws_config, assume_role_with_web_identity, aws_web_identity, web_identity_attributes),
      .mode = TF_OPTIONAL, .block = true,
      .description = "Role to assume by a token of another identity provider, such as GitHub's or Kubernetes'." },
    { TF_OBJECT(aws_config, endpoints, aws_endpoints, endpoints_attributes), .mode = TF_OPTIONAL, .block = true,
      .description = "URLs in place of AWS's own, for tests and private endpoints. Plain http is accepted for loopback "
                     "addresses only." },
    { TF_OBJECT(aws_config, default_tags, aws_default_tags, default_tags_attributes), .mode = TF_OPTIONAL,
      .block = true, .description = "Tags for everything that has tags." },
    { TF_OBJECT(aws_config, ignore_tags, aws_ignore_tags, ignore_tags_attributes), .mode = TF_OPTIONAL, .block = true,
      .description = "Tags of roles that others put there: they are no drift, and nothing removes or changes them." },
    { TF_STRING_SET(aws_config, allowed_account_ids), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, TF_MATCHES("^[0-9]{12}$", "an account id of 12 digits"),
                                  TF_CONFLICTS_WITH("aws.forbidden_account_ids")),
      .description = "Accounts that may be worked in: credentials of any other are refused before anything is done." },
    { TF_STRING_SET(aws_config, forbidden_account_ids), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_NO_NULL, TF_MATCHES("^[0-9]{12}$", "an account id of 12 digits")),
      .description = "Accounts that must not be worked in. Not beside `allowed_account_ids`." },
    { TF_INT64(aws_config, max_attempts), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_BETWEEN(1, 100)),
      .description =
          "How often an API call is made at most, the first time included. Default: `AWS_MAX_ATTEMPTS`, then "
          "the profile's, then 10." },
    { TF_BOOL(aws_config, use_fips_endpoint), .mode = TF_OPTIONAL,
      .description = "Whether to call endpoints with FIPS 140 validated cryptography, where AWS has them. Default: "
                     "`AWS_USE_FIPS_ENDPOINT`, the profile's, then false." },
    { TF_BOOL(aws_config, use_dualstack_endpoint), .mode = TF_OPTIONAL,
      .description = "Whether to call endpoints that are reached by IPv6 too, where AWS has them. Default: "
                     "`AWS_USE_DUALSTACK_ENDPOINT`, the profile's, then false." },
    { TF_STRING(aws_config, custom_ca_bundle), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Path of a PEM file with the certificates that are trusted for AWS. Default: `AWS_CA_BUNDLE`, the "
                     "profile's, `SSL_CERT_FILE`, then the system's." },
    { TF_BOOL(aws_config, skip_credentials_validation), .mode = TF_OPTIONAL,
      .description = "Whether plans go without asking AWS who the credentials belong to. Default: false." },
};

const tf_schema aws_config_schema = TF_SCHEMA_INIT(aws_config, attributes);

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
