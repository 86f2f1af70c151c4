/* SPDX-License-Identifier: Apache-2.0 */
/* What ECR is asked of an image, and what its answers are taken for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/ecr.h"
#include "scripted_server.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define DIGEST "sha256:5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e"

/* Answers end with the connection, so that they need no length. */
#define ANSWER(status, body) "HTTP/1.1 " status "\r\nContent-Type: application/x-amz-json-1.1\r\n\r\n" body
#define DESCRIBED                                                      \
    ANSWER("200 OK", "{\"imageDetails\": [{\"imageDigest\": \"" DIGEST \
                     "\", \"imagePushedAt\": 1795804904.25, \"imageSizeInBytes\": 1234}]}")
#define MANIFEST(text) ANSWER("200 OK", "{\"images\": [{\"imageManifest\": \"" text "\"}], \"failures\": []}")
#define REFUSED(code) ANSWER("400 Bad Request", "{\"__type\": \"" code "\", \"message\": \"no\"}")
#define CLOSE(text)          \
    {                        \
        SERVER_CLOSE, (text) \
    }
#define PLATFORM(os, architecture) \
    "{\\\"platform\\\": {\\\"os\\\": \\\"" os "\\\", \\\"architecture\\\": \\\"" architecture "\\\"}}"
#define INDEX(members) "{\\\"manifests\\\": [" members "]}"

typedef struct fixture {
    http_engine *engine;
    server *server;
    aws_client *client;
    tf_call *call;
} fixture;

static fixture start(const server_step *steps, size_t count)
{
    fixture made = { .engine = http_engine_new(), .server = server_start(steps, count), .call = tf_test_call_new("") };
    aws_endpoints endpoints = { .ecr = tf_string_of(server_url(made.server)),
                                .sts = tf_string_of(server_url(made.server)) };
    const aws_config config = {
        .region = tf_string_of("us-east-1"),
        .access_key = tf_string_of("AKIAIOSFODNN7EXAMPLE"),
        .secret_key = tf_string_of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        .endpoints = { TF_KNOWN, &endpoints },
        .max_attempts = tf_int64_of(2),
    };
    made.client = aws_client_new(made.engine, &config, 0);
    return made;
}

static void end(fixture *test)
{
    tf_test_call_free(test->call);
    aws_client_free(test->client);
    http_engine_free(test->engine);
    server_stop(test->server);
}

static const ecr_query wanted = {
    .account_id = "210987654321",
    .region = "eu-west-1",
    .repository = "team/agent",
    .tag = "1",
};

static bool asks(const fixture *test, size_t index, const char *text)
{
    return strstr(server_request(test->server, index), text) != NULL;
}

static void test_a_tag_is_followed_to_the_platforms_of_its_image(void **state)
{
    (void)state;
    static const server_step steps[] = {
        CLOSE(DESCRIBED),
        { SERVER_CLOSE, MANIFEST(INDEX(PLATFORM("linux", "arm64") ", " PLATFORM("unknown", "unknown") ", " PLATFORM(
                            "linux", "amd64") ", {}, 7")) },
    };
    fixture test = start(steps, COUNT(steps));
    ecr_image found = { .digest = NULL };
    ecr_finding sight;
    aws_error error;
    assert_true(ecr_find_image(test.client, test.call, &wanted, &found, &sight, &error));
    assert_int_equal(sight, ECR_IMAGE_FOUND);
    assert_string_equal(found.digest, DIGEST);
    assert_int_equal(found.pushed_at, 1795804904);
    assert_int_equal(found.size_bytes, 1234);
    assert_int_equal(found.platforms.count, 2);
    assert_true(tf_string_set_has(&found.platforms, "linux/amd64"));
    assert_true(tf_string_set_has(&found.platforms, "linux/arm64"));
    assert_true(asks(&test, 0, "AmazonEC2ContainerRegistry_V20150921.DescribeImages"));
    assert_true(asks(&test, 0, "/eu-west-1/ecr/aws4_request"));
    assert_true(asks(&test, 0, "\"registryId\":\"210987654321\""));
    assert_true(asks(&test, 0, "{\"imageTag\":\"1\"}"));
    assert_true(asks(&test, 1, "{\"imageDigest\":\"" DIGEST "\"}"));
    end(&test);
}

typedef struct answer_case {
    const char *name;
    server_step steps[2];
    ecr_finding sight;
    const char *code; /* of the error; NULL for a success */
    const char *says;
} answer_case;

static void test_answers(void **state)
{
    (void)state;
    static const answer_case cases[] = {
        { .name = "a manifest", .steps = { CLOSE(DESCRIBED), CLOSE(MANIFEST("{}")) }, .sight = ECR_IMAGE_FOUND },
        { .name = "a manifest that is no JSON",
          .steps = { CLOSE(DESCRIBED), CLOSE(MANIFEST("<")) },
          .sight = ECR_IMAGE_FOUND },
        { .name = "deleted in between",
          .steps = { CLOSE(DESCRIBED), CLOSE(REFUSED("ImageNotFoundException")) },
          .sight = ECR_IMAGE_MISSING },
        { .name = "no image", .steps = { CLOSE(REFUSED("ImageNotFoundException")) }, .sight = ECR_IMAGE_MISSING },
        { .name = "no details", .steps = { CLOSE(ANSWER("200 OK", "{}")) }, .sight = ECR_IMAGE_MISSING },
        { .name = "no repository",
          .steps = { CLOSE(REFUSED("com.amazonaws.ecr#RepositoryNotFoundException")) },
          .sight = ECR_REPOSITORY_MISSING },
        { .name = "throttled, then missing",
          .steps = { CLOSE(REFUSED("ThrottlingException")), CLOSE(REFUSED("ImageNotFoundException")) },
          .sight = ECR_IMAGE_MISSING },
        { .name = "denied",
          .steps = { CLOSE(REFUSED("AccessDeniedException")) },
          .code = "AccessDeniedException",
          .says = "no" },
        { .name = "a page of a proxy", .steps = { CLOSE(ANSWER("200 OK", "<html>")) }, .code = "", .says = "no JSON" },
        { .name = "a list", .steps = { CLOSE(ANSWER("200 OK", "[]")) }, .code = "", .says = "no object" },
        { .name = "an error of nobody",
          .steps = { CLOSE(ANSWER("400 Bad", "{}")) },
          .code = "",
          .says = "names no error" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        fixture test = start(cases[i].steps, COUNT(cases[i].steps));
        ecr_image found;
        ecr_finding sight = ECR_IMAGE_FOUND;
        aws_error error;
        const bool succeeds = ecr_find_image(test.client, test.call, &wanted, &found, &sight, &error);
        if (succeeds != (cases[i].code == NULL) || (succeeds && sight != cases[i].sight))
            fail_msg("%s: %s", cases[i].name, succeeds ? "succeeds" : error.message);
        if (!succeeds && (strcmp(error.code, cases[i].code) != 0 || strstr(error.message, cases[i].says) == NULL))
            fail_msg("%s: %s, %s", cases[i].name, error.code, error.message);
        end(&test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tag_is_followed_to_the_platforms_of_its_image),
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
