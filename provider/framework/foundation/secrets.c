/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The secrets that no log line and no diagnostic may show. Each is kept in the spellings in which it can turn up in text:
 * as it is, inside a JSON string, inside XML. They are few (keys, tokens, a project's secret variables), so that a scan
 * per text is cheap beside the I/O that the text is for.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include <tfprovider/log.h>

enum { SHORTEST_SECRET = 4, MOST_SPELLINGS = 3 * 4096 };

static const char redacted[] = "(sensitive value)";

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static char **spellings; /* longest first, so that a secret that contains another is replaced whole */
static size_t count;
static size_t capacity;

/* Runs at the end of the process: memory that held a secret is not left behind. */
__attribute__((destructor)) static void forget_all(void)
{
    pthread_rwlock_wrlock(&lock);
    for (size_t i = 0; i < count; i++) {
        OPENSSL_cleanse(spellings[i], strlen(spellings[i]));
        free(spellings[i]);
    }
    free(spellings);
    spellings = NULL;
    count = capacity = 0;
    pthread_rwlock_unlock(&lock);
}

static bool is_kept(const char *spelling)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(spellings[i], spelling) == 0)
            return true;
    }
    return false;
}

static void keep(const char *spelling)
{
    if (count == MOST_SPELLINGS || is_kept(spelling))
        return;
    if (count == capacity) {
        const size_t grown = capacity == 0 ? 16 : capacity * 2;
        char **moved = realloc(spellings, grown * sizeof *moved);
        if (moved == NULL)
            return;
        spellings = moved;
        capacity = grown;
    }
    char *copy = strdup(spelling);
    if (copy == NULL)
        return;
    const size_t length = strlen(copy);
    size_t at = count;
    while (at > 0 && strlen(spellings[at - 1]) < length)
        at--;
    memmove(spellings + at + 1, spellings + at, (count - at) * sizeof *spellings);
    spellings[at] = copy;
    count++;
}

static const char *json_spelling(tf_arena *arena, const char *secret)
{
    tf_text_builder out = { .arena = arena };
    for (const char *at = secret; *at != '\0'; at++) {
        const char *const from = "\"\\\n\r\t\b\f";
        const char *const into[] = { "\\\"", "\\\\", "\\n", "\\r", "\\t", "\\b", "\\f" };
        const char *found = strchr(from, *at);
        if (found != NULL)
            tf_append(&out, into[found - from]);
        else if ((unsigned char)*at < 0x20)
            tf_append_format(&out, "\\u%04x", (unsigned)*at);
        else
            tf_append_bytes(&out, at, 1);
    }
    return tf_built_text(&out);
}

static const char *xml_spelling(tf_arena *arena, const char *secret)
{
    tf_text_builder out = { .arena = arena };
    for (const char *at = secret; *at != '\0'; at++) {
        const char *const from = "&<>\"'";
        const char *const into[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;" };
        const char *found = strchr(from, *at);
        if (found != NULL)
            tf_append(&out, into[found - from]);
        else
            tf_append_bytes(&out, at, 1);
    }
    return tf_built_text(&out);
}

void tf_log_protect(const char *secret)
{
    if (secret == NULL || strlen(secret) < SHORTEST_SECRET)
        return;
    tf_arena *arena = tf_arena_new();
    const char *json = json_spelling(arena, secret);
    const char *xml = xml_spelling(arena, secret);
    pthread_rwlock_wrlock(&lock);
    keep(secret);
    keep(json);
    keep(xml);
    pthread_rwlock_unlock(&lock);
    tf_arena_free(arena);
}

const char *tf_log_redact(tf_arena *arena, const char *text)
{
    if (text == NULL)
        return NULL;
    pthread_rwlock_rdlock(&lock);
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(text, spellings[i]);
        if (found == NULL)
            continue;
        const size_t length = strlen(spellings[i]);
        tf_text_builder out = { .arena = arena };
        const char *from = text;
        for (; found != NULL; found = strstr(from, spellings[i])) {
            tf_append_bytes(&out, from, (size_t)(found - from));
            tf_append(&out, redacted);
            from = found + length;
        }
        tf_append(&out, from);
        text = tf_built_text(&out);
    }
    pthread_rwlock_unlock(&lock);
    return text;
}
