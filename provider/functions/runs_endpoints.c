/* SPDX-License-Identifier: Apache-2.0 */
/* provider::langgraph::runs_endpoints: the text of LANGSMITH_RUNS_ENDPOINTS. */
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "control_plane/request.h"
#include "functions/functions.h"
#include "http/url.h"

struct runs_endpoints {
    tf_string_map endpoints;
    tf_string result;
};

static const tf_parameter parameters[] = {
    { .attribute = { TF_STRING_MAP(struct runs_endpoints, endpoints), .validators = TF_VALIDATORS(TF_NO_NULL),
                     .description = "API keys by the URL of the LangSmith that runs are sent to." } },
};

static bool is_http_url(tf_arena *arena, const char *text)
{
    const bool has_scheme =
        strncasecmp(text, "https://", strlen("https://")) == 0 || strncasecmp(text, "http://", strlen("http://")) == 0;
    return has_scheme && strpbrk(text, " \t\r\n") == NULL && http_url_host(arena, text) != NULL;
}

/* Neither key nor value is quoted: whoever exchanged them would read the API key. */
static bool check_endpoint(tf_call *call, size_t index, const tf_string_entry *entry)
{
    if (!is_http_url(tf_call_arena(call), entry->key)) {
        return tf_fail_argument(
            call, 0,
            "Key %zu of `endpoints`, in their order, is not a URL: it has to begin with https:// or http:// "
            "and to name a host. The API key is the value.",
            index + 1);
    }
    if (*entry->value.value == '\0') {
        return tf_fail_argument(call, 0, "The API key under key %zu of `endpoints`, in their order, is empty.",
                                index + 1);
    }
    return true;
}

static bool runs_endpoints_run(tf_call *call, void *arguments)
{
    struct runs_endpoints *function = arguments;
    const tf_string_map *endpoints = &function->endpoints;
    if (endpoints->count == 0)
        return tf_fail_argument(call, 0, "`endpoints` is empty. Leave LANGSMITH_RUNS_ENDPOINTS out instead.");
    for (size_t i = 0; i < endpoints->count; i++) {
        if (!check_endpoint(call, i, &endpoints->entries[i]))
            return false;
    }
    json_t *keys = arena_json_made(json_object());
    for (size_t i = 0; i < endpoints->count; i++)
        arena_json_set(keys, endpoints->entries[i].key, endpoints->entries[i].value.value);
    function->result = tf_string_of(arena_json_dump(tf_call_arena(call), keys));
    json_decref(keys);
    return true;
}

const tf_function runs_endpoints_function = {
    .name = "runs_endpoints",
    .summary = "The text of the variable LANGSMITH_RUNS_ENDPOINTS.",
    .description =
        "Returns the JSON by which a deployment sends its runs to the LangSmiths in `endpoints`, each with its "
        "own key. Set it among a project's `secrets`.",
    TF_PARAMETERS(struct runs_endpoints, parameters),
    .result = { TF_STRING(struct runs_endpoints, result) },
    .run = runs_endpoints_run,
};
