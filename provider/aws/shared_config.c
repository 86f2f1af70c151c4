/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds and reads the shared files, and looks settings up in them. How their text is read is shared_file.c's.
 */
#include "aws/shared_config.h"

#include <string.h>

#include <tfprovider/file.h>

#include "aws/environment.h"

/* Where one kind of file is looked for. */
typedef struct file_list {
    aws_file_kind kind;
    tf_string_list configured; /* by the block */
    const char *attribute;
    const char *variable; /* that names one file */
    const char *standard; /* below the home directory */
} file_list;

typedef struct search {
    tf_call *call;
    tf_arena *arena;
    aws_shared_config *shared;
    tf_text_builder looked;
} search;

const char *aws_expand_home(tf_arena *arena, const char *path)
{
    const char *home = aws_environment("HOME");
    return strncmp(path, "~/", 2) == 0 && home != NULL ? tf_format(arena, "%s/%s", home, path + 2) : path;
}

/* That nobody wants a file is often said by /dev/null, which is no regular file. */
static bool is_nothing(const char *path)
{
    return strcmp(path, "/dev/null") == 0;
}

static bool read_text(search *state, const char *path, aws_file_kind kind, const tf_file *file)
{
    size_t line = 0;
    if (aws_shared_file_parse(state->arena, file->text, file->size, kind, &state->shared->sections, &line))
        return true;
    return tf_fail(state->call, "Malformed AWS Profile File",
                   "%s, line %zu: neither a section such as [default], nor a setting of a section such as region = "
                   "us-east-1, nor a comment.",
                   path, line);
}

/* `attribute` is that of the block which names the file; NULL where none does. */
static bool read_one(search *state, const char *path, aws_file_kind kind, const char *attribute)
{
    tf_arena *scratch = tf_arena_new();
    tf_file file = { .text = "", .exists = true };
    const bool was_read =
        is_nothing(path) || tf_read_file(scratch, path, AWS_SHARED_FILE_MOST, tf_call_cancel(state->call), &file);
    bool fine = true;
    if (was_read) {
        fine = read_text(state, path, kind, &file);
    } else if (file.exists) {
        fine = tf_fail(state->call, "AWS Profile File Not Readable", "%s cannot be read: %s.", path, file.problem);
    } else if (attribute != NULL) {
        fine = tf_fail(state->call, "AWS Profile File Not Found",
                       "There is no file %s, which `%s` in the provider block names.", path, attribute);
    }
    tf_arena_free(scratch);
    tf_append_format(&state->looked, "%s%s%s", state->looked.length > 0 ? ", " : "", path,
                     file.exists ? "" : " (does not exist)");
    return fine;
}

static bool read_list(search *state, const file_list *list)
{
    for (size_t i = 0; i < list->configured.count; i++) {
        const char *path = aws_expand_home(state->arena, list->configured.items[i].value);
        if (!read_one(state, path, list->kind, list->attribute))
            return false;
    }
    if (list->configured.count > 0)
        return true;
    const char *path = aws_environment(list->variable);
    if (path == NULL && aws_environment("HOME") == NULL)
        return true;
    return read_one(state, aws_expand_home(state->arena, path != NULL ? path : list->standard), list->kind, NULL);
}

bool aws_shared_config_read(tf_call *call, tf_arena *arena, const aws_config *config, aws_shared_config *out)
{
    const file_list lists[] = {
        { AWS_CONFIG_FILE, config->shared_config_files, "aws.shared_config_files", "AWS_CONFIG_FILE", "~/.aws/config" },
        { AWS_CREDENTIALS_FILE, config->shared_credentials_files, "aws.shared_credentials_files",
          "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials" },
    };
    *out = (aws_shared_config){ .sections = NULL };
    search state = { .call = call, .arena = arena, .shared = out, .looked = { .arena = arena } };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (!read_list(&state, &lists[i]))
            return false;
    }
    out->looked = state.looked.length > 0 ? tf_built_text(&state.looked) : "HOME is not set";
    return true;
}

/* The next section of the kind and name, from `section` on. */
static const aws_section *find_section(const aws_section *section, aws_section_kind kind, const char *name)
{
    while (section != NULL && (section->kind != kind || strcmp(section->name, name) != 0))
        section = section->next;
    return section;
}

bool aws_shared_config_has(const aws_shared_config *shared, aws_section_kind kind, const char *name)
{
    return find_section(shared->sections, kind, name) != NULL;
}

const char *aws_shared_config_text(const aws_shared_config *shared, aws_section_kind kind, const char *name,
                                   const char *key)
{
    for (const aws_section *section = find_section(shared->sections, kind, name); section != NULL;
         section = find_section(section->next, kind, name)) {
        const aws_setting *setting = aws_find_setting(section->settings, key);
        if (setting != NULL && setting->value[0] != '\0')
            return setting->value;
    }
    return NULL;
}

const char *aws_shared_config_part(const aws_shared_config *shared, aws_section_kind kind, const char *name,
                                   const char *key, const char *part)
{
    for (const aws_section *section = find_section(shared->sections, kind, name); section != NULL;
         section = find_section(section->next, kind, name)) {
        const aws_setting *setting = aws_find_setting(section->settings, key);
        const aws_setting *found = setting != NULL ? aws_find_setting(setting->parts, part) : NULL;
        if (found != NULL)
            return found->value;
    }
    return NULL;
}

bool aws_shared_config_has_in(const aws_shared_config *shared, aws_file_kind file, const char *profile, const char *key)
{
    for (const aws_section *section = find_section(shared->sections, AWS_SECTION_PROFILE, profile); section != NULL;
         section = find_section(section->next, AWS_SECTION_PROFILE, profile)) {
        if (section->file == file && aws_find_setting(section->settings, key) != NULL)
            return true;
    }
    return false;
}
