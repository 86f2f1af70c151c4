/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/partition.h"
#include "aws/tags.h"
#include "block.h"
#include "http/url.h"

static bool check_is_url(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    const char *problem = http_endpoint_problem(tf_call_arena(call), text);
    return problem == NULL || tf_fail_at(call, path, "URL not accepted", "\"%s\": %s", text, problem);
}

static bool check_is_region(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    return aws_is_region(text)
           || tf_fail_at(call, path, "Not a region of AWS", "\"%s\" does not look like one, such as eu-central-1.",
                         text);
}

bool provider_block_is_key(const char *text)
{
    const char *end = text;
    while (*end > ' ' && *end <= '~')
        end++;
    return end > text && *end == '\0';
}

/* Does not say what it found: it is a secret. */
static bool check_is_key(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    return provider_block_is_key(text)
           || tf_fail_at(
               call, path, "Not a key",
               "The value is empty, or has blanks, line breaks or characters in it that no key has. Set it to "
               "the key alone, or leave it out to take it from the environment.");
}

#define IS_URL               \
    {                        \
        .text = check_is_url \
    }
#define IS_REGION               \
    {                           \
        .text = check_is_region \
    }
#define IS_KEY               \
    {                        \
        .text = check_is_key \
    }

static const char *const data_regions[] = { "us", "eu", "apac", "aws_us", NULL };

static const tf_attribute endpoints_attributes[] = {
    { TF_STRING(struct aws_endpoints, iam), .mode = TF_OPTIONAL, .checks = TF_CHECKS(IS_URL),
      .description = "URL in place of IAM's. Default: `AWS_ENDPOINT_URL_IAM`, `AWS_ENDPOINT_URL`." },
    { TF_STRING(struct aws_endpoints, ec2), .mode = TF_OPTIONAL, .checks = TF_CHECKS(IS_URL),
      .description = "URL in place of EC2's. Default: `AWS_ENDPOINT_URL_EC2`, `AWS_ENDPOINT_URL`." },
    { TF_STRING(struct aws_endpoints, sts), .mode = TF_OPTIONAL, .checks = TF_CHECKS(IS_URL),
      .description = "URL in place of STS's. Default: `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL`." },
};

