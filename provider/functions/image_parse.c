/* SPDX-License-Identifier: Apache-2.0 */
/* provider::langgraph::image_parse: what a reference to an image consists of. */
#include "functions/functions.h"
#include "image/reference.h"

struct ecr {
    tf_string account_id;
    tf_string region;
    tf_string partition;
};

struct image {
    tf_string registry;
    tf_string repository;
    tf_string tag;
    tf_string digest;
    tf_bool pinned;
    TF_OBJECT_OF(struct ecr) ecr;
};

struct image_parse {
    tf_string uri;
    TF_OBJECT_OF(struct image) result;
};

static const tf_attribute ecr_attributes[] = {
    { TF_STRING(struct ecr, account_id), .mode = TF_COMPUTED },
    { TF_STRING(struct ecr, region), .mode = TF_COMPUTED },
    { TF_STRING(struct ecr, partition), .mode = TF_COMPUTED },
};

static const tf_attribute image_attributes[] = {
    { TF_STRING(struct image, registry), .mode = TF_COMPUTED },
    { TF_STRING(struct image, repository), .mode = TF_COMPUTED },
    { TF_STRING(struct image, tag), .mode = TF_COMPUTED },
    { TF_STRING(struct image, digest), .mode = TF_COMPUTED },
    { TF_BOOL(struct image, pinned), .mode = TF_COMPUTED },
    { TF_OBJECT(struct image, ecr, struct ecr, ecr_attributes), .mode = TF_COMPUTED },
};

static const tf_parameter parameters[] = {
    { .attribute = { TF_STRING(struct image_parse, uri),
                     .description =
                         "The image, such as `123456789012.dkr.ecr.eu-central-1.amazonaws.com/agent:1.4`." } },
};

static bool image_parse_run(tf_call *call, void *arguments)
{
    struct image_parse *function = arguments;
    tf_arena *arena = tf_call_arena(call);
    image_reference reference;
    const char *problem;
    if (!image_parse_reference(arena, function->uri.value, &reference, &problem))
        return tf_fail_argument(call, 0, "`uri` is not a reference to an image. %s", problem);

    struct image *image = tf_alloc(arena, sizeof *image);
    image->registry = tf_string_of(reference.registry);
    image->repository = tf_string_of(reference.repository);
    image->tag = tf_string_of(reference.tag);
    image->digest = tf_string_of(reference.digest);
    image->pinned = tf_bool_of(reference.digest != NULL);
    if (reference.ecr.account_id != NULL) {
        image->ecr.state = TF_KNOWN;
        image->ecr.value = tf_alloc(arena, sizeof *image->ecr.value);
        image->ecr.value->account_id = tf_string_of(reference.ecr.account_id);
        image->ecr.value->region = tf_string_of(reference.ecr.region);
        image->ecr.value->partition = tf_string_of(reference.ecr.partition);
    }
    function->result.state = TF_KNOWN;
    function->result.value = image;
    return true;
}

const tf_function image_parse_function = {
    .name = "image_parse",
    .summary = "Takes the reference to a container image apart.",
    .description =
        "Returns an object of `registry`, `repository`, `tag` and `digest` (null where there is none), `pinned` "
        "(whether there is a digest) and, where the registry is a private one of Amazon ECR, `ecr` with "
        "`account_id`, `region` and `partition`. A name without a registry is Docker Hub's: `agent` is "
        "`library/agent` at `docker.io`.",
    TF_PARAMETERS(struct image_parse, parameters),
    .result = { TF_OBJECT(struct image_parse, result, struct image, image_attributes) },
    .run = image_parse_run,
};
