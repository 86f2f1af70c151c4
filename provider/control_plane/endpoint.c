/* SPDX-License-Identifier: Apache-2.0 */
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
    size_t size = strlen(end);
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

const char *control_plane_endpoint_of_langsmith(tf_arena *arena, const char *langsmith_endpoint)
{
    static const char smith[] = "api.smith.langchain.com";
    const char *host = http_url_host(arena, langsmith_endpoint);
    size_t host_length = host == NULL ? 0 : strlen(host);
    if (host != NULL && ends_with(host, host_length, smith)) {
        size_t prefix = host_length - (sizeof smith - 1);
        if (prefix == 0 || host[prefix - 1] == '.')
            return tf_format(arena, "https://%.*sapi.host.langchain.com", (int)prefix, host);
    }
    size_t length = length_without_slashes(langsmith_endpoint, strlen(langsmith_endpoint));
    if (ends_with(langsmith_endpoint, length, "/api/v1"))
        length -= strlen("/api/v1");
    else if (ends_with(langsmith_endpoint, length, "/api"))
        length -= strlen("/api");
    length = length_without_slashes(langsmith_endpoint, length);
    return tf_format(arena, "%.*s/api-host", (int)length, langsmith_endpoint);
}

const char *control_plane_endpoint(tf_arena *arena, const control_plane_endpoint_sources *sources)
{
    if (is_set(sources->configured))
        return without_slashes(arena, sources->configured);
    if (is_set(sources->host_url))
        return without_slashes(arena, sources->host_url);
    if (is_set(sources->langsmith_endpoint))
        return control_plane_endpoint_of_langsmith(arena, sources->langsmith_endpoint);
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
