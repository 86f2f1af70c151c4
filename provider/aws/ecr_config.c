/* SPDX-License-Identifier: Apache-2.0 */
/* Downloads an image's configuration and reads its platform. Which configuration an image has is ecr.c's. */
#include "aws/ecr_config.h"

#include <string.h>

#include <openssl/evp.h>

#include "aws/call.h"
#include "aws/client_internal.h"
#include "http/url.h"
#include "json/arena_json.h"

/* A configuration holds the history of each layer, 127 at most; in bytes. */
#define LARGEST_CONFIG ((size_t)4 * 1024 * 1024)

const char *ecr_platform_text(tf_arena *arena, const json_t *platform)
{
    const char *system = json_string_value(json_object_get(platform, "os"));
    const char *architecture = json_string_value(json_object_get(platform, "architecture"));
    const char *variant = json_string_value(json_object_get(platform, "variant"));
    if (system == NULL || architecture == NULL || tf_starts_with(system, "unknown"))
        return NULL;
    return tf_format(arena, "%s/%s%s%s", system, architecture, variant != NULL ? "/" : "",
                     variant != NULL ? variant : "");
}

/* Where the blob is; NULL where ECR does not say. */
static const char *ask_for_url(aws_client *client, tf_call *call, const ecr_query *wanted, const char *digest,
                               const char **out_problem, aws_error *error)
{
    tf_arena *arena = tf_call_arena(call);
    json_t *input = json_pack("{s:s, s:s, s:s}", "registryId", wanted->account_id, "repositoryName", wanted->repository,
                              "layerDigest", digest);
    const aws_json_query query = {
        .service = &aws_ecr,
        .action = "GetDownloadUrlForLayer",
        .region = wanted->region,
        .input = input,
        .confidential = true,
    };
    json_t *answer = NULL;
    const char *url = NULL;
    const bool answered = aws_json_call(client, call, &query, &answer, error);
    json_decref(input);
    if (!answered) {
        *out_problem = tf_format(arena, "ecr:GetDownloadUrlForLayer answers %s",
                                 error->code[0] != '\0' ? error->code : error->message);
        return NULL;
    }
    url = tf_copy_text(arena, json_string_value(json_object_get(answer, "downloadUrl")));
    json_decref(answer);
    if (url == NULL)
        *out_problem = "ecr:GetDownloadUrlForLayer answers without a URL";
    return url;
}

static bool download(aws_client *client, tf_call *call, const char *url, http_response *out, const char **out_problem,
                     aws_error *error)
{
    tf_arena *arena = tf_call_arena(call);
    const aws_settings *settings = NULL;
    if (!aws_client_settings(client, call, &settings)) {
        *error = aws_error_reported();
        return false;
    }
    const http_request request = {
        .method = "GET",
        .url = url,
        .what = "read the image's configuration",
        .confidential = true,
        .idempotent = true,
        .max_retries = settings->max_attempts - 1,
        .timeout_ms = client->request_timeout_ms,
        .deadline = tf_call_deadline(call),
        .cancel = tf_call_cancel(call),
        .ca_bundle = settings->ca_bundle,
        .max_body = LARGEST_CONFIG,
    };
    http_error failure;
    if (!http_perform(client->engine, arena, &request, out, &failure)) {
        *out_problem = failure.message;
    } else if (out->status != 200) {
        *out_problem = tf_format(arena, "%s answers %d", http_url_host(arena, url), out->status);
    }
    return *out_problem == NULL;
}

/* Whoever answers at the URL: what comes has to be what the manifest names. */
static bool has_digest(tf_arena *arena, const http_response *blob, const char *digest)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    tf_text_builder text = { .arena = arena };
    if (EVP_Digest(blob->body, blob->size, bytes, &size, EVP_sha256(), NULL) != 1)
        return false;
    tf_append(&text, "sha256:");
    for (unsigned i = 0; i < size; i++)
        tf_append_format(&text, "%02x", bytes[i]);
    return strcmp(tf_built_text(&text), digest) == 0;
}

const char *ecr_read_platform(aws_client *client, tf_call *call, const ecr_query *wanted, const char *digest,
                              const char **out_problem, aws_error *error)
{
    tf_arena *arena = tf_call_arena(call);
    http_response blob;
    *out_problem = NULL;
    const char *url = ask_for_url(client, call, wanted, digest, out_problem, error);
    if (url == NULL || !download(client, call, url, &blob, out_problem, error))
        return NULL;
    if (!has_digest(arena, &blob, digest)) {
        *out_problem = "what is downloaded for its configuration is another one";
        return NULL;
    }
    json_t *config = arena_json_read(arena, blob.body, blob.size);
    const char *platform = ecr_platform_text(arena, config);
    json_decref(config);
    if (platform == NULL)
        *out_problem = "its configuration names none";
    return platform;
}
