/* SPDX-License-Identifier: Apache-2.0 */
/* The rules as a table, and how they go together. What a single value has to look like is variable_values.c's. */
#include "resources/project/variable_rules.h"

#include "resources/project/project.h"
#include "resources/project/variable_values.h"

typedef struct variable_rule {
    const char *name;
    const char *expected; /**< what the value has to be, in words */
    bool (*is_fine)(const char *value);
    enum {
        EVERYWHERE,
        OUTSIDE,
        WARNS
    } kind; /**< OUTSIDE: not looked at in the cloud; WARNS: looked at everywhere, no error */
} variable_rule;

static const variable_rule rules[] = {
    { "POSTGRES_URI_CUSTOM", "a URI such as postgresql://user@host:5432/database, with a database in it",
      variable_is_postgres_uri, OUTSIDE },
    { "REDIS_URI_CUSTOM", "a URI that begins with redis://, rediss:// or unix://", variable_is_redis_uri, OUTSIDE },
    { "LANGSMITH_RUNS_ENDPOINTS",
      "JSON: an object of URLs and their keys, or a list of objects with `api_url` and `api_key`; URLs begin with http:// or "
      "https://, and nothing is empty",
      variable_is_runs_endpoints, OUTSIDE },
    { "LANGGRAPH_AES_KEY", "16, 24 or 32 bytes", variable_is_aes_key, EVERYWHERE },
    { "LANGGRAPH_HTTP", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "LANGGRAPH_STORE", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "LANGGRAPH_CHECKPOINTER", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "LANGGRAPH_AUTH", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "CORS_CONFIG", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "LS_CHECKPOINT_DELETE", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "LANGGRAPH_WEBHOOKS", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "LANGGRAPH_UI", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "LANGGRAPH_UI_CONFIG", "a JSON object", variable_is_json_object, EVERYWHERE },
    { "LANGGRAPH_THREAD_TTL", "a number of minutes, or a JSON object", variable_is_thread_ttl, EVERYWHERE },
    { "LANGGRAPH_POSTGRES_EXTENSIONS", "`standard` or `lite`", variable_is_extensions, OUTSIDE },
    { "AGENT_POSTGRES_IAM_AUTH_PROVIDER", "`aws`, `azure` or `gcp`", variable_is_iam_provider, OUTSIDE },
    { "AGENT_REDIS_IAM_AUTH_PROVIDER", "`aws`, `azure` or `gcp`", variable_is_iam_provider, OUTSIDE },
    { "REDIS_CLUSTER", "`true`, `false`, `1` or `0`", variable_is_truth, OUTSIDE },
    { "BG_JOB_ISOLATED_LOOPS", "`true`, `false`, `1` or `0`", variable_is_truth, EVERYWHERE },
    { "ALLOW_PRIVATE_NETWORK", "`true`, `false`, `1` or `0`", variable_is_truth, EVERYWHERE },
    { "FF_CRONS_ENABLED", "`true`, `false`, `1` or `0`", variable_is_truth, EVERYWHERE },
    { "N_JOBS_PER_WORKER", "an integer", variable_is_integer, EVERYWHERE },
    { "LANGGRAPH_POSTGRES_POOL_MAX_SIZE", "an integer", variable_is_integer, EVERYWHERE },
    { "REDIS_MAX_CONNECTIONS", "an integer", variable_is_integer, EVERYWHERE },
    { "RESUMABLE_STREAM_TTL_SECONDS", "an integer", variable_is_integer, EVERYWHERE },
    { "BG_JOB_MAX_RETRIES", "an integer", variable_is_integer, EVERYWHERE },
    { "MAX_STREAM_CHUNK_SIZE_BYTES", "an integer", variable_is_integer, EVERYWHERE },
    { "STATS_INTERVAL_SECS", "an integer", variable_is_integer, EVERYWHERE },
    { "HTTP_MAX_REQUEST_BODY_BYTES", "an integer", variable_is_integer, EVERYWHERE },
    { "BG_JOB_SHUTDOWN_GRACE_PERIOD_SECS", "an integer up to 3600", variable_is_grace_period, EVERYWHERE },
    { "BG_JOB_TIMEOUT_SECS", "a number", variable_is_number, EVERYWHERE },
    { "LS_DEFAULT_CHECKPOINTER_BACKEND", "`default`, `mongo` or `custom`", variable_is_backend, EVERYWHERE },
    { "LS_MONGODB_URI", "a URI that begins with mongodb:// or mongodb+srv://, with a database in it",
      variable_is_mongodb_uri, EVERYWHERE },
    { "MOUNT_PREFIX", "a path that begins with /", variable_is_path, OUTSIDE },
    { "REDIS_TLS_CA_CERT", "a certificate as PEM, in base64", variable_is_certificate, OUTSIDE },
    { "LOG_LEVEL", "a level of Python's logging, such as INFO", variable_is_log_level, WARNS },
};

