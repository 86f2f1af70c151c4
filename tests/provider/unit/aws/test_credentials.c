/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <tfprovider/testing.h>

#include "aws/client.h"
#include "aws/client_internal.h"
#include "aws/credentials_renewal.h"
#include "rows.h"

#define KEYS_OF(profile, key) "[" profile "]\naws_access_key_id = " key "\naws_secret_access_key = file-secret\n"

/* A home directory with the files of a test, an environment without AWS, and a call. */
typedef struct fixture {
    char home[64];
    tf_call *call;
    http_engine *engine;
} fixture;

static const char *const variables[] = { "AWS_ACCESS_KEY_ID",
                                         "AWS_SECRET_ACCESS_KEY",
                                         "AWS_SESSION_TOKEN",
                                         "AWS_PROFILE",
                                         "AWS_SHARED_CREDENTIALS_FILE",
                                         "AWS_CONFIG_FILE",
                                         "AWS_REGION",
                                         "AWS_DEFAULT_REGION",
                                         "AWS_USE_FIPS_ENDPOINT",
                                         "AWS_USE_DUALSTACK_ENDPOINT",
                                         "AWS_DEFAULT_PROFILE",
                                         "AWS_WEB_IDENTITY_TOKEN_FILE",
                                         "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                                         "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" };

static int set_up(void **state)
{
    static fixture made;
    (void)snprintf(made.home, sizeof made.home, "/tmp/langgraph-unit-XXXXXX");
    assert_non_null(mkdtemp(made.home));
    (void)setenv("HOME", made.home, 1);
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        (void)unsetenv(variables[i]);
    made.call = tf_test_call_new("");
    (void)setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    made.engine = http_engine_new();
    *state = &made;
    return 0;
}

static int tear_down(void **state)
{
    fixture *test = *state;
    http_engine_free(test->engine);
    const char *const names[] = { "config", "credentials", "other" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlink(tf_format(tf_call_arena(test->call), "%s/%s", test->home, names[i]));
    (void)rmdir(test->home);
    tf_test_call_free(test->call);
    return 0;
}

/* Writes a file of the home directory and returns its path. */
static const char *write_file(const fixture *test, const char *name, const char *text)
{
    const char *path = tf_format(tf_call_arena(test->call), "%s/%s", test->home, name);
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
    aws_credentials found;
    const char *text = NULL;
    if (aws_client_credentials(client, test->call, &found)) {
        text = tf_format(tf_call_arena(test->call), "%s/%s/%s", found.access_key, found.secret_key,
                         found.token != NULL ? found.token : "");
    }
    aws_client_free(client);
    return text;
}

/* The detail of the last report. */
static const char *last_report(const fixture *test)
{
    const char *detail = "";
    for (const tf_diagnostic *each = tf_call_diagnostics(test->call); each != NULL; each = each->next)
        detail = each->detail;
    return detail;
}

static void test_the_block_goes_before_everything(void **state)
{
    fixture *test = *state;
    use_files(test, "", "[default]\naws_access_key_id=FILE\naws_secret_access_key=file-secret\n");
    (void)setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    (void)setenv("AWS_SECRET_ACCESS_KEY", "environment-secret", 1);
    (void)setenv("AWS_SESSION_TOKEN", "environment-token", 1);
    const aws_config block = { .access_key = tf_string_of("BLOCK"),
                               .secret_key = tf_string_of("block-secret"),
                               .token = tf_string_of("block-token") };
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
    const aws_config block = { .profile = tf_string_of("work") };
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
    tf_string other = tf_string_of("~/other");
    const aws_config block = { .shared_credentials_files = { TF_KNOWN, 1, &other } };
    assert_string_equal(credentials_of(test, &block), "OTHER/other-secret/");
    tf_string missing = tf_string_of("/does/not/exist");
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
    assert_non_null(
        strstr(report, tf_format(tf_call_arena(test->call), "%s/.aws/credentials (does not exist)", test->home)));
    assert_non_null(
        strstr(report, tf_format(tf_call_arena(test->call), "%s/.aws/config (does not exist)", test->home)));

    const aws_config half = { .access_key = tf_string_of("BLOCK") };
    assert_null(credentials_of(test, &half));
    assert_non_null(strstr(last_report(test), "only `aws.access_key` is set"));

    use_files(test, "[default]\nregion=us-east-1\n", "");
    const aws_config unknown = { .profile = tf_string_of("absent") };
    assert_null(credentials_of(test, &unknown));
    assert_non_null(strstr(last_report(test), "\"absent\""));
    (void)setenv("AWS_PROFILE", "vanished", 1);
    (void)unsetenv("AWS_ACCESS_KEY_ID");
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "AWS_PROFILE"));
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
        { .region = tf_string_of("cn-north-1") }, nothing, nothing, nothing, { .profile = tf_string_of("asia") }
    };
    const char *const regions[] = { "cn-north-1", "us-west-1", "us-west-2", "eu-south-1", "ap-east-1" };
    const char *const sources[] = { "`aws.region` in the provider block", "AWS_REGION", "AWS_DEFAULT_REGION",
                                    "`region` of profile \"default\"", "`region` of profile \"asia\"" };
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++) {
        at_row(regions[i]);
        if (i == 2)
            (void)unsetenv("AWS_REGION");
        if (i == 3)
            (void)unsetenv("AWS_DEFAULT_REGION");
        aws_client *client = aws_client_new(test->engine, &configs[i], 0);
        const char *region = NULL;
        assert_true(aws_client_region(client, test->call, &region));
        assert_string_equal(region, regions[i]);
        assert_string_equal(aws_client_region_source(client, test->call), sources[i]);
        aws_client_free(client);
    }
    const aws_config wrong = { .region = tf_string_of("Frankfurt") };
    aws_client *client = aws_client_new(test->engine, &wrong, 0);
    const aws_partition *partition = NULL;
    assert_false(aws_client_partition(client, test->call, &partition));
    assert_non_null(strstr(last_report(test), "\"Frankfurt\""));
    aws_client_free(client);
}

