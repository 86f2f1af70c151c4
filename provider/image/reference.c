/* SPDX-License-Identifier: Apache-2.0 */
/* Takes references to images apart, from the end: digest, tag, registry, and what is left is the repository. */
#include "image/reference.h"

#include <ctype.h>
#include <regex.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "aws/partition.h"

/* The longest reference that has a meaning: host, repository, tag and digest at their own limits. */
#define MOST_BYTES 1024
#define MOST_REPOSITORY_BYTES 255

#define DOMAIN_LABEL "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
#define REGISTRY "^(" DOMAIN_LABEL "([.]" DOMAIN_LABEL ")*|\\[[0-9A-Fa-f:]+\\])(:[0-9]+)?$"
#define PATH_COMPONENT "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*"
#define REPOSITORY "^" PATH_COMPONENT "(/" PATH_COMPONENT ")*$"
#define TAG "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"
#define DIGEST "^[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}$"
#define SHA256_DIGEST "^sha256:[0-9a-f]{64}$"
#define IMAGE_ID "^[0-9a-f]{64}$"
#define ECR_HOST "^([0-9]{12})[.]dkr([.]ecr|-ecr)(-fips)?[.]([a-z0-9-]+)[.](.+)$"

#define ECR_DUAL_STACK_SUFFIX "on.aws"

static bool matches(const char *text, const char *pattern)
{
    regex_t compiled;
    if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    const bool found = regexec(&compiled, text, 0, NULL, 0) == 0;
    regfree(&compiled);
    return found;
}

static const char *part(tf_arena *arena, const char *text, regmatch_t match)
{
    return tf_copy_bytes(arena, text + match.rm_so, (size_t)(match.rm_eo - match.rm_so));
}

static image_ecr ecr_of(tf_arena *arena, const char *registry)
{
    regex_t compiled;
    regmatch_t found[6];
    image_ecr ecr = { .account_id = NULL };
    if (regcomp(&compiled, ECR_HOST, REG_EXTENDED) != 0)
        return ecr;
    if (regexec(&compiled, registry, sizeof found / sizeof found[0], found, 0) == 0) {
        const char *region = part(arena, registry, found[4]);
        const char *suffix = part(arena, registry, found[5]);
        const aws_partition *partition = aws_partition_of_region(region);
        if (aws_is_region(region)
            && (strcmp(suffix, partition->dns_suffix) == 0 || strcmp(suffix, ECR_DUAL_STACK_SUFFIX) == 0)) {
            ecr = (image_ecr){ .account_id = part(arena, registry, found[1]),
                               .region = region,
                               .partition = partition->name };
        }
    }
    regfree(&compiled);
    return ecr;
}

static bool has_upper_case(const char *text)
{
    for (; *text != '\0'; text++) {
        if (isupper((unsigned char)*text))
            return true;
    }
    return false;
}

/* Whether the part before the first slash is a registry, and not a folder on Docker Hub. */
static bool is_registry(const char *text)
{
    return strpbrk(text, ".:") != NULL || strcmp(text, "localhost") == 0 || has_upper_case(text);
}

/* Splits `*text` at `at`, and returns what is behind it. */
static const char *cut_at(tf_arena *arena, const char **text, const char *at)
{
    const char *behind = tf_copy_text(arena, at + 1);
    *text = tf_copy_bytes(arena, *text, (size_t)(at - *text));
    return behind;
}

static void split(tf_arena *arena, const char *text, image_reference *out)
{
    const char *at = strchr(text, '@');
    if (at != NULL)
        out->digest = cut_at(arena, &text, at);
    const char *slash = strrchr(text, '/');
    const char *colon = strrchr(text, ':');
    if (colon != NULL && (slash == NULL || colon > slash))
        out->tag = cut_at(arena, &text, colon);

    out->registry = "docker.io";
    out->repository = text;
    slash = strchr(text, '/');
    const char *first = slash == NULL ? "" : tf_copy_bytes(arena, text, (size_t)(slash - text));
    if (is_registry(first)) {
        out->registry = strcasecmp(first, "index.docker.io") == 0 ? "docker.io" : first;
        out->repository = tf_copy_text(arena, slash + 1);
    }
    if (strcmp(out->registry, "docker.io") == 0 && strchr(out->repository, '/') == NULL)
        out->repository = tf_format(arena, "library/%s", out->repository);
}

/* Why `text`, which was split into `reference`, is none; NULL where it is one. */
static const char *problem_of(const char *text, const image_reference *reference)
{
    if (strstr(text, "://") != NULL)
        return "It has a scheme: an image is named without one, such as registry.example.com/agent:1.0.";
    if (strpbrk(text, " \t\r\n") != NULL)
        return "It has blanks or line breaks in it.";
    if (!matches(reference->registry, REGISTRY))
        return "What stands before the first slash is not a host with an optional port.";
    if (strlen(reference->repository) > MOST_REPOSITORY_BYTES)
        return "The repository has more than 255 characters.";
    if (has_upper_case(reference->repository))
        return "The repository has upper-case letters: registries accept lower case only.";
    if (!matches(reference->repository, REPOSITORY)) {
        return "The repository has to consist of lower-case letters and digits, with single separators (`.`, `_`, `__`, `-`) "
               "between them and `/` between folders.";
    }
    if (reference->tag != NULL && !matches(reference->tag, TAG))
        return "The tag has to consist of at most 128 letters, digits, `_`, `.` and `-`, and to begin with none of the latter two.";
    if (reference->digest != NULL && !matches(reference->digest, DIGEST))
        return "What stands behind `@` is not a digest, such as sha256: and 64 hexadecimal digits.";
    if (reference->digest != NULL && strncmp(reference->digest, "sha256:", strlen("sha256:")) == 0
        && !matches(reference->digest, SHA256_DIGEST))
        return "A digest of sha256 has exactly 64 hexadecimal digits in lower case.";
    if (strchr(text, '/') == NULL && matches(text, IMAGE_ID))
        return "It is the id of an image, which no registry knows: name the repository, and the digest behind `@`.";
    return NULL;
}

bool image_parse_reference(tf_arena *arena, const char *text, image_reference *out, const char **out_problem)
{
    *out = (image_reference){ .registry = NULL };
    *out_problem = NULL;
    if (*text == '\0') {
        *out_problem = "It is empty.";
    } else if (strlen(text) > MOST_BYTES) {
        *out_problem = "It is longer than any reference can be.";
    }
    if (*out_problem != NULL)
        return false;
    split(arena, text, out);
    *out_problem = problem_of(text, out);
    if (*out_problem != NULL)
        return false;
    out->ecr = ecr_of(arena, out->registry);
    return true;
}
