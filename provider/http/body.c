/* SPDX-License-Identifier: Apache-2.0 */
/* Describes bodies for errors. Those that are as they should be never come here. */
#include "http/body.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include <tfprovider/log.h>

#include "json/arena_json.h"

/* So many bytes are shown; looked for in so many, of which tags and scripts are the greater part. */
#define SHOWN_MOST 200
#define LOOKED_MOST ((size_t)8 * 1024)

/* So many bytes of a service's own words. */
#define QUOTED_MOST ((size_t)4 * 1024)

/* JSON is read whole to list its members; no message of a gateway's is as large, in bytes. */
#define JSON_MOST ((size_t)256 * 1024)

/* The names of an object's members, as many as are shown. */
static const char *names_in(tf_arena *arena, json_t *object)
{
    tf_text_builder names = { .arena = arena };
    for (void *at = json_object_iter(object); at != NULL && names.length < SHOWN_MOST;
         at = json_object_iter_next(object, at)) {
        const char *name = json_object_iter_key(at);
        tf_append_format(&names, "%s`%s`", names.length == 0 ? "" : ", ",
                         tf_log_excerpt(arena, name, strlen(name), SHOWN_MOST));
    }
    return names.length == 0 ? "nothing" : tf_built_text(&names);
}

static const char *describe_json(tf_arena *arena, json_t *json)
{
    if (json_is_object(json))
        return tf_format(arena, "an object of %s", names_in(arena, json));
    if (json_is_array(json))
        return "a JSON list";
    return json_is_string(json) ? "a JSON text" : "a JSON number, true, false or null";
}

/* The element that XML begins with, behind its declaration and comments. */
static const char *describe_xml(tf_arena *arena, const char *text)
{
    while (text != NULL && *text == '<' && (text[1] == '?' || text[1] == '!')) {
        const char *end = strchr(text, '>');
        text = end == NULL ? NULL : end + 1 + strspn(end + 1, " \t\r\n");
    }
    if (text == NULL || *text != '<')
        return "XML without an element";
    const size_t length = strcspn(text + 1, " \t\r\n/>");
    return tf_format(arena, "XML of <%s>", tf_log_excerpt(arena, text + 1, length, SHOWN_MOST));
}

static bool is_html(const char *text)
{
    return strcasestr(text, "<html") != NULL || strcasestr(text, "<!doctype html") != NULL;
}

/* Where the tag that `text` begins with ends, with all that it holds where that is nothing to read. */
static const char *behind_tag(const char *text)
{
    static const struct {
        const char *start, *end;
    } unread[] = { { "<!--", "-->" }, { "<script", "</script>" }, { "<style", "</style>" } };
    const char *end = strchr(text, '>');
    for (size_t i = 0; i < sizeof unread / sizeof unread[0]; i++) {
        if (strncasecmp(text, unread[i].start, strlen(unread[i].start)) != 0)
            continue;
        end = strcasestr(text, unread[i].end);
        if (end != NULL)
            end += strlen(unread[i].end) - 1;
    }
    return end == NULL ? text + strlen(text) : end + 1;
}

/* The text on one line. It ends where JSON begins. */
static const char *one_line(tf_arena *arena, const char *text, bool has_tags)
{
    tf_text_builder line = { .arena = arena };
    bool blank = false;
    while (*text != '\0' && *text != '{') {
        if ((has_tags && *text == '<') || isspace((unsigned char)*text)) {
            text = *text == '<' ? behind_tag(text) : text + 1;
            blank = line.length > 0;
            continue;
        }
        tf_append(&line, blank ? " " : "");
        tf_append_bytes(&line, text++, 1);
        blank = false;
    }
    return tf_log_excerpt(arena, tf_built_text(&line), line.length, SHOWN_MOST);
}

static const char *describe_text(tf_arena *arena, const http_response *response)
{
    /* Before anything is taken out of it, since that may be in the middle of a secret. */
    const char *text = tf_log_excerpt(arena, response->body, response->size, LOOKED_MOST);
    text += strspn(text, " \t\r\n");
    const bool has_tags = is_html(text);
    if (*text == '<' && !has_tags)
        return describe_xml(arena, text);
    const char *line = one_line(arena, text, has_tags);
    if (*line == '\0')
        return has_tags ? "a page without text" : "nothing to read";
    return tf_format(arena, "\"%s\"", line);
}

const char *http_describe_body(tf_arena *arena, const http_response *response)
{
    const char *start = response->body + strspn(response->body, " \t\r\n");
    if (response->size == 0 || (size_t)(start - response->body) == response->size)
        return "an empty body";
    json_t *json = response->size > JSON_MOST ? NULL : arena_json_read(arena, response->body, response->size);
    const bool is_like_json = *start == '{' || *start == '[' || *start == '"';
    const char *words = NULL;
    if (json != NULL) {
        words = describe_json(arena, json);
    } else if (is_like_json && response->size > JSON_MOST) {
        words = tf_format(arena, "%zu bytes of JSON", response->size);
    } else {
        words = is_like_json ? "JSON that is malformed or ends early" : describe_text(arena, response);
    }
    json_decref(json);
    return words;
}

const char *http_quote(tf_arena *arena, const char *words)
{
    return words == NULL ? NULL : tf_log_excerpt(arena, words, strlen(words), QUOTED_MOST);
}