static const tf_attribute aws_attributes[] = {
    { TF_STRING(struct aws_block, region), .mode = TF_OPTIONAL, .checks = TF_CHECKS(IS_REGION),
      .description = "Region of the network. Default: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's." },
    { TF_STRING(struct aws_block, profile), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_not_empty),
      .description = "Profile of the shared config and credentials files. Default: `AWS_PROFILE`, then `default`." },
    { TF_STRING(struct aws_block, access_key), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(IS_KEY, tf_only_with("aws.secret_key")),
      .description = "Access key. Default: `AWS_ACCESS_KEY_ID`, then the profile's. Together with `secret_key`." },
    { TF_STRING(struct aws_block, secret_key), .mode = TF_OPTIONAL, .sensitive = true,
      .checks = TF_CHECKS(IS_KEY, tf_only_with("aws.access_key")),
      .description = "Secret key. Default: `AWS_SECRET_ACCESS_KEY`, then the profile's." },
    { TF_STRING(struct aws_block, token), .mode = TF_OPTIONAL, .sensitive = true,
      .checks = TF_CHECKS(IS_KEY, tf_only_with("aws.access_key")),
      .description = "Session token of temporary keys. Default: `AWS_SESSION_TOKEN`, then the profile's." },
    { TF_STRING_LIST(struct aws_block, shared_config_files), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_is_not_empty),
      .description = "Paths of shared config files. Default: `AWS_CONFIG_FILE`, then `~/.aws/config`." },
    { TF_STRING_LIST(struct aws_block, shared_credentials_files), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_is_not_empty),
      .description = "Paths of shared credentials files. Default: `AWS_SHARED_CREDENTIALS_FILE`, then "
                     "`~/.aws/credentials`." },
    { TF_OBJECT(struct aws_block, endpoints, struct aws_endpoints, endpoints_attributes), .mode = TF_OPTIONAL,
      .description = "URLs in place of AWS's own, for tests and private endpoints. Plain http is accepted for loopback "
                     "addresses only." },
    { TF_STRING_MAP(struct aws_block, default_tags), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, AWS_TAGS_CAN_BE_SET),
      .description = "Tags that every resource with `tags` gets." },
    { TF_STRING_SET(struct aws_block, allowed_account_ids), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_matches("^[0-9]{12}$", "an account id of 12 digits"),
                          tf_conflicts_with("aws.forbidden_account_ids")),
      .description = "Accounts that may be worked in: credentials of any other are refused before anything is done." },
    { TF_STRING_SET(struct aws_block, forbidden_account_ids), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_has_no_null, tf_matches("^[0-9]{12}$", "an account id of 12 digits")),
      .description = "Accounts that must not be worked in. Not beside `allowed_account_ids`." },
    { TF_INT64(struct aws_block, max_attempts), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_between(1, 100)),
      .description =
          "How often an API call is made at most, the first time included. Default: `AWS_MAX_ATTEMPTS`, then "
          "10." },
    { TF_BOOL(struct aws_block, use_fips_endpoint), .mode = TF_OPTIONAL,
      .description = "Whether to call endpoints with FIPS 140 validated cryptography, where AWS has them. Default: "
                     "`AWS_USE_FIPS_ENDPOINT`, then false." },
    { TF_BOOL(struct aws_block, use_dualstack_endpoint), .mode = TF_OPTIONAL,
      .description = "Whether to call endpoints that are reached by IPv6 too, where AWS has them. Default: "
                     "`AWS_USE_DUALSTACK_ENDPOINT`, then false." },
    { TF_STRING(struct aws_block, custom_ca_bundle), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_not_empty),
      .description =
          "Path of a PEM file with the certificates that are trusted for AWS. Default: `AWS_CA_BUNDLE`, then "
          "the system's." },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct provider_block, api_key), .mode = TF_OPTIONAL, .sensitive = true, .checks = TF_CHECKS(IS_KEY),
      .description = "LangSmith API key. Default: `LANGSMITH_API_KEY`, `LANGGRAPH_HOST_API_KEY`, `LANGCHAIN_API_KEY`. "
                     "Needed by `langgraph_project` only." },
    { TF_STRING(struct provider_block, workspace_id), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_matches("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", "a workspace's UUID")),
      .description = "Workspace to work in, for keys that belong to a whole organisation. Default: "
                     "`LANGSMITH_WORKSPACE_ID`, `LANGSMITH_TENANT_ID`." },
    { TF_STRING(struct provider_block, data_region), .mode = TF_OPTIONAL,
      .checks = TF_CHECKS(tf_is_one_of(data_regions)),
      .description = "Data region of the LangSmith organisation. Default: "
                     "`LANGGRAPH_DATA_REGION`, then `us`." },
    { TF_STRING(struct provider_block, endpoint), .mode = TF_OPTIONAL, .checks = TF_CHECKS(IS_URL),
      .description = "URL of the control plane, which may have a path: `https://langsmith.example.com/api-host` for a "
                     "self-hosted LangSmith. Plain http is accepted for loopback addresses only. Default: "
                     "`LANGGRAPH_HOST_URL`, else by `LANGSMITH_ENDPOINT`, else by `data_region`." },
    { TF_STRING(struct provider_block, ca_bundle), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_not_empty),
      .description = "Path of a PEM file with the certificates that are trusted for the control plane. Default: "
                     "`CURL_CA_BUNDLE`, `SSL_CERT_FILE`, then the system's." },
    { TF_STRING(struct provider_block, request_timeout), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_duration_of(1)),
      .description = "How long one attempt of a request may take, as a duration such as `90s` or `1h30m`. Default: "
                     "`30s`." },
    { TF_INT64(struct provider_block, max_retries), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_between(0, 100)),
      .description = "How often a request to the control plane is repeated where that is safe. Default: 5." },
    { TF_STRING(struct provider_block, poll_interval), .mode = TF_OPTIONAL, .checks = TF_CHECKS(tf_is_duration_of(100)),
      .description = "How often a wait looks at what it waits for: a duration of at least `100ms`. Default: `5s`." },
    { TF_OBJECT(struct provider_block, aws, struct aws_block, aws_attributes), .mode = TF_OPTIONAL,
      .description = "The AWS account in which the network and the roles are. Names and meanings are those of the "
                     "provider hashicorp/aws." },
};

const tf_schema provider_block_schema = {
    .attributes = attributes,
    .count = sizeof attributes / sizeof attributes[0],
    .size = sizeof(struct provider_block),
};
