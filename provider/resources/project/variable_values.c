/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads values of variables far enough to tell whether the server will take them. Which variable is which is
 * variable_rules.c's.
 */
#include "resources/project/variable_values.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>
#include <openssl/evp.h>

/* A part of a text. */
typedef struct span {
    const char *at;
    size_t length;
} span;

static bool is_among(const char *value, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcasecmp(value, *words) == 0)
            return true;
    }
    return false;
}

static bool begins_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* What follows the scheme, where it is one of `schemes`; NULL where it is not. */
static const char *after_scheme(const char *uri, const char *const *schemes)
{
    for (; *schemes != NULL; schemes++) {
        if (begins_with(uri, *schemes))
            return uri + strlen(*schemes);
    }
    return NULL;
}

/* The value of a parameter in a query "a=b&c=d"; empty where it is not there. */
static span parameter_of(const char *query, const char *name)
{
    const size_t size = strlen(name);
    while (query != NULL && *query != '\0') {
        const size_t length = strcspn(query, "&");
        if (length > size && strncmp(query, name, size) == 0 && query[size] == '=')
            return (span){ query + size + 1, length - size - 1 };
        query += length + (query[length] == '&');
    }
    return (span){ "", 0 };
}

/* The parts of a URI behind its scheme: "user:password@host:port,host:port/database?query". */
typedef struct address {
    span user;
    span hosts;
    span database;
    const char *query;
} address;

static address split_address(const char *text)
{
    address parts = { .user = { "", 0 }, .database = { "", 0 }, .query = "" };
    const size_t authority = strcspn(text, "/?#");
    size_t user = authority;
    while (user > 0 && text[user - 1] != '@')
        user--;
    if (user > 0)
        parts.user = (span){ text, user - 1 };
    parts.hosts = (span){ text + user, authority - user };
    const char *rest = text + authority;
    if (*rest == '/') {
        parts.database = (span){ rest + 1, strcspn(rest + 1, "?#") };
        rest = parts.database.at + parts.database.length;
    }
    if (*rest == '?')
        parts.query = rest + 1;
    return parts;
}

/* Whether a host, perhaps in brackets, ends in a number after its last colon, if it has one. */
static bool is_host(span host, bool may_be_empty)
{
    const char *end = host.at + host.length;
    const char *name_end = host.length > 0 && *host.at == '[' ? memchr(host.at, ']', host.length) : host.at;
    if (name_end == NULL)
        return false;
    const char *colon = memchr(name_end, ':', (size_t)(end - name_end));
    for (const char *digit = colon == NULL ? end : colon + 1; digit < end; digit++) {
        if (*digit < '0' || *digit > '9')
            return false;
    }
    return may_be_empty || (colon == NULL ? host.length > 0 : colon > host.at);
}

static bool are_hosts(span hosts, bool may_be_empty)
{
    const char *at = hosts.at;
    const char *end = hosts.at + hosts.length;
    for (;;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma == NULL ? end : comma;
        if (!is_host((span){ at, (size_t)(stop - at) }, may_be_empty))
            return false;
        if (comma == NULL)
            return true;
        at = comma + 1;
    }
}

bool variable_is_postgres_uri(const char *value)
{
    static const char *const schemes[] = { "postgres://", "postgresql://", NULL };
    const char *rest = after_scheme(value, schemes);
    if (rest == NULL)
        return false;
    const address parts = split_address(rest);
    const bool has_host = parameter_of(parts.query, "host").length + parameter_of(parts.query, "hostaddr").length > 0;
    const bool has_database = parts.database.length + parameter_of(parts.query, "dbname").length > 0;
    return has_database && are_hosts(parts.hosts, has_host);
}

bool variable_is_redis_uri(const char *value)
{
    static const char *const schemes[] = { "redis://", "rediss://", "unix://", NULL };
    const char *rest = after_scheme(value, schemes);
    return rest != NULL && *rest != '\0';
}

bool variable_is_mongodb_uri(const char *value)
{
    static const char *const schemes[] = { "mongodb://", "mongodb+srv://", NULL };
    const char *rest = after_scheme(value, schemes);
    if (rest == NULL)
        return false;
    const address parts = split_address(rest);
    return parts.hosts.length > 0 && parts.database.length > 0;
}

