/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Log lines: their level, their form, and that each goes out whole. What they may show is secrets.c's and visible.c's.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include <tfprovider/log.h>

#include "framework/foundation/visible.h"

static const char *const level_names[] = { "trace", "debug", "info", "warn", "error" };

static _Atomic tf_log_level least_level = TF_LOG_OFF;

/* A text that stands for a level; a value that Terraform does not know counts as trace there, and so here. */
static tf_log_level level_of(const char *name)
{
    for (size_t i = 0; i < sizeof level_names / sizeof level_names[0]; i++) {
        if (strcasecmp(name, level_names[i]) == 0)
            return (tf_log_level)i;
    }
    return strcasecmp(name, "off") == 0 ? TF_LOG_OFF : TF_LOG_TRACE;
}

void tf_log_configure_from_environment(void)
{
    const char *name = getenv("TF_LOG_PROVIDER");
    if (name == NULL || *name == '\0')
        name = getenv("TF_LOG");
    tf_log_set_level(name == NULL || *name == '\0' ? TF_LOG_OFF : level_of(name));
}

void tf_log_set_level(tf_log_level level)
{
    atomic_store(&least_level, level);
}

bool tf_log_enabled(tf_log_level level)
{
    return level != TF_LOG_OFF && level >= atomic_load(&least_level);
}

/* `text` is UTF-8, without control characters but line ends and tabs. */
static void append_json_text(tf_text_builder *out, const char *text)
{
    tf_append(out, "\"");
    while (*text != '\0') {
        const size_t plain = strcspn(text, "\"\\\n\r\t");
        tf_append_bytes(out, text, plain);
        text += plain;
        if (*text == '"' || *text == '\\') {
            tf_append_format(out, "\\%c", *text);
        } else if (*text != '\0') {
            tf_append_format(out, "\\u%04x", (unsigned)*text);
        }
        text += *text != '\0';
    }
    tf_append(out, "\"");
}

static void append_field(tf_text_builder *out, const char *name, const char *value)
{
    append_json_text(out, name);
    tf_append(out, ":");
    if (value == NULL) {
        tf_append(out, "null");
    } else {
        append_json_text(out, shown_text(out->arena, value));
    }
}

static const char *timestamp(tf_arena *arena)
{
    struct timespec now;
    struct tm calendar;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &calendar);
    char seconds[32];
    strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &calendar);
    return tf_format(arena, "%s.%06ldZ", seconds, now.tv_nsec / 1000);
}

/* A line goes out whole, whatever other threads write; a stderr that is gone is nobody's problem. */
static void write_line(const char *line, size_t length)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    while (length > 0) {
        const ssize_t written = write(STDERR_FILENO, line, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        line += written;
        length -= (size_t)written;
    }
    pthread_mutex_unlock(&lock);
}

void tf_log_fields(tf_log_level level, const char *module, const char *message, const tf_log_field *fields)
{
    if (!tf_log_enabled(level))
        return;
    tf_arena *arena = tf_arena_new();
    tf_text_builder line = { .arena = arena };
    tf_append(&line, "{");
    /* What Terraform sorts lines by stays what it is, even where a secret is the word "debug". */
    tf_append_format(&line, "\"@level\":\"%s\",\"@module\":\"%s\",\"@timestamp\":\"%s\",", level_names[level], module,
                     timestamp(arena));
    append_field(&line, "@message", message);
    for (const tf_log_field *field = fields; field != NULL && field->name != NULL; field++) {
        tf_append(&line, ",");
        append_field(&line, field->name, field->value);
    }
    tf_append(&line, "}\n");
    write_line(line.text, line.length);
    tf_arena_free(arena);
}

void tf_log(tf_log_level level, const char *module, const char *format, ...)
{
    if (!tf_log_enabled(level))
        return;
    tf_arena *arena = tf_arena_new();
    va_list arguments;
    va_start(arguments, format);
    const char *message = tf_format_list(arena, format, arguments);
    va_end(arguments);
    tf_log_fields(level, module, message, NULL);
    tf_arena_free(arena);
}
