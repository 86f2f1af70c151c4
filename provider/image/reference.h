/* SPDX-License-Identifier: Apache-2.0 */
/*
 * References to container images: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/agent:1.4@sha256:…`.
 *
 * The grammar is that of the distribution project (https://pkg.go.dev/github.com/distribution/reference), completed as
 * container engines do: a name without a registry is Docker Hub's, and one without a folder there lies in `library`.
 */
#ifndef IMAGE_REFERENCE_H
#define IMAGE_REFERENCE_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/** What container engines take where a reference names neither tag nor digest. */
#define IMAGE_DEFAULT_TAG "latest"

/** A registry of Amazon ECR, as its host name tells it. */
typedef struct image_ecr {
    const char *account_id; /**< twelve digits; NULL where the registry is none of ECR's private ones */
    const char *region;
    const char *partition; /**< "aws", "aws-cn", … */
} image_ecr;

typedef struct image_reference {
    const char *registry;   /**< host, with a port where one is given: "docker.io" */
    const char *repository; /**< "library/agent" */
    const char *tag;        /**< NULL where there is none: `latest` is not filled in */
    const char *digest;     /**< "sha256:…"; NULL where there is none */
    image_ecr ecr;
} image_reference;

/**
 * Takes `text` apart into texts of `arena`. Where it is no reference: false, and in `out_problem` a whole sentence that
 * says why, without quoting it.
 */
bool image_parse_reference(tf_arena *arena, const char *text, image_reference *out, const char **out_problem);

#endif
