/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image: in ECR, in the region, for the platform that the tasks run on.
 */
#include <string.h>

#include "aws/ecr.h"
#include "image/reference.h"
#include "preflight/checks.h"

#define PLATFORM "linux/amd64"

static void check_found(preflight_visit *visit, const ecr_image *found, ecr_finding finding)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const char *uri = visit->subject->image_uri;
    if (finding != ECR_IMAGE_FOUND) {
        preflight_find(
            visit, "Image",
            tf_format(arena, "ECR has no %s for %s.", finding == ECR_IMAGE_MISSING ? "image" : "repository", uri),
            "Push it, or correct the URI: the data source `langgraph_image` finds the digest.");
    } else if (tf_null(found->platforms)) {
        preflight_skip(visit, tf_format(arena, "Not judged: the platform of %s: %s.", uri, found->platforms_problem));
    } else if (!tf_string_set_has(&found->platforms, PLATFORM)) {
        preflight_find(visit, "Platform of the image",
                       tf_format(arena, "%s is not built for " PLATFORM ", on which the tasks run.", uri),
                       "Build it with `langgraph build --platform " PLATFORM "` and push it.");
    }
}

bool preflight_check_image(preflight_visit *visit)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const char *uri = visit->subject->image_uri;
    const char *problem = NULL;
    image_reference image;
    if (uri == NULL)
        return true;
    const bool is_in_ecr = image_parse_reference(arena, uri, &image, &problem) && image.ecr.account_id != NULL;
    if (!is_in_ecr || strcmp(image.ecr.region, visit->region) != 0) {
        preflight_find(visit, "Image",
                       tf_format(arena, "%s is not an image in ECR of the region %s.", uri, visit->region),
                       "Push it to a private repository of Amazon ECR there.");
        return true;
    }
    const ecr_query wanted = {
        .account_id = image.ecr.account_id,
        .region = image.ecr.region,
        .repository = image.repository,
        .tag = image.tag != NULL ? image.tag : IMAGE_DEFAULT_TAG,
        .digest = image.digest,
    };
    ecr_image found;
    ecr_finding finding;
    aws_error error;
    if (!ecr_find_image(visit->aws, visit->call, &wanted, &found, &finding, &error))
        return preflight_skip_denied(visit, tf_format(arena, "image %s", uri), &error);
    check_found(visit, &found, finding);
    return true;
}
