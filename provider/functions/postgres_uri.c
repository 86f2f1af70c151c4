/* SPDX-License-Identifier: Apache-2.0 */
/*
 * provider::langgraph::postgres_uri: a URI of libpq, every part of which is encoded.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 *
 * The parts come as one object whose attributes may be left out. Terraform has optional attributes only in the types of
 * variables, so that the parameter is of dynamic type, and the object is taken apart here.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "functions/functions.h"
#include "http/url.h"

struct postgres_uri {
    tf_value parts;
    tf_string result;
};

/* What the object's attributes hold; NULL for what is absent, null or empty. */
struct parts {
    const char *database;
    const char *user;
    const char *password;
    const char *host;
    const char *port;
    const tf_value *options;
};

static const tf_parameter parameters[] = {
    { .attribute = { TF_VALUE(struct postgres_uri, parts), .type = &tf_type_dynamic,
                     .description =
                         "An object of `database` and any of `user`, `password`, `host`, `port` and `options` (a map)." } },
};

/* A text, number or bool as text; NULL for null and for what is none of them. */
static const char *text_of(const tf_value *value)
{
    if (value == NULL || value->state != TF_KNOWN)
        return NULL;
    switch (value->type->kind) {
    case TF_TYPE_STRING:
        return value->text;
    case TF_TYPE_NUMBER:
        return value->digits;
    case TF_TYPE_BOOL:
        return value->truth ? "true" : "false";
    default:
        return NULL;
    }
}

static bool read_text(tf_call *call, const char *name, const tf_value *value, const char **out)
{
    *out = text_of(value);
    if (*out == NULL && value->state != TF_NULL)
        return tf_fail_argument(call, 0, "`%s` has to be a string.", name);
    if (*out != NULL && **out == '\0')
        *out = NULL;
    return true;
}

static bool read_options(tf_call *call, const tf_value *value, const tf_value **out)
{
    if (value->state == TF_NULL)
        return true;
    if (value->type->kind != TF_TYPE_OBJECT && value->type->kind != TF_TYPE_MAP)
        return tf_fail_argument(call, 0, "`options` has to be a map of strings.");
    for (size_t i = 0; i < value->count; i++) {
        if (*value->keys[i] == '\0')
            return tf_fail_argument(call, 0, "`options` has an empty name.");
        if (value->items[i].state != TF_NULL && text_of(&value->items[i]) == NULL)
            return tf_fail_argument(call, 0, "`options[\"%s\"]` has to be a string.", value->keys[i]);
    }
    *out = value;
    return true;
}

/* Every host of a list has a port of its own or the one port of all. */
static bool check_port(tf_call *call, const char *port)
{
    const char *at = port;
    while (true) {
        char *end = NULL;
        const long number = *at >= '0' && *at <= '9' ? strtol(at, &end, 10) : 0;
        if (number < 1 || number > 65535 || (*end != '\0' && *end != ',')) {
            return tf_fail_argument(
                call, 0, "`port` has to be a whole number from 1 to 65535, or for a list of hosts one for each.");
        }
        if (*end == '\0')
            return true;
        at = end + 1;
    }
}

static size_t count_items(const char *list)
{
    size_t count = 1;
    for (; *list != '\0'; list++)
        count += *list == ',';
    return count;
}

static bool check_parts(tf_call *call, const struct parts *parts)
{
    static const char *const own[] = { "user", "password", "host", "port" };
    const char *const given[] = { parts->user, parts->password, parts->host, parts->port };
    if (parts->database == NULL)
        return tf_fail_argument(call, 0, "`database` is missing: LangGraph refuses a URI that names no database.");
    if (parts->port != NULL && !check_port(call, parts->port))
        return false;
    if (parts->port != NULL && count_items(parts->port) > 1
        && (parts->host == NULL || count_items(parts->port) != count_items(parts->host)))
        return tf_fail_argument(call, 0, "`port` is a list: it needs one port for each host in `host`.");
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        const tf_value *option = parts->options == NULL ? NULL : tf_value_get(parts->options, own[i]);
        if (given[i] != NULL && option != NULL && option->state == TF_KNOWN)
            return tf_fail_argument(call, 0, "`%s` is given twice, once in `options`.", own[i]);
    }
    return true;
}

