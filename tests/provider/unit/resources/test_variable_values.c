/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "resources/project/variable_values.h"

static void test_reads_values_as_the_server_does(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool (*is_fine)(const char *value);
        const char *value;
        bool expected;
    } cases[] = {
        { "a database", variable_is_postgres_uri, "postgres://user:password@db.example:5432/agent", true },
        { "no password", variable_is_postgres_uri, "postgresql://user@db.example/agent?sslmode=require", true },
        { "several hosts", variable_is_postgres_uri, "postgresql://a:5432,b:5433/agent", true },
        { "a host of the query", variable_is_postgres_uri, "postgresql:///agent?host=/var/run/postgresql", true },
        { "a database of the query", variable_is_postgres_uri, "postgresql://db.example?dbname=agent", true },
        { "an address of version 6", variable_is_postgres_uri, "postgresql://[2001:db8::1]:5432/agent", true },
        { "an @ in the password", variable_is_postgres_uri, "postgres://user:p@ss@db.example/agent", true },
        { "no host", variable_is_postgres_uri, "postgresql:///agent", false },
        { "no database", variable_is_postgres_uri, "postgresql://db.example:5432/", false },
        { "no database at all", variable_is_postgres_uri, "postgresql://db.example", false },
        { "a port in words", variable_is_postgres_uri, "postgresql://db.example:port/agent", false },
        { "one host of two missing", variable_is_postgres_uri, "postgresql://a,/agent", false },
        { "an open bracket", variable_is_postgres_uri, "postgresql://[2001:db8::1/agent", false },
        { "another scheme", variable_is_postgres_uri, "mysql://db.example/agent", false },
        { "nothing", variable_is_postgres_uri, "", false },
        { "redis", variable_is_redis_uri, "rediss://cache.example:6379/0", true },
        { "a socket", variable_is_redis_uri, "unix:///run/redis.sock", true },
        { "a host alone", variable_is_redis_uri, "cache.example:6379", false },
        { "mongo", variable_is_mongodb_uri, "mongodb+srv://user@db.example/agent", true },
        { "mongo without a database", variable_is_mongodb_uri, "mongodb://db.example", false },
        { "a password", variable_has_password, "postgres://user:password@db.example/agent", true },
        { "a password in the query", variable_has_password, "postgres://db.example/agent?password=x", true },
        { "a user alone", variable_has_password, "postgres://user@db.example/agent", false },
        { "a user with a colon", variable_has_password, "postgres://user:@db.example/agent", false },
        { "endpoints by URL", variable_is_runs_endpoints, "{\"https://api.example\": \"key\"}", true },
        { "endpoints in order", variable_is_runs_endpoints,
          "[{\"api_url\": \"https://api.example\", \"api_key\": \"key\", \"project_name\": \"agent\"}]", true },
        { "an empty key", variable_is_runs_endpoints, "{\"https://api.example\": \"\"}", false },
        { "no URL", variable_is_runs_endpoints, "{\"api.example\": \"key\"}", false },
        { "no key", variable_is_runs_endpoints, "[{\"api_url\": \"https://api.example\"}]", false },
        { "no JSON", variable_is_runs_endpoints, "https://api.example", false },
        { "an object", variable_is_json_object, "{\"a\": 1}", true },
        { "a list", variable_is_json_object, "[]", false },
        { "half an object", variable_is_json_object, "{", false },
        { "minutes", variable_is_thread_ttl, "0.5", true },
        { "minutes as an object", variable_is_thread_ttl, "{\"default_ttl\": 60}", true },
        { "minutes in words", variable_is_thread_ttl, "an hour", false },
        { "an integer", variable_is_integer, "-12", true },
        { "a fraction", variable_is_integer, "1.5", false },
        { "a sign alone", variable_is_integer, "-", false },
        { "the longest grace", variable_is_grace_period, "3600", true },
        { "too long a grace", variable_is_grace_period, "3601", false },
        { "far too long a grace", variable_is_grace_period, "99999999999999999999999", false },
        { "a number", variable_is_number, "1e3", true },
        { "no end", variable_is_number, "inf", false },
        { "truth in capitals", variable_is_truth, "True", true },
        { "another truth", variable_is_truth, "yes", false },
        { "a level", variable_is_log_level, "Info", true },
        { "no level", variable_is_log_level, "verbose", false },
        { "24 bytes", variable_is_aes_key, "0123456789abcdef01234567", true },
        { "20 bytes", variable_is_aes_key, "0123456789abcdef0123", false },
        { "a certificate", variable_is_certificate, "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUI=", true },
        { "a certificate in lines", variable_is_certificate, "LS0tLS1CRUdJTiBD\nRVJUSUZJQ0FURS0tLS0tCk1JSUI=", true },
        { "a certificate as it is", variable_is_certificate, "-----BEGIN CERTIFICATE-----\nMIIB", false },
        { "a short text", variable_is_certificate, "LS0tLS1CRUdJTg==", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (cases[i].is_fine(cases[i].value) != cases[i].expected)
            fail_msg("%s", cases[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_reads_values_as_the_server_does) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
