/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "aws/client.h"
#include "aws/client_internal.h"
#include "aws/credentials.h"
#include "aws/profile.h"
#include "framework/foundation/call.h"

/* A home directory with the files of a test, an environment without AWS, and a call. */
typedef struct fixture {
    char home[64];
    tf_call call;
    http_engine *engine;
} fixture;

static const char *const variables[] = {
    "AWS_ACCESS_KEY_ID",           "AWS_SECRET_ACCESS_KEY",     "AWS_SESSION_TOKEN", "AWS_PROFILE",
    "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE",           "AWS_REGION",        "AWS_DEFAULT_REGION",
    "AWS_USE_FIPS_ENDPOINT",       "AWS_USE_DUALSTACK_ENDPOINT"
};

static int set_up(void **state)
{
    static fixture made;
    (void)snprintf(made.home, sizeof made.home, "/tmp/langgraph-unit-XXXXXX");
    assert_non_null(mkdtemp(made.home));
    (void)setenv("HOME", made.home, 1);
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        (void)unsetenv(variables[i]);
    tf_call_init(&made.call, tf_arena_new(), tf_cancel_new(), "");
    made.engine = http_engine_new();
    *state = &made;
    return 0;
}

static int tear_down(void **state)
{
    fixture *test = *state;
    http_engine_free(test->engine);
    tf_cancel_release(test->call.cancel);
    const char *const names[] = { "config", "credentials", "other" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlink(tf_format(test->call.arena, "%s/%s", test->home, names[i]));
    (void)rmdir(test->home);
    tf_arena_free(test->call.arena);
    return 0;
}

/* Writes a file of the home directory and returns its path. */
static const char *write_file(const fixture *test, const char *name, const char *text)
{
    const char *path = tf_format(test->call.arena, "%s/%s", test->home, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void use_files(const fixture *test, const char *config, const char *credentials)
{
    (void)setenv("AWS_CONFIG_FILE", write_file(test, "config", config), 1);
    (void)setenv("AWS_SHARED_CREDENTIALS_FILE", write_file(test, "credentials", credentials), 1);
}

/* The credentials that a client of this configuration uses, as "key/secret/token", or NULL with a report. */
static const char *credentials_of(fixture *test, const aws_config *config)
{
    aws_client *client = aws_client_new(test->engine, config, 0);
    const aws_credentials *found = NULL;
    const char *text = NULL;
    if (aws_client_credentials(client, &test->call, &found))
        text = tf_format(test->call.arena, "%s/%s/%s", found->access_key, found->secret_key,
                         found->token != NULL ? found->token : "");
    aws_client_free(client);
    return text;
}

/* The detail of the last report. */
static const char *last_report(const fixture *test)
{
    return test->call.last_diagnostic != NULL ? test->call.last_diagnostic->detail : "";
}

static void test_the_block_goes_before_everything(void **state)
{
    fixture *test = *state;
    use_files(test, "", "[default]\naws_access_key_id=FILE\naws_secret_access_key=file-secret\n");
    (void)setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    (void)setenv("AWS_SECRET_ACCESS_KEY", "environment-secret", 1);
    (void)setenv("AWS_SESSION_TOKEN", "environment-token", 1);
    const aws_config block = { .access_key = tf_text("BLOCK"),
                               .secret_key = tf_text("block-secret"),
                               .token = tf_text("block-token") };
    assert_string_equal(credentials_of(test, &block), "BLOCK/block-secret/block-token");
    const aws_config nothing = { .region = { .state = TF_NULL } };
    assert_string_equal(credentials_of(test, &nothing), "ENVIRONMENT/environment-secret/environment-token");
    (void)unsetenv("AWS_ACCESS_KEY_ID");
    assert_string_equal(credentials_of(test, &nothing), "FILE/file-secret/");
}

static void test_a_profile_of_the_block_goes_before_the_environment(void **state)
{
    fixture *test = *state;
    use_files(test, "[profile work]\naws_access_key_id = WORK\naws_secret_access_key = work-secret\n",
              "[home]\naws_access_key_id = HOME\naws_secret_access_key = home-secret\n");
    (void)setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    (void)setenv("AWS_SECRET_ACCESS_KEY", "environment-secret", 1);
    (void)setenv("AWS_PROFILE", "home", 1);
    const aws_config block = { .profile = tf_text("work") };
    assert_string_equal(credentials_of(test, &block), "WORK/work-secret/");
    const aws_config nothing = { .region = { .state = TF_NULL } };
    assert_string_equal(credentials_of(test, &nothing), "ENVIRONMENT/environment-secret/");
    (void)unsetenv("AWS_ACCESS_KEY_ID");
    assert_string_equal(credentials_of(test, &nothing), "HOME/home-secret/");
}

static void test_files_named_by_the_block_replace_the_usual_ones(void **state)
{
    fixture *test = *state;
    use_files(test, "", "[default]\naws_access_key_id=USUAL\naws_secret_access_key=usual-secret\n");
    write_file(test, "other", "[default]\naws_access_key_id=OTHER\naws_secret_access_key=other-secret\n");
    tf_string other = tf_text("~/other");
    const aws_config block = { .shared_credentials_files = { TF_KNOWN, 1, &other } };
    assert_string_equal(credentials_of(test, &block), "OTHER/other-secret/");
    tf_string missing = tf_text("/does/not/exist");
    const aws_config wrong = { .shared_credentials_files = { TF_KNOWN, 1, &missing } };
    assert_null(credentials_of(test, &wrong));
    assert_non_null(strstr(last_report(test), "/does/not/exist"));
}

static void test_what_is_missing_is_told_with_where_was_looked(void **state)
{
    fixture *test = *state;
    const aws_config nothing = { .region = { .state = TF_NULL } };
    (void)setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    assert_null(credentials_of(test, &nothing));
    const char *report = last_report(test);
    assert_non_null(strstr(report, "`aws.access_key`"));
    assert_non_null(strstr(report, "AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not set"));
    assert_non_null(strstr(report, tf_format(test->call.arena, "%s/.aws/credentials (does not exist)", test->home)));
    assert_non_null(strstr(report, tf_format(test->call.arena, "%s/.aws/config (does not exist)", test->home)));

    const aws_config half = { .access_key = tf_text("BLOCK") };
    assert_null(credentials_of(test, &half));
    assert_non_null(strstr(last_report(test), "only `aws.access_key` is set"));

    use_files(test, "[default]\nregion=us-east-1\n", "");
    const aws_config unknown = { .profile = tf_text("absent") };
    assert_null(credentials_of(test, &unknown));
    assert_non_null(strstr(last_report(test), "\"absent\""));
    (void)setenv("AWS_PROFILE", "vanished", 1);
    (void)unsetenv("AWS_ACCESS_KEY_ID");
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "AWS_PROFILE"));

    use_files(test, "[profile vanished]\nrole_arn=arn:aws:iam::123456789012:role/x\nsource_profile=default\n", "");
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "`role_arn`"));
}

