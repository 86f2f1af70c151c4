/* SPDX-License-Identifier: Apache-2.0 */
/* References to images by the distribution project's grammar, and those that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "image/reference.h"
#include "rows.h"

#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

struct reference {
    const char *text;
    const char *registry;
    const char *repository;
    const char *tag;
    const char *digest;
};

static const struct reference references[] = {
    { .text = "agent", .registry = "docker.io", .repository = "library/agent" },
    { .text = "agent:1.4", .registry = "docker.io", .repository = "library/agent", .tag = "1.4" },
    { .text = "team/agent", .registry = "docker.io", .repository = "team/agent" },
    { .text = "index.docker.io/agent", .registry = "docker.io", .repository = "library/agent" },
    { .text = "docker.io/team/agent:_x", .registry = "docker.io", .repository = "team/agent", .tag = "_x" },
    { .text = "localhost/agent", .registry = "localhost", .repository = "agent" },
    { .text = "localhost:5000/agent:1", .registry = "localhost:5000", .repository = "agent", .tag = "1" },
    { .text = "Registry/agent", .registry = "Registry", .repository = "agent" },
    { .text = "REGISTRY.example.com/agent", .registry = "REGISTRY.example.com", .repository = "agent" },
    { .text = "[2001:db8::1]:5000/agent", .registry = "[2001:db8::1]:5000", .repository = "agent" },
    { .text = "public.ecr.aws/docker/library/python:3.12",
      .registry = "public.ecr.aws",
      .repository = "docker/library/python",
      .tag = "3.12" },
    { .text = "ghcr.io/a/b__c/d---e/f.g@sha256:" HEX64,
      .registry = "ghcr.io",
      .repository = "a/b__c/d---e/f.g",
      .digest = "sha256:" HEX64 },
    { .text = "example.com/agent:1@sha256:" HEX64,
      .registry = "example.com",
      .repository = "agent",
      .tag = "1",
      .digest = "sha256:" HEX64 },
    { .text = "example.com/agent@md5+b64:0123456789ABCDEF0123456789ABCDEF",
      .registry = "example.com",
      .repository = "agent",
      .digest = "md5+b64:0123456789ABCDEF0123456789ABCDEF" },
    { .text = "agent@sha256:" HEX64,
      .registry = "docker.io",
      .repository = "library/agent",
      .digest = "sha256:" HEX64 },
};

static void assert_text(const char *text, const char *part, const char *found, const char *wanted)
{
    if (found == wanted || (found != NULL && wanted != NULL && strcmp(found, wanted) == 0))
        return;
    fail_msg("%s of \"%s\" is %s, not %s", part, text, found == NULL ? "absent" : found,
             wanted == NULL ? "absent" : wanted);
}

static void test_references_are_taken_apart(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++) {
        const struct reference *wanted = &references[i];
        image_reference found;
        const char *problem;
        if (!image_parse_reference(arena, wanted->text, &found, &problem))
            fail_msg("\"%s\" is refused: %s", wanted->text, problem);
        assert_text(wanted->text, "registry", found.registry, wanted->registry);
        assert_text(wanted->text, "repository", found.repository, wanted->repository);
        assert_text(wanted->text, "tag", found.tag, wanted->tag);
        assert_text(wanted->text, "digest", found.digest, wanted->digest);
        assert_null(found.ecr.account_id);
    }
    tf_arena_free(arena);
}

struct mistake {
    const char *text;
    const char *says;
};

static const struct mistake mistakes[] = {
    { "", "empty" },
    { "https://example.com/agent", "scheme" },
    { "docker://agent", "scheme" },
    { "example.com/agent:1 ", "blanks" },
    { "example.com/agent\n", "blanks" },
    { "example.com/Agent", "upper-case" },
    { "example.com:port/agent", "host" },
    { "-example.com/agent", "host" },
    { "example..com/agent", "host" },
    { "example.com/", "lower-case letters and digits" },
    { "/agent", "lower-case letters and digits" },
    { "example.com/a//b", "lower-case letters and digits" },
    { "example.com/a___b", "lower-case letters and digits" },
    { "example.com/a..b", "lower-case letters and digits" },
    { "example.com/agent-", "lower-case letters and digits" },
    { "agent:", "tag" },
    { "agent:.1", "tag" },
    { "agent:-1", "tag" },
    { ":1", "lower-case letters and digits" },
    { "agent@", "digest" },
    { "agent@sha256:0123", "digest" },
    { "agent@sha256:" HEX64 "0", "64" },
    { "agent@sha256:0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF", "64" },
    { "agent@@sha256:" HEX64, "digest" },
    { HEX64, "id of an image" },
    { "agent\x1b[2j", "lower-case letters and digits" },
};

static void test_what_is_no_reference_is_refused(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        image_reference found;
        const char *problem;
        if (image_parse_reference(arena, mistakes[i].text, &found, &problem))
            fail_msg("\"%s\" is taken for a reference", mistakes[i].text);
        if (strstr(problem, mistakes[i].says) == NULL)
            fail_msg("\"%s\" is refused otherwise: %s", mistakes[i].text, problem);
    }
    tf_arena_free(arena);
}

static void test_a_repository_has_at_most_255_characters(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    image_reference found;
    const char *problem;
    assert_true(image_parse_reference(arena, tf_format(arena, "example.com/%0255d", 1), &found, &problem));
    assert_false(image_parse_reference(arena, tf_format(arena, "example.com/%0256d", 1), &found, &problem));
    assert_non_null(strstr(problem, "255"));
    tf_arena_free(arena);
}

struct registry {
    const char *host;
    const char *account_id; /* NULL: none of ECR's */
    const char *region;
    const char *partition;
};

static const struct registry registries[] = {
    { "123456789012.dkr.ecr.eu-central-1.amazonaws.com", "123456789012", "eu-central-1", "aws" },
    { "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", "123456789012", "us-east-1", "aws" },
    { "123456789012.dkr-ecr.us-west-2.on.aws", "123456789012", "us-west-2", "aws" },
    { "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "123456789012", "cn-north-1", "aws-cn" },
    { "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com", "123456789012", "us-gov-west-1", "aws-us-gov" },
    { .host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com.example.org" },
    { .host = "123456789012.dkr.ecr.cn-north-1.amazonaws.com" },
    { .host = "12345.dkr.ecr.eu-central-1.amazonaws.com" },
    { .host = "123456789012.dkr.ecr.nowhere.amazonaws.com" },
};

static void test_registries_of_ecr_are_recognised(void **state)
{
    (void)state;
    tf_arena *arena = tf_arena_new();
    for (size_t i = 0; i < sizeof registries / sizeof registries[0]; i++) {
        at_row(registries[i].host);
        image_reference found;
        const char *problem;
        const char *text = tf_format(arena, "%s/agent:1", registries[i].host);
        assert_true(image_parse_reference(arena, text, &found, &problem));
        assert_text(text, "account", found.ecr.account_id, registries[i].account_id);
        assert_text(text, "region", found.ecr.region, registries[i].region);
        assert_text(text, "partition", found.ecr.partition, registries[i].partition);
    }
    tf_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_references_are_taken_apart),
        cmocka_unit_test(test_what_is_no_reference_is_refused),
        cmocka_unit_test(test_a_repository_has_at_most_255_characters),
        cmocka_unit_test(test_registries_of_ecr_are_recognised),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
