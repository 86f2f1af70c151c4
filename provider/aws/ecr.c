/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls of ECR on images. References are taken apart elsewhere; here come their parts.
 */
#include "aws/ecr.h"

#include "aws/call.h"
#include "aws/ecr_config.h"

#define DOCKER_LIST "application/vnd.docker.distribution.manifest.list.v2+json"
#define DOCKER_MANIFEST "application/vnd.docker.distribution.manifest.v2+json"
#define OCI_INDEX "application/vnd.oci.image.index.v1+json"
#define OCI_MANIFEST "application/vnd.oci.image.manifest.v1+json"

/* What both calls are asked; new. */
static json_t *input_for(const ecr_query *wanted)
{
    const bool by_digest = wanted->digest != NULL;
    return json_pack("{s:s, s:s, s:[{s:s}]}", "registryId", wanted->account_id, "repositoryName", wanted->repository,
                     "imageIds", by_digest ? "imageDigest" : "imageTag", by_digest ? wanted->digest : wanted->tag);
}

/* Takes `input` over. */
static bool ask(aws_client *client, tf_call *call, const ecr_query *wanted, const char *action, json_t *input,
                json_t **out, aws_error *error)
{
    const aws_json_query query = { .service = &aws_ecr, .action = action, .region = wanted->region, .input = input };
    const bool answered = aws_json_call(client, call, &query, out, error);
    json_decref(input);
    return answered;
}

/* A success of which nothing is known, or an error that stays one. */
static bool take_as_missing(const aws_error *error, ecr_finding *out_finding)
{
    if (aws_error_is(error, "RepositoryNotFoundException")) {
        *out_finding = ECR_REPOSITORY_MISSING;
    } else if (aws_error_is(error, "ImageNotFoundException")) {
        *out_finding = ECR_IMAGE_MISSING;
    } else {
        return false;
    }
    return true;
}

static bool describe_image(aws_client *client, tf_call *call, const ecr_query *wanted, ecr_image *out,
                           ecr_finding *out_finding, aws_error *error)
{
    json_t *answer = NULL;
    if (!ask(client, call, wanted, "DescribeImages", input_for(wanted), &answer, error))
        return take_as_missing(error, out_finding);
    const json_t *details = json_array_get(json_object_get(answer, "imageDetails"), 0);
    const char *digest = json_string_value(json_object_get(details, "imageDigest"));
    *out_finding = digest != NULL ? ECR_IMAGE_FOUND : ECR_IMAGE_MISSING;
    if (digest != NULL) {
        *out = (ecr_image){
            .digest = tf_copy_text(tf_call_arena(call), digest),
            .pushed_at = (int64_t)json_number_value(json_object_get(details, "imagePushedAt")),
            .size_bytes = json_integer_value(json_object_get(details, "imageSizeInBytes")),
        };
    }
    json_decref(answer);
    return true;
}

/* Of an index, the platforms; of a manifest, the digest of its configuration; of anything else nothing. */
static tf_string_set read_manifest(tf_arena *arena, const char *manifest, const char **out_config)
{
    json_t *index = manifest != NULL ? json_loads(manifest, 0, NULL) : NULL;
    const json_t *manifests = json_object_get(index, "manifests");
    tf_string_set_builder platforms = { .arena = arena };
    size_t i = 0;
    const json_t *each = NULL;
    json_array_foreach(manifests, i, each)
    {
        const char *platform = ecr_platform_text(arena, json_object_get(each, "platform"));
        if (platform != NULL)
            tf_add_element(&platforms, platform);
    }
    const bool is_index = json_is_array(manifests);
    *out_config = tf_copy_text(arena, json_string_value(json_object_get(json_object_get(index, "config"), "digest")));
    json_decref(index);
    return is_index ? tf_built_string_set(&platforms) : (tf_string_set){ .state = TF_NULL };
}

static bool read_config(aws_client *client, tf_call *call, const ecr_query *wanted, const char *digest,
                        ecr_image *image, aws_error *error)
{
    const char *platform = NULL;
    image->platforms_problem = "a single manifest, which names none";
    if (digest != NULL)
        platform = ecr_read_platform(client, call, wanted, digest, &image->platforms_problem, error);
    if (platform != NULL) {
        tf_string_set_builder platforms = { .arena = tf_call_arena(call) };
        tf_add_element(&platforms, platform);
        image->platforms = tf_built_string_set(&platforms);
    }
    return !error->reported;
}

static bool find_platforms(aws_client *client, tf_call *call, const ecr_query *wanted, ecr_image *image,
                           ecr_finding *out_finding, aws_error *error)
{
    /* The very image that was described, wherever its tag has gone meanwhile. */
    ecr_query same = *wanted;
    same.digest = image->digest;
    json_t *input = input_for(&same);
    (void)json_object_set_new(input, "acceptedMediaTypes",
                              json_pack("[s, s, s, s]", OCI_INDEX, DOCKER_LIST, OCI_MANIFEST, DOCKER_MANIFEST));
    json_t *answer = NULL;
    if (!ask(client, call, wanted, "BatchGetImage", input, &answer, error))
        return take_as_missing(error, out_finding);
    const json_t *first = json_array_get(json_object_get(answer, "images"), 0);
    const char *config = NULL;
    image->platforms =
        read_manifest(tf_call_arena(call), json_string_value(json_object_get(first, "imageManifest")), &config);
    json_decref(answer);
    return tf_known(image->platforms) || read_config(client, call, wanted, config, image, error);
}

bool ecr_find_image(aws_client *client, tf_call *call, const ecr_query *wanted, ecr_image *out,
                    ecr_finding *out_finding, aws_error *error)
{
    return describe_image(client, call, wanted, out, out_finding, error)
           && (*out_finding != ECR_IMAGE_FOUND || find_platforms(client, call, wanted, out, out_finding, error));
}