static void test_the_block_decides_before_the_environment_and_that_before_the_profile(void **state)
{
    fixture *test = *state;
    static const struct {
        const char *name;
        tf_bool configured;
        const char *variable;
        const char *profile;
        bool used;
        bool refused;
    } rows[] = {
        { .name = "nothing", .variable = "", .profile = "", .used = false },
        { .name = "the variable", .variable = "True", .profile = "false", .used = true },
        { .name = "the profile", .variable = "", .profile = "TRUE", .used = true },
        { .name = "the block", .configured = { TF_KNOWN, false }, .variable = "true", .profile = "", .used = false },
        { .name = "the block's true", .configured = { TF_KNOWN, true }, .variable = "x", .profile = "", .used = true },
        { .name = "a wrong variable", .variable = "1", .profile = "", .refused = true },
        { .name = "a wrong profile", .variable = "", .profile = "yes", .refused = true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        (void)setenv("AWS_USE_FIPS_ENDPOINT", rows[i].variable, 1);
        (void)setenv("AWS_USE_DUALSTACK_ENDPOINT", rows[i].variable, 1);
        use_files(test,
                  tf_format(tf_call_arena(test->call),
                            "[default]\nuse_fips_endpoint = %s\nuse_dualstack_endpoint = %s\n", rows[i].profile,
                            rows[i].profile),
                  "");
        const aws_config config = { .use_fips_endpoint = rows[i].configured,
                                    .use_dualstack_endpoint = rows[i].configured };
        aws_client *client = aws_client_new(test->engine, &config, 0);
        const aws_settings *settings = NULL;
        const bool loaded = aws_client_settings(client, test->call, &settings);
        if (loaded == rows[i].refused
            || (loaded && (settings->fips != rows[i].used || settings->dual_stack != rows[i].used)))
            fail_msg("%s", rows[i].name);
        aws_client_free(client);
    }
}

static void test_files_that_are_no_files_are_never_waited_for(void **state)
{
    fixture *test = *state;
    const aws_config nothing = { .region = { .state = TF_NULL } };
    const char *pipe = tf_format(tf_call_arena(test->call), "%s/other", test->home);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    (void)setenv("AWS_SHARED_CREDENTIALS_FILE", pipe, 1);
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "it is a pipe"));
    (void)setenv("AWS_CONFIG_FILE", "/dev/null", 1);
    use_files(test, "", KEYS_OF("default", "FILE"));
    assert_string_equal(credentials_of(test, &nothing), "FILE/file-secret/");
}

