/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_image: an image in ECR, by its digest, which a project is best given. */
#include "aws/ecr.h"
#include "aws/time.h"
#include "clients.h"
#include "data_sources/data_sources.h"
#include "image/reference.h"

struct image {
    tf_string uri;
    tf_string digest;
    tf_string pinned_uri;
    tf_string registry;
    tf_string repository;
    tf_string tag;
    tf_string pushed_at;
    tf_int64 size_bytes;
    tf_string_set platforms;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct image, uri), .mode = TF_REQUIRED,
      .description = "The image in ECR, by tag or digest, such as "
                     "`123456789012.dkr.ecr.eu-central-1.amazonaws.com/agent:1.4`. Without either it is `latest`." },
    { TF_STRING(struct image, digest), .mode = TF_COMPUTED, .description = "Its digest." },
    { TF_STRING(struct image, pinned_uri), .mode = TF_COMPUTED,
      .description = "The image by its digest, for `image_uri` of a project." },
    { TF_STRING(struct image, registry), .mode = TF_COMPUTED, .description = "Host of the registry." },
    { TF_STRING(struct image, repository), .mode = TF_COMPUTED, .description = "Repository." },
    { TF_STRING(struct image, tag), .mode = TF_COMPUTED,
      .description = "Tag of `uri`; null where that has a digest only." },
    { TF_STRING(struct image, pushed_at), .mode = TF_COMPUTED, .description = "When it was pushed." },
    { TF_INT64(struct image, size_bytes), .mode = TF_COMPUTED,
      .description = "Its size, compressed, as ECR counts it; null where it does not say." },
    { TF_STRING_SET(struct image, platforms), .mode = TF_COMPUTED,
      .description = "Its platforms, such as `linux/amd64`; null where the credentials may not read them "
                     "(`ecr:GetDownloadUrlForLayer` of an image for one platform)." },
};

static bool fail_missing(tf_call *call, const image_reference *image, const char *tag, ecr_finding finding)
{
    if (finding == ECR_REPOSITORY_MISSING) {
        return tf_fail_on(call, "uri", "No Such Repository",
                          "The registry of account %s in %s has no repository \"%s\". Check the name, and that "
                          "account and region of the image are those it was pushed to.",
                          image->ecr.account_id, image->ecr.region, image->repository);
    }
    return tf_fail_on(call, "uri", "No Such Image",
                      "The repository \"%s\" of account %s in %s has no image of the %s %s. Push it, or check which "
                      "there are: aws ecr describe-images --registry-id %s --region %s --repository-name %s",
                      image->repository, image->ecr.account_id, image->ecr.region,
                      image->digest != NULL ? "digest" : "tag", image->digest != NULL ? image->digest : tag,
                      image->ecr.account_id, image->ecr.region, image->repository);
}

static bool parse(tf_call *call, const struct image *image, image_reference *out)
{
    const char *problem = NULL;
    if (!image_parse_reference(tf_call_arena(call), image->uri.value, out, &problem))
        return tf_fail_on(call, "uri", "Not an Image", "`uri` is not a reference to an image. %s", problem);
    return out->ecr.account_id != NULL
           || tf_fail_on(call, "uri", "Not an Image in ECR",
                         "`uri` names the registry %s, and only private registries of Amazon ECR are looked "
                         "into, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com. For others name the "
                         "digest in the configuration.",
                         out->registry);
}

static void fill_in(tf_arena *arena, struct image *image, const image_reference *reference, const char *tag,
                    const ecr_image *found)
{
    image->digest = tf_string_of(found->digest);
    image->pinned_uri =
        tf_string_of(tf_format(arena, "%s/%s@%s", reference->registry, reference->repository, found->digest));
    image->registry = tf_string_of(reference->registry);
    image->repository = tf_string_of(reference->repository);
    image->tag = tf_string_of(tag);
    image->pushed_at = tf_string_of(found->pushed_at > 0 ? aws_time_text(arena, found->pushed_at) : NULL);
    if (found->size_bytes > 0)
        image->size_bytes = tf_int64_of(found->size_bytes);
    image->platforms = found->platforms;
}

static bool image_read(tf_call *call, void *data)
{
    struct image *image = data;
    image_reference reference;
    if (!parse(call, image, &reference))
        return false;
    if (!data_source_can_ask_aws(call))
        return true;
    const char *tag = reference.tag == NULL && reference.digest == NULL ? IMAGE_DEFAULT_TAG : reference.tag;
    const ecr_query wanted = {
        .account_id = reference.ecr.account_id,
        .region = reference.ecr.region,
        .repository = reference.repository,
        .tag = tag,
        .digest = reference.digest,
    };
    ecr_image found;
    ecr_finding finding;
    aws_error error;
    if (!ecr_find_image(clients_aws(call), call, &wanted, &found, &finding, &error))
        return aws_fail(call, &error, tf_format(tf_call_arena(call), "image %s", image->uri.value));
    if (finding != ECR_IMAGE_FOUND)
        return fail_missing(call, &reference, tag, finding);
    fill_in(tf_call_arena(call), image, &reference, tag, &found);
    return true;
}

const tf_data_source image_data_source = {
    .type_name = "langgraph_image",
    .schema =
        TF_SCHEMA(struct image, attributes,
                  .description = "An image in Amazon ECR, in any account and region that the credentials may read: its "
                                 "digest, by which a project is best deployed, and its platforms."),
    .read = image_read,
};