/* Where the variables are looked for. */
typedef struct variables {
    tf_call *call;
    const tf_string_map *environment;
    const tf_string_map *secrets;
    bool in_cloud;
} variables;

static const tf_string *find(const variables *all, const char *name)
{
    const tf_string *value = tf_string_map_get(all->environment, name);
    return value != NULL ? value : tf_string_map_get(all->secrets, name);
}

/* A name that is not there may yet come, in a part that is not known. */
static bool is_missing(const variables *all, const char *name)
{
    return find(all, name) == NULL && !tf_unknown(*all->environment) && !tf_unknown(*all->secrets);
}

/* The attribute that a diagnostic is about. Of secrets no more than that, since Terraform shows the line. */
static const char *path_of(const variables *all, const char *name)
{
    return tf_string_map_get(all->environment, name) == NULL
               ? "secrets"
               : tf_format(tf_call_arena(all->call), "environment[\"%s\"]", name);
}

static bool check_value(const variables *all, const variable_rule *rule)
{
    const tf_string *value = find(all, rule->name);
    const bool is_told = value != NULL && tf_known(*value) && !tf_equal(*value, PROJECT_OUTSIDE);
    if (!is_told || (rule->kind == OUTSIDE && all->in_cloud) || rule->is_fine(value->value))
        return true;
    const char *path = path_of(all, rule->name);
    if (rule->kind != WARNS) {
        return tf_fail_on(all->call, path, "Not a Value for This Variable", "%s has to be %s.", rule->name,
                          rule->expected);
    }
    tf_warn_at(all->call, tf_path_parse(tf_call_arena(all->call), path), "Unusual Value of a Variable",
               "%s should be %s.", rule->name, rule->expected);
    return true;
}

/* Who signs in by IAM needs the address, and no password in it. */
static bool check_iam(const variables *all, const char *provider, const char *uri)
{
    if (all->in_cloud || find(all, provider) == NULL)
        return true;
    const tf_string *address = find(all, uri);
    if (is_missing(all, uri)) {
        return tf_fail_on(all->call, path_of(all, provider), "A Variable Is Missing", "%s needs %s beside it.",
                          provider, uri);
    }
    return address == NULL || !tf_known(*address) || !variable_has_password(address->value)
           || tf_fail_on(all->call, path_of(all, uri), "A Password Beside IAM",
                         "%s has a password in it, although %s says that the sign-in is IAM's. Take one of them away.",
                         uri, provider);
}

static bool check_backend(const variables *all)
{
    static const char backend[] = "LS_DEFAULT_CHECKPOINTER_BACKEND";
    const tf_string *value = find(all, backend);
    return value == NULL || !tf_equal(*value, "mongo") || !is_missing(all, "LS_MONGODB_URI")
           || tf_fail_on(all->call, path_of(all, backend), "A Variable Is Missing",
                         "%s = mongo needs LS_MONGODB_URI beside it.", backend);
}

static bool check_runs_endpoints(const variables *all)
{
    static const char name[] = "LANGSMITH_RUNS_ENDPOINTS";
    if (all->in_cloud || find(all, name) == NULL || find(all, "LANGSMITH_ENDPOINT") == NULL)
        return true;
    return tf_fail_on(all->call, path_of(all, name), "Two Places for Runs",
                      "%s and LANGSMITH_ENDPOINT exclude each other. Put the endpoint into %s.", name, name);
}

bool variable_rules_check(tf_call *call, const tf_string_map *environment, const tf_string_map *secrets, bool in_cloud)
{
    const variables all = { call, environment, secrets, in_cloud };
    bool valid = true;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        valid = check_value(&all, &rules[i]) && valid;
    valid = check_iam(&all, "AGENT_POSTGRES_IAM_AUTH_PROVIDER", "POSTGRES_URI_CUSTOM") && valid;
    valid = check_iam(&all, "AGENT_REDIS_IAM_AUTH_PROVIDER", "REDIS_URI_CUSTOM") && valid;
    valid = check_backend(&all) && valid;
    return check_runs_endpoints(&all) && valid;
}