static void test_a_malformed_file_is_told_with_its_line(void **state)
{
    fixture *test = *state;
    const aws_config nothing = { .region = { .state = TF_NULL } };
    use_files(test, "[default]\nregion = us-east-1\n", "# comment\n[default]\naws_access_key_id\n");
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "/credentials, line 3:"));
    use_files(test, "[default\n", "");
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "/config, line 1:"));
    (void)setenv("AWS_CONFIG_FILE", test->home, 1);
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "cannot be read"));
}

static void test_the_region_is_found_in_order(void **state)
{
    fixture *test = *state;
    use_files(test, "[default]\nregion = eu-south-1\n[profile asia]\nregion = ap-east-1\n", "");
    (void)setenv("AWS_DEFAULT_REGION", "us-west-2", 1);
    (void)setenv("AWS_REGION", "us-west-1", 1);
    const aws_config nothing = { .region = { .state = TF_NULL } };
    const aws_config configs[] = {
        { .region = tf_text("cn-north-1") }, nothing, nothing, nothing, { .profile = tf_text("asia") }
    };
    const char *const regions[] = { "cn-north-1", "us-west-1", "us-west-2", "eu-south-1", "ap-east-1" };
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++) {
        if (i == 2)
            (void)unsetenv("AWS_REGION");
        if (i == 3)
            (void)unsetenv("AWS_DEFAULT_REGION");
        aws_client *client = aws_client_new(test->engine, &configs[i], 0);
        const char *region = NULL;
        assert_true(aws_client_region(client, &test->call, &region));
        assert_string_equal(region, regions[i]);
        aws_client_free(client);
    }
    const aws_config wrong = { .region = tf_text("Frankfurt") };
    aws_client *client = aws_client_new(test->engine, &wrong, 0);
    const aws_partition *partition = NULL;
    assert_false(aws_client_partition(client, &test->call, &partition));
    assert_non_null(strstr(last_report(test), "\"Frankfurt\""));
    aws_client_free(client);
}

