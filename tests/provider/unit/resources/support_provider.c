/* SPDX-License-Identifier: Apache-2.0 */
#include "support_provider.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clients.h"

void forget_environment(void)
{
    static const char *const variables[] = {
        "LANGSMITH_API_KEY",   "LANGGRAPH_HOST_API_KEY", "LANGCHAIN_API_KEY",  "LANGSMITH_WORKSPACE_ID",
        "LANGSMITH_TENANT_ID", "LANGGRAPH_DATA_REGION",  "LANGGRAPH_HOST_URL", "LANGSMITH_ENDPOINT",
        "CURL_CA_BUNDLE",      "SSL_CERT_FILE",          "AWS_REGION",         "AWS_DEFAULT_REGION",
        "AWS_PROFILE",
    };
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        assert_int_equal(unsetenv(variables[i]), 0);
    assert_int_equal(setenv("AWS_CONFIG_FILE", "/dev/null", 1), 0);
    assert_int_equal(setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null", 1), 0);
}

void provider_fixture_start(provider_fixture *fixture, const struct provider_config *block)
{
    void *configured = NULL;
    fixture->call = tf_test_call_new("langgraph_test");
    fixture->arena = tf_call_arena(fixture->call);
    fixture->cancel = tf_call_cancel(fixture->call);
    if (block != NULL)
        assert_true(clients_configure(fixture->call, block, &configured));
    tf_test_call_set_configured(fixture->call, configured);
}

void provider_fixture_end(provider_fixture *fixture)
{
    if (tf_call_configured(fixture->call) != NULL)
        clients_release(tf_call_configured(fixture->call));
    tf_test_call_free(fixture->call);
}

bool provider_fixture_says(const provider_fixture *fixture, const char *text)
{
    if (text == NULL)
        return !tf_call_failed(fixture->call);
    for (const tf_diagnostic *said = tf_call_diagnostics(fixture->call); said != NULL; said = said->next) {
        if (strstr(said->detail, text) != NULL || strstr(said->summary, text) != NULL)
            return true;
    }
    return false;
}

tf_string_set set_of(tf_arena *arena, const char *first, ...)
{
    tf_string_set set = { .state = TF_KNOWN };
    va_list texts;
    va_start(texts, first);
    for (const char *text = first; text != NULL; text = va_arg(texts, const char *))
        tf_string_set_add(arena, &set, text);
    va_end(texts);
    return set;
}
