/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/profile.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <ini.h>

/*
 * inih reads lines into a buffer of 200 bytes, which session tokens exceed, and cuts the names of sections at 49, which
 * the names of profiles made by single sign-on exceed. So it gets marks instead of what is too long: in place of a value,
 * which is then taken from the line that inih asked for last, and in place of a section's name, which is compared first.
 */
#define LONG_VALUE "\x1a"
#define LONG_SECTION_OF_PROFILE "[\x1a]"
#define LONG_OTHER_SECTION "[\x1a-]"
#define LONGEST_SECTION 49

typedef struct reading {
    tf_arena *arena;
    const char *at; /**< what is left of the text */
    const char *end;
    const char *long_value; /**< of the last line, where it was too long; not NUL-terminated */
    size_t long_value_size;
    aws_profile_file kind;
    aws_profile *profile;
} reading;

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

/* Writes the shortened form of a line that does not fit; comments and lines without a value are just cut. */
static size_t shorten(reading *state, const char *line, size_t size, char *out, size_t capacity)
{
    const char *equals = memchr(line, '=', size);
    const size_t kept = equals == NULL ? capacity : (size_t)(equals - line) + 1;
    if (kept + sizeof LONG_VALUE > capacity) {
        memcpy(out, line, capacity);
        return capacity;
    }
    const char *value = line + kept;
    const char *end = line + size;
    while (value < end && is_blank(*value))
        value++;
    while (end > value && is_blank(end[-1]))
        end--;
    state->long_value = value;
    state->long_value_size = (size_t)(end - value);
    memcpy(out, line, kept);
    memcpy(out + kept, LONG_VALUE, sizeof LONG_VALUE - 1);
    return kept + sizeof LONG_VALUE - 1;
}

/* `[profile name]` may have several blanks, and `[profile default]` is the same as `[default]`. */
static bool is_section_of(const reading *state, const char *section)
{
    const char *name = state->profile->name;
    if (section[0] == LONG_VALUE[0])
        return section[1] == '\0';
    if (state->kind == AWS_CREDENTIALS_FILE)
        return strcmp(section, name) == 0;
    if (strcmp(section, "default") == 0)
        return strcmp(name, "default") == 0;
    if (strncmp(section, "profile", 7) != 0 || !is_blank(section[7]))
        return false;
    section += 7;
    while (is_blank(*section))
        section++;
    return strcmp(section, name) == 0;
}

/* The mark for the line of a section whose name is too long; NULL for every other line. */
static const char *mark_long_section(const reading *state, const char *line, size_t size)
{
    const char *end = memchr(line, ']', size);
    if (line[0] != '[' || end == NULL || end - line - 1 <= LONGEST_SECTION)
        return NULL;
    const char *name = tf_copy_bytes(state->arena, line + 1, (size_t)(end - line - 1));
    return is_section_of(state, name) ? LONG_SECTION_OF_PROFILE : LONG_OTHER_SECTION;
}

/* An ini_reader: one line for each call, of at most `capacity` bytes with the NUL. */
static char *read_line(char *out, int capacity, void *context)
{
    reading *state = context;
    if (state->at >= state->end)
        return NULL;
    const char *line = state->at;
    const char *line_end = memchr(line, '\n', (size_t)(state->end - line));
    const size_t size = (size_t)((line_end != NULL ? line_end : state->end) - line);
    state->at = line_end != NULL ? line_end + 1 : state->end;
    const size_t room = (size_t)capacity - 2;
    size_t written = size;
    const char *mark = mark_long_section(state, line, size);
    if (mark != NULL)
        written = (size_t)(stpcpy(out, mark) - out);
    else if (size > room)
        written = shorten(state, line, size, out, room);
    else
        memcpy(out, line, size);
    out[written] = '\n';
    out[written + 1] = '\0';
    return out;
}

static void take_value(aws_profile *profile, const char *key, const char *value)
{
    static const char *const others[] = { "role_arn",           "sso_session",       "sso_start_url",
                                          "credential_process", "credential_source", "web_identity_token_file",
                                          "login_session" };
    if (strcasecmp(key, "aws_access_key_id") == 0)
        profile->access_key = value;
    else if (strcasecmp(key, "aws_secret_access_key") == 0)
        profile->secret_key = value;
    else if (strcasecmp(key, "aws_session_token") == 0)
        profile->token = value;
    else if (strcasecmp(key, "region") == 0)
        profile->region = value;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcasecmp(key, others[i]) == 0)
            profile->other_credentials = others[i];
    }
}

/* An ini_handler: nonzero goes on. */
static int take_entry(void *context, const char *section, const char *key, const char *value)
{
    reading *state = context;
    if (!is_section_of(state, section))
        return 1;
    state->profile->found = true;
    if (value == NULL || *value == '\0')
        return 1;
    const bool is_long = strcmp(value, LONG_VALUE) == 0 && state->long_value != NULL;
    take_value(state->profile, key,
               is_long ? tf_copy_bytes(state->arena, state->long_value, state->long_value_size)
                       : tf_copy_text(state->arena, value));
    return 1;
}

bool aws_profile_parse(tf_arena *arena, const char *text, size_t size, aws_profile_file kind, aws_profile *profile,
                       size_t *out_line)
{
    reading state = { .arena = arena, .at = text, .end = text + size, .kind = kind, .profile = profile };
    const int line = ini_parse_stream(read_line, &state, take_entry, &state);
    *out_line = line > 0 ? (size_t)line : 0;
    return line == 0;
}

/* The whole file in `arena`; NULL with errno where it cannot be read, or is too large (EFBIG). */
static char *read_file(tf_arena *arena, const char *path, size_t *out_size)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return NULL;
    (void)setvbuf(file, NULL, _IONBF, 0);
    char *text = tf_alloc(arena, AWS_PROFILE_MAX_FILE + 1);
    *out_size = fread(text, 1, AWS_PROFILE_MAX_FILE + 1, file);
    const int failure = ferror(file) ? errno : *out_size > AWS_PROFILE_MAX_FILE ? EFBIG : 0;
    (void)fclose(file);
    errno = failure;
    return failure == 0 ? text : NULL;
}

bool aws_profile_read(tf_arena *arena, const char *path, aws_profile_file kind, aws_profile *profile, bool *out_exists,
                      const char **out_problem)
{
    tf_arena *scratch = tf_arena_new();
    size_t size = 0;
    size_t line = 0;
    const char *text = read_file(scratch, path, &size);
    const int failure = text != NULL ? 0 : errno;
    const bool parsed = text != NULL && aws_profile_parse(arena, text, size, kind, profile, &line);
    tf_arena_free(scratch);
    *out_exists = failure != ENOENT && failure != ENOTDIR;
    if (!*out_exists || parsed)
        return true;
    if (failure != 0)
        *out_problem = tf_format(arena, "%s cannot be read: %s.", path, strerrordesc_np(failure));
    else
        *out_problem = tf_format(arena,
                                 "%s, line %zu: neither a section such as [default], nor a setting such as "
                                 "region = us-east-1, nor a comment.",
                                 path, line);
    return false;
}