static bool parse(const fixture *test, const char *text, aws_profile_file kind, aws_profile *profile, size_t *out_line)
{
    return aws_profile_parse(test->call.arena, text, strlen(text), kind, profile, out_line);
}

static void test_the_block_decides_on_endpoints_before_the_environment(void **state)
{
    const fixture *test = *state;
    static const struct {
        tf_bool configured;
        const char *variable;
        bool used;
    } cases[] = {
        { { .state = TF_NULL }, "", false },    { { .state = TF_NULL }, "True", true },
        { { .state = TF_NULL }, "yes", false }, { { TF_KNOWN, true }, "false", true },
        { { TF_KNOWN, false }, "true", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        (void)setenv("AWS_USE_FIPS_ENDPOINT", cases[i].variable, 1);
        (void)setenv("AWS_USE_DUALSTACK_ENDPOINT", cases[i].variable, 1);
        const aws_config config = { .use_fips_endpoint = cases[i].configured,
                                    .use_dualstack_endpoint = cases[i].configured };
        aws_client *client = aws_client_new(test->engine, &config, 0);
        assert_int_equal(client->config->use_fips_endpoint.value, cases[i].used);
        assert_int_equal(client->config->use_dualstack_endpoint.value, cases[i].used);
        aws_client_free(client);
    }
}

static void test_profiles_are_written_in_many_ways(void **state)
{
    fixture *test = *state;
    static const char text[] =
        "; comment\r\n[profile  work]\r\nREGION=eu-west-1\r\ns3 =\r\n  max_concurrent_requests = 20\r\n"
        "aws_access_key_id = KEY \r\naws_secret_access_key=a/b+c=\r\n[profile workshop]\r\nregion=no\r\n"
        "[sso-session work]\r\nregion=no\r\n[default]\r\nregion=us-east-2";
    size_t line = 0;
    aws_profile work = { .name = "work" };
    assert_true(parse(test, text, AWS_CONFIG_FILE, &work, &line));
    assert_true(work.found);
    assert_string_equal(work.region, "eu-west-1");
    assert_string_equal(work.access_key, "KEY");
    assert_string_equal(work.secret_key, "a/b+c=");
    aws_profile standard = { .name = "default" };
    assert_true(parse(test, text, AWS_CONFIG_FILE, &standard, &line));
    assert_string_equal(standard.region, "us-east-2");
    aws_profile absent = { .name = "absent" };
    assert_true(parse(test, text, AWS_CONFIG_FILE, &absent, &line));
    assert_false(absent.found);
    assert_true(parse(test, "", AWS_CONFIG_FILE, &absent, &line));
}

static void test_long_values_names_and_comments_are_taken_whole(void **state)
{
    fixture *test = *state;
    char token[2001];
    memset(token, 't', sizeof token - 1);
    token[sizeof token - 1] = '\0';
    static const char name[] = "AdministratorAccess-of-the-department-of-everything-123456789012";
    const char *text = tf_format(
        test->call.arena, "# %s\n[%s-and-more]\naws_session_token = other\n[%s]\naws_session_token = %s \r\nregion\n",
        token, name, name, token);
    aws_profile profile = { .name = name };
    size_t line = 0;
    assert_false(parse(test, text, AWS_CREDENTIALS_FILE, &profile, &line));
    assert_int_equal(line, 6);
    assert_true(profile.found);
    assert_string_equal(profile.token, token);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_block_goes_before_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_profile_of_the_block_goes_before_the_environment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_files_named_by_the_block_replace_the_usual_ones, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_missing_is_told_with_where_was_looked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_malformed_file_is_told_with_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_region_is_found_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_block_decides_on_endpoints_before_the_environment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_profiles_are_written_in_many_ways, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_values_names_and_comments_are_taken_whole, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
