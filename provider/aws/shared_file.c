/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the text of a shared file, line by line. Where files are, and what their settings mean, is shared_config.c's.
 *
 * The rules are botocore's (Python's configparser), and the Go SDK's where that is more lenient: an indented line is a
 * setting as any other, a part of the setting above it where that has no value, or goes on with the value above it
 * where it is no setting. A comment begins a line, or stands behind a value and a blank. A section or setting may come
 * twice; the later one counts.
 */
#include "aws/shared_file.h"

#include <ctype.h>
#include <string.h>

/* A piece of the text, without blanks around it. */
typedef struct piece {
    const char *at;
    const char *end;
} piece;

typedef struct reading {
    tf_arena *arena;
    aws_file_kind kind;
    aws_section *section; /* that the lines belong to; NULL before the first */
    aws_setting *setting; /* the last one that is not a part */
    aws_setting *latest;  /* the last one, for lines that go on with its value */
} reading;

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\v' || character == '\f';
}

static piece trim(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    while (end > at && is_blank(end[-1]))
        end--;
    return (piece){ at, end };
}

static size_t size_of(piece part)
{
    return (size_t)(part.end - part.at);
}

static const char *copy(tf_arena *arena, piece part)
{
    return tf_copy_bytes(arena, part.at, size_of(part));
}

static const char *copy_in_lower_case(tf_arena *arena, piece part)
{
    char *text = tf_copy_bytes(arena, part.at, size_of(part));
    for (char *at = text; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return text;
}

/*
 * The value without the comment behind it, which begins with # or ; after a blank. `start` is where the value's room
 * begins.
 */
static piece without_comment(const char *start, const char *end)
{
    for (const char *at = start; at < end; at++) {
        if ((*at == '#' || *at == ';') && at > start && is_blank(at[-1]))
            return trim(start, at);
    }
    return trim(start, end);
}

static bool has_word(piece part, const char *word, piece *out_rest)
{
    const size_t size = strlen(word);
    if (size_of(part) <= size || strncmp(part.at, word, size) != 0 || !is_blank(part.at[size]))
        return false;
    *out_rest = trim(part.at + size, part.end);
    if (size_of(*out_rest) >= 2 && strchr("\"'", *out_rest->at) != NULL && out_rest->end[-1] == *out_rest->at)
        *out_rest = (piece){ out_rest->at + 1, out_rest->end - 1 };
    return true;
}

static aws_section_kind kind_of_section(aws_file_kind file, piece *name)
{
    if (file == AWS_CREDENTIALS_FILE)
        return AWS_SECTION_PROFILE;
    if (has_word(*name, "profile", name))
        return AWS_SECTION_PROFILE;
    if (has_word(*name, "sso-session", name))
        return AWS_SECTION_SSO_SESSION;
    if (has_word(*name, "services", name))
        return AWS_SECTION_SERVICES;
    const bool is_default = size_of(*name) == strlen("default") && strncmp(name->at, "default", size_of(*name)) == 0;
    return is_default ? AWS_SECTION_PROFILE : AWS_SECTION_OTHER;
}

static bool begin_section(reading *state, piece line, const aws_section **sections)
{
    const char *bracket = memchr(line.at, ']', size_of(line));
    if (bracket == NULL)
        return false;
    piece name = trim(line.at + 1, bracket);
    if (name.at == name.end)
        return false;
    aws_section *section = tf_alloc(state->arena, sizeof *section);
    section->file = state->kind;
    section->kind = kind_of_section(state->kind, &name);
    section->name = copy(state->arena, name);
    section->next = *sections;
    *sections = section;
    state->section = section;
    state->setting = NULL;
    state->latest = NULL;
    return true;
}

static const char *find_delimiter(piece line)
{
    for (const char *at = line.at; at < line.end; at++) {
        if (*at == '=' || *at == ':')
            return at;
    }
    return NULL;
}

static bool go_on(reading *state, piece line)
{
    if (state->latest == NULL)
        return false;
    state->latest->value =
        tf_format(state->arena, "%s\n%s", state->latest->value, copy(state->arena, without_comment(line.at, line.end)));
    return true;
}

static bool add_setting(reading *state, piece line, bool is_indented)
{
    const char *delimiter = find_delimiter(line);
    if (delimiter == NULL)
        return is_indented && go_on(state, line);
    const piece key = trim(line.at, delimiter);
    if (key.at == key.end || state->section == NULL)
        return false;
    aws_setting *setting = tf_alloc(state->arena, sizeof *setting);
    setting->key = copy_in_lower_case(state->arena, key);
    setting->value = copy(state->arena, without_comment(delimiter + 1, line.end));
    state->latest = setting;
    if (is_indented && state->setting != NULL && state->setting->value[0] == '\0') {
        setting->next = state->setting->parts;
        state->setting->parts = setting;
        return true;
    }
    setting->next = state->section->settings;
    state->section->settings = setting;
    state->setting = setting;
    return true;
}

static bool read_line(reading *state, const char *at, const char *end, const aws_section **sections)
{
    const piece line = trim(at, end);
    if (line.at == line.end || *line.at == '#' || *line.at == ';')
        return true;
    if (memchr(line.at, '\0', size_of(line)) != NULL)
        return false;
    return *line.at == '[' ? begin_section(state, line, sections) : add_setting(state, line, is_blank(*at));
}

bool aws_shared_file_parse(tf_arena *arena, const char *text, size_t size, aws_file_kind kind,
                           const aws_section **sections, size_t *out_line)
{
    reading state = { .arena = arena, .kind = kind };
    const char *const text_end = text + size;
    *out_line = 0;
    for (size_t number = 1; text < text_end; number++) {
        const char *line_end = memchr(text, '\n', (size_t)(text_end - text));
        if (line_end == NULL)
            line_end = text_end;
        if (!read_line(&state, text, line_end, sections)) {
            *out_line = number;
            return false;
        }
        text = line_end + (line_end < text_end);
    }
    return true;
}

const aws_setting *aws_find_setting(const aws_setting *settings, const char *key)
{
    for (const aws_setting *setting = settings; setting != NULL; setting = setting->next) {
        if (strcmp(setting->key, key) == 0 && (setting->value[0] != '\0' || setting->parts != NULL))
            return setting;
    }
    return NULL;
}