static bool read_parts(tf_call *call, const tf_value *object, struct parts *out)
{
    *out = (struct parts){ .database = NULL };
    if (object->type->kind != TF_TYPE_OBJECT && object->type->kind != TF_TYPE_MAP) {
        return tf_fail_argument(call, 0,
                                "An object is needed, such as { host = \"db.example.com\", database = \"agent\" }.");
    }
    const struct {
        const char *name;
        const char **text;
    } texts[] = {
        { "database", &out->database }, { "user", &out->user }, { "password", &out->password },
        { "host", &out->host },         { "port", &out->port },
    };
    for (size_t i = 0; i < object->count; i++) {
        const char *name = object->keys[i];
        const tf_value *value = &object->items[i];
        size_t known = 0;
        while (known < sizeof texts / sizeof texts[0] && strcmp(texts[known].name, name) != 0)
            known++;
        if (known < sizeof texts / sizeof texts[0]) {
            if (!read_text(call, name, value, texts[known].text))
                return false;
        } else if (strcmp(name, "options") != 0) {
            return tf_fail_argument(
                call, 0,
                "There is no part `%s`: the parts are `database`, `user`, `password`, `host`, `port` and "
                "`options`, in which all other parameters of libpq go.",
                name);
        } else if (!read_options(call, value, &out->options)) {
            return false;
        }
    }
    return check_parts(call, out);
}

/* The item of a list at `index`, or its only one. */
static const char *item_of(tf_arena *arena, const char *list, size_t index)
{
    if (count_items(list) == 1)
        return list;
    for (; index > 0; index--)
        list = strchr(list, ',') + 1;
    return tf_copy_bytes(arena, list, strcspn(list, ","));
}

/*
 * An IPv6 address, with or without its brackets, is written in brackets; everything else is a name, or a directory of
 * sockets.
 */
static const char *encoded_host(tf_arena *arena, const char *host)
{
    struct in6_addr address;
    const size_t length = strlen(host);
    const bool has_brackets = length > 2 && host[0] == '[' && host[length - 1] == ']';
    const char *literal = has_brackets ? tf_copy_bytes(arena, host + 1, length - 2) : host;
    if (inet_pton(AF_INET6, literal, &address) == 1)
        return tf_format(arena, "[%s]", literal);
    return http_escape(arena, host);
}

static void append_hosts(tf_text_builder *uri, const struct parts *parts)
{
    const size_t count = parts->host == NULL ? 1 : count_items(parts->host);
    for (size_t i = 0; i < count; i++) {
        const char *host = parts->host == NULL ? "" : item_of(uri->arena, parts->host, i);
        tf_append(uri, i == 0 ? "" : ",");
        tf_append(uri, encoded_host(uri->arena, host));
        if (parts->port != NULL)
            tf_append_format(uri, ":%s", item_of(uri->arena, parts->port, i));
    }
}

static void append_options(tf_text_builder *uri, const tf_value *options)
{
    char separator = '?';
    for (size_t i = 0; options != NULL && i < options->count; i++) {
        const char *text = text_of(&options->items[i]);
        if (text == NULL)
            continue;
        tf_append_format(uri, "%c%s=%s", separator, http_escape(uri->arena, options->keys[i]),
                         http_escape(uri->arena, text));
        separator = '&';
    }
}

static bool postgres_uri_run(tf_call *call, void *arguments)
{
    struct postgres_uri *function = arguments;
    tf_arena *arena = tf_call_arena(call);
    struct parts parts;
    if (!read_parts(call, &function->parts, &parts))
        return false;
    tf_text_builder uri = { .arena = arena };
    tf_append(&uri, "postgresql://");
    if (parts.user != NULL)
        tf_append(&uri, http_escape(arena, parts.user));
    if (parts.password != NULL)
        tf_append_format(&uri, ":%s", http_escape(arena, parts.password));
    if (parts.user != NULL || parts.password != NULL)
        tf_append(&uri, "@");
    append_hosts(&uri, &parts);
    tf_append_format(&uri, "/%s", http_escape(arena, parts.database));
    append_options(&uri, parts.options);
    function->result = tf_string_of(tf_built_text(&uri));
    return true;
}

const tf_function postgres_uri_function = {
    .name = "postgres_uri",
    .summary = "A URI of PostgreSQL, every part of which is encoded.",
    .description =
        "Returns the text of `POSTGRES_URI_CUSTOM` for an object of `database` and, each of which may be left "
        "out or null, `user`, `password`, `host`, `port` and `options`, a map of further parameters of libpq "
        "such as `sslmode`. Several hosts are separated by commas, with one port for all or a list of as many; a "
        "directory of a Unix socket is a host, too.",
    TF_PARAMETERS(struct postgres_uri, parameters),
    .result = { TF_STRING(struct postgres_uri, result) },
    .run = postgres_uri_run,
};