bool variable_has_password(const char *uri)
{
    const char *rest = strstr(uri, "://");
    if (rest == NULL)
        return false;
    const address parts = split_address(rest + strlen("://"));
    const char *colon = memchr(parts.user.at, ':', parts.user.length);
    const bool in_user = colon != NULL && colon + 1 < parts.user.at + parts.user.length;
    return in_user || parameter_of(parts.query, "password").length > 0;
}

static bool is_web_address(const char *text)
{
    static const char *const schemes[] = { "http://", "https://", NULL };
    const char *rest = text == NULL ? NULL : after_scheme(text, schemes);
    return rest != NULL && *rest != '\0' && *rest != '/';
}

static bool is_filled(const json_t *json)
{
    return json_is_string(json) && json_string_length(json) > 0;
}

static bool are_endpoints_by_url(const json_t *object)
{
    const char *url;
    json_t *key;
    json_object_foreach((json_t *)object, url, key)
    {
        if (!is_web_address(url) || !is_filled(key))
            return false;
    }
    return json_is_object(object);
}

static bool are_endpoints_in_order(const json_t *list)
{
    size_t index;
    json_t *endpoint;
    json_array_foreach((json_t *)list, index, endpoint)
    {
        const json_t *project = json_object_get(endpoint, "project_name");
        if (!is_web_address(json_string_value(json_object_get(endpoint, "api_url")))
            || !is_filled(json_object_get(endpoint, "api_key")) || (project != NULL && !is_filled(project)))
            return false;
    }
    return json_is_array(list);
}

bool variable_is_runs_endpoints(const char *value)
{
    json_t *json = json_loads(value, JSON_DECODE_ANY, NULL);
    const bool is_fine = are_endpoints_by_url(json) || are_endpoints_in_order(json);
    json_decref(json);
    return is_fine;
}

bool variable_is_json_object(const char *value)
{
    json_t *json = json_loads(value, JSON_DECODE_ANY, NULL);
    const bool is_object = json_is_object(json);
    json_decref(json);
    return is_object;
}

bool variable_is_integer(const char *value)
{
    const char *digits = value + (*value == '-' || *value == '+');
    return *digits != '\0' && digits[strspn(digits, "0123456789")] == '\0';
}

bool variable_is_grace_period(const char *value)
{
    return variable_is_integer(value) && strtol(value, NULL, 10) <= 3600;
}

bool variable_is_number(const char *value)
{
    char *end;
    const double number = strtod(value, &end);
    return end != value && *end == '\0' && isfinite(number) && strpbrk(value, " \t\nxX") == NULL;
}

bool variable_is_thread_ttl(const char *value)
{
    return variable_is_number(value) || variable_is_json_object(value);
}

bool variable_is_truth(const char *value)
{
    static const char *const words[] = { "true", "false", "1", "0", NULL };
    return is_among(value, words);
}

bool variable_is_extensions(const char *value)
{
    return strcmp(value, "standard") == 0 || strcmp(value, "lite") == 0;
}

bool variable_is_iam_provider(const char *value)
{
    return strcmp(value, "aws") == 0 || strcmp(value, "azure") == 0 || strcmp(value, "gcp") == 0;
}

bool variable_is_backend(const char *value)
{
    return strcmp(value, "default") == 0 || strcmp(value, "mongo") == 0 || strcmp(value, "custom") == 0;
}

bool variable_is_log_level(const char *value)
{
    static const char *const levels[] = {
        "critical", "fatal", "error", "warning", "warn", "info", "debug", "notset", NULL,
    };
    return is_among(value, levels);
}

bool variable_is_aes_key(const char *value)
{
    const size_t length = strlen(value);
    return length == 16 || length == 24 || length == 32;
}

bool variable_is_path(const char *value)
{
    return *value == '/';
}

/* Base64 may be broken into lines. */
bool variable_is_certificate(const char *value)
{
    static const char begin[] = "-----BEGIN ";
    unsigned char decoded[64];
    char encoded[sizeof decoded] = "";
    size_t length = 0;
    for (const char *at = value; *at != '\0' && length < 32; at++) {
        if (strchr(" \r\n\t", *at) == NULL)
            encoded[length++] = *at;
    }
    return length == 32 && EVP_DecodeBlock(decoded, (const unsigned char *)encoded, (int)length) >= (int)strlen(begin)
           && memcmp(decoded, begin, strlen(begin)) == 0;
}
