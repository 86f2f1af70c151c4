/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses of the control plane: those of LangChain's cloud by data region, and the one that belongs to an address of
 * LangSmith's API. Nothing is connected to; which of several settings counts is the provider block's to say.
 */
#include "control_plane/endpoint.h"

#include <string.h>
#include <strings.h>

#include "http/url.h"

static const struct {
    const char *data_region;
    const char *endpoint;
} cloud[] = {
    { "us", "https://api.host.langchain.com" },
    { "eu", "https://eu.api.host.langchain.com" },
    { "apac", "https://apac.api.host.langchain.com" },
    { "aws_us", "https://aws.api.host.langchain.com" },
};

static bool is_set(const char *text)
{
    return text != NULL && *text != '\0';
}

static bool ends_with(const char *text, size_t length, const char *end)
{
    const size_t size = strlen(end);
    return length >= size && strncasecmp(text + length - size, end, size) == 0;
}

static size_t length_without_slashes(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == '/')
        length--;
    return length;
}

static const char *without_slashes(tf_arena *arena, const char *text)
{
    return tf_copy_bytes(arena, text, length_without_slashes(text, strlen(text)));
}

const char *control_plane_cloud_endpoint(const char *data_region)
{
    for (size_t i = 0; i < sizeof cloud / sizeof cloud[0]; i++) {
        if (strcmp(cloud[i].data_region, data_region) == 0)
            return cloud[i].endpoint;
    }
    return NULL;
}

/* The control plane's host in the cloud for LangSmith's `host`; NULL where that is not LangChain's. */
static const char *cloud_host(tf_arena *arena, const char *host)
{
    static const char *const names[] = { "api.smith.langchain.com", "smith.langchain.com", "langchain.com" };
    const size_t host_length = strlen(host);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const size_t length = strlen(names[i]);
        if (!ends_with(host, host_length, names[i]) || (host_length > length && host[host_length - length - 1] != '.'))
            continue;
        /* What stands before LangSmith's own name is a region; what stands before LangChain's may be anything. */
        const size_t prefix = i < 2 ? host_length - length : 0;
        return tf_format(arena, "%.*sapi.host.langchain.com", (int)prefix, host);
    }
    return NULL;
}

const char *control_plane_endpoint_of_langsmith(tf_arena *arena, const char *langsmith_endpoint)
{
    const char *host = http_url_host(arena, langsmith_endpoint);
    const char *in_cloud = host == NULL ? NULL : cloud_host(arena, host);
    if (in_cloud != NULL)
        return tf_format(arena, "https://%s", in_cloud);
    size_t length = length_without_slashes(langsmith_endpoint, strlen(langsmith_endpoint));
    if (ends_with(langsmith_endpoint, length, "/api/v1")) {
        length -= strlen("/api/v1");
    } else if (ends_with(langsmith_endpoint, length, "/api")) {
        length -= strlen("/api");
    }
    length = length_without_slashes(langsmith_endpoint, length);
    return tf_format(arena, "%.*s/api-host", (int)length, langsmith_endpoint);
}

const char *control_plane_endpoint(tf_arena *arena, const control_plane_endpoint_sources *sources,
                                   const char **out_source)
{
    const struct {
        const char *url;
        const char *source;
        bool is_of_langsmith;
    } given[] = {
        { sources->configured, "endpoint in the provider block", false },
        { sources->host_url, "LANGGRAPH_HOST_URL", false },
        { sources->control_plane_url, "LANGSMITH_CONTROL_PLANE_URL", false },
        { sources->langsmith_endpoint, "LANGSMITH_ENDPOINT", true },
        { sources->profile_api_url, "api_url of the profile", true },
    };
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        if (!is_set(given[i].url))
            continue;
        if (out_source != NULL)
            *out_source = given[i].source;
        return given[i].is_of_langsmith ? control_plane_endpoint_of_langsmith(arena, given[i].url)
                                        : without_slashes(arena, given[i].url);
    }
    if (out_source != NULL)
        *out_source = "data_region";
    return control_plane_cloud_endpoint(is_set(sources->data_region) ? sources->data_region : "us");
}

bool control_plane_is_cloud(tf_arena *arena, const char *endpoint)
{
    const char *host = http_url_host(arena, endpoint);
    for (size_t i = 0; host != NULL && i < sizeof cloud / sizeof cloud[0]; i++) {
        if (strcmp(cloud[i].endpoint + strlen("https://"), host) == 0)
            return true;
    }
    return false;
}