/* What one profile of the files gives: credentials, or a part of the report. */
static void test_a_profile_gives_credentials_or_says_why_not(void **state)
{
    fixture *test = *state;
    static const struct {
        const char *name;
        const char *config;
        const char *credentials;
        const char *found; /* NULL where it is refused */
        const char *says;
    } rows[] = {
        { .name = "a program",
          .config = "[default]\ncredential_process = printf '{\"Version\":1,\"AccessKeyId\":\"PROGRAM\","
                    "\"SecretAccessKey\":\"secret\",\"SessionToken\":\"token\"}'\n",
          .credentials = "",
          .found = "PROGRAM/secret/token" },
        { .name = "keys of the credentials file go before a program",
          .config = "[default]\ncredential_process = false\n",
          .credentials = KEYS_OF("default", "FILE"),
          .found = "FILE/file-secret/" },
        { .name = "a program that fails",
          .config = "[default]\ncredential_process = sh -c 'echo no luck >&2; exit 3'\n",
          .credentials = "",
          .says = "it ended with status 3, and wrote: no luck" },
        { .name = "a program that is not there",
          .config = "[default]\ncredential_process = /nonexistent\n",
          .credentials = "",
          .says = "it cannot be run: No such file or directory" },
        { .name = "a page",
          .config = "[default]\ncredential_process = echo '<html>'\n",
          .credentials = "",
          .says = "it is not a JSON object" },
        { .name = "an open quote",
          .config = "[default]\ncredential_process = echo 'x\n",
          .credentials = "",
          .says = "a quote is not closed" },
        { .name = "another version",
          .config = "[default]\ncredential_process = echo '{\"Version\":2}'\n",
          .credentials = "",
          .says = "its Version is not 1" },
        { .name = "too much",
          .config = "[default]\ncredential_process = head -c 100000 /dev/zero\n",
          .credentials = "",
          .says = "it wrote more than 65536 bytes" },
        { .name = "a circle",
          .config = "[default]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\n"
                    "source_profile = default\n",
          .credentials = "",
          .says = "goes in a circle: default, b, default" },
        { .name = "no such source",
          .config = "[default]\nrole_arn = r\nsource_profile = b\n",
          .credentials = "",
          .says = "its source_profile \"b\" is in no file" },
        { .name = "two sources",
          .credentials = "",
          .config = "[default]\nrole_arn = r\nsource_profile = b\ncredential_source = Environment\n",
          .says = "has none or several" },
        { .name = "no source",
          .config = "[default]\nrole_arn = r\n",
          .credentials = KEYS_OF("default", "FILE"),
          .says = "has none or several" },
        { .name = "an unknown source",
          .config = "[default]\nrole_arn = r\ncredential_source = Moon\n",
          .credentials = "",
          .says = "none of Environment, EcsContainer and Ec2InstanceMetadata" },
        { .name = "an empty source",
          .config = "[default]\nrole_arn = r\ncredential_source = Environment\n",
          .credentials = "",
          .says = "AWS_ACCESS_KEY_ID is not set" },
        { .name = "a code",
          .config = "[default]\nrole_arn = r\nsource_profile = b\nmfa_serial = m\n",
          .credentials = KEYS_OF("b", "FILE"),
          .says = "mfa_serial" },
        { .name = "half the keys",
          .config = "",
          .credentials = "[default]\naws_access_key_id = FILE\n",
          .says = "only one is set" },
        { .name = "a key that goes on",
          .config = "",
          .credentials = "[default]\naws_access_key_id = FILE\n  X-Evil\naws_secret_access_key = s3cret\n",
          .says = "aws_access_key_id in the shared files is empty, or has blanks, a line break" },
        { .name = "a token without a role",
          .config = "[default]\nweb_identity_token_file = /x\n",
          .credentials = "",
          .says = "role_arn is not" },
        { .name = "a folder in place of a token",
          .config = "[default]\nrole_arn = r\nweb_identity_token_file = /\n",
          .credentials = "",
          .says = "it is a folder" },
        { .name = "no token",
          .config = "[default]\nrole_arn = r\nweb_identity_token_file = /nonexistent\n",
          .credentials = "",
          .says = "file /nonexistent, named by" },
        { .name = "nobody signed in",
          .credentials = KEYS_OF("default", "FILE"),
          .config = "[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = "
                    "us-east-1\nsso_start_url = https://start\n",
          .says = "aws sso login --profile default" },
        { .name = "half of single sign-on",
          .config = "[default]\nsso_account_id = 1\nsso_role_name = r\n",
          .credentials = "",
          .says = "sso_start_url is not set" },
    };
    const aws_config nothing = { .region = { .state = TF_NULL } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        use_files(test, rows[i].config, rows[i].credentials);
        const char *found = credentials_of(test, &nothing);
        const bool fine = rows[i].found != NULL ? found != NULL && strcmp(found, rows[i].found) == 0
                                                : found == NULL && strstr(last_report(test), rows[i].says) != NULL;
        if (!fine)
            fail_msg("%s: %s; %s", rows[i].name, found != NULL ? found : "nothing", last_report(test));
    }
}

static void test_a_token_file_without_a_token_is_told(void **state)
{
    fixture *test = *state;
    static const struct {
        const char *name;
        const char *text;
    } rows[] = {
        { "nothing", "" },
        { "a line end", "\n" },
        { "a page", "<html> <body>" },
        { "two words", "token of-two" },
    };
    const aws_config nothing = { .region = { .state = TF_NULL } };
    use_files(test, "[default]\nrole_arn = r\nweb_identity_token_file = ~/other\n", "");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        write_file(test, "other", rows[i].text);
        if (credentials_of(test, &nothing) != NULL || strstr(last_report(test), "/other, named by") == NULL)
            fail_msg("%s: %s", rows[i].name, last_report(test));
    }
}

static void test_a_program_that_hangs_or_never_stops_writing_is_ended(void **state)
{
    fixture *test = *state;
    const aws_config nothing = { .region = { .state = TF_NULL } };
    use_files(test, "[default]\ncredential_process = sh -c 'head -c 100000000 /dev/zero; sleep 600'\n", "");
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "it wrote more than 65536 bytes"));
    use_files(test, "[default]\ncredential_process = sleep 600\n", "");
    tf_call_limit(test->call, tf_deadline_in_ms(50));
    assert_null(credentials_of(test, &nothing));
    assert_non_null(strstr(last_report(test), "profile \"default\" in the shared files: it did not end in time"));
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
        cmocka_unit_test_setup_teardown(test_the_block_decides_before_the_environment_and_that_before_the_profile,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_files_that_are_no_files_are_never_waited_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_profile_gives_credentials_or_says_why_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_token_file_without_a_token_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_program_that_hangs_or_never_stops_writing_is_ended, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
