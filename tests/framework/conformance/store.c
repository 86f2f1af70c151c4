/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records in files: one a record, named by its key, in one directory a table. A file is complete from when it has its
 * name.
 */
#include "store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_memory.h"

static const char *const table_names[STORE_TABLES] = { "users", "states", "locks", "records" };

static const char *state_directory(void)
{
    const char *directory = getenv("CORNER_STATE_DIR");
    return directory != NULL && directory[0] != '\0' ? directory : NULL;
}

static const char *table_directory(tf_arena *arena, store_table table)
{
    const char *directory = tf_format(arena, "%s/%s", state_directory(), table_names[table]);
    return mkdir(directory, 0700) == 0 || errno == EEXIST ? directory : NULL;
}

/* Two hexadecimal digits a byte, so that any key is a name. */
static const char *record_file(tf_arena *arena, const char *directory, const char *key)
{
    tf_text_builder name = { .arena = arena };
    tf_append_format(&name, "%s/", directory);
    for (const char *byte = key; *byte != '\0'; byte++)
        tf_append_format(&name, "%02x", (unsigned char)*byte);
    return tf_built_text(&name);
}

static const char *record_key(tf_arena *arena, const char *name)
{
    tf_text_builder key = { .arena = arena };
    for (; name[0] != '\0' && name[1] != '\0'; name += 2) {
        const char digits[] = { name[0], name[1], '\0' };
        char *end;
        const unsigned long byte = strtoul(digits, &end, 16);
        if (*end != '\0')
            return NULL;
        tf_append_bytes(&key, &(char){ (char)byte }, 1);
    }
    return tf_built_text(&key);
}

static bool write_whole(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t written = write(file, bytes, size);
        if (written < 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

static store_result write_file(tf_arena *arena, store_table table, const char *key, const void *bytes, size_t size,
                               bool replace)
{
    const char *directory = table_directory(arena, table);
    if (directory == NULL)
        return STORE_FAILED;
    const char *name = record_file(arena, directory, key);
    char *draft = tf_format(arena, "%s/.draft-XXXXXX", directory);
    const int file = mkstemp(draft);
    if (file < 0)
        return STORE_FAILED;
    store_result result = write_whole(file, bytes, size) ? STORE_DONE : STORE_FAILED;
    if (close(file) != 0)
        result = STORE_FAILED;
    if (result == STORE_DONE && replace && rename(draft, name) != 0)
        result = STORE_FAILED;
    if (result == STORE_DONE && !replace && link(draft, name) != 0)
        result = errno == EEXIST ? STORE_EXISTS : STORE_FAILED;
    if (!replace || result != STORE_DONE)
        (void)unlink(draft);
    return result;
}

static store_result write_record(store_table table, const char *key, const void *bytes, size_t size, bool replace)
{
    if (state_directory() == NULL)
        return store_memory_write(table, key, bytes, size, replace);
    tf_arena *arena = tf_arena_new();
    const store_result result = write_file(arena, table, key, bytes, size, replace);
    tf_arena_free(arena);
    return result;
}

store_result store_insert(store_table table, const char *key, const void *bytes, size_t size)
{
    return write_record(table, key, bytes, size, false);
}

store_result store_put(store_table table, const char *key, const void *bytes, size_t size)
{
    return write_record(table, key, bytes, size, true);
}

static store_result read_whole(tf_arena *arena, int file, const void **out_bytes, size_t *out_size)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return STORE_FAILED;
    const size_t size = (size_t)status.st_size;
    char *bytes = tf_alloc(arena, size + 1);
    size_t done = 0;
    while (done < size) {
        const ssize_t got = read(file, bytes + done, size - done);
        if (got <= 0)
            return STORE_FAILED;
        done += (size_t)got;
    }
    *out_bytes = bytes;
    *out_size = size;
    return STORE_DONE;
}

store_result store_get(tf_arena *arena, store_table table, const char *key, const void **out_bytes, size_t *out_size)
{
    if (state_directory() == NULL)
        return store_memory_get(arena, table, key, out_bytes, out_size);
    const char *directory = table_directory(arena, table);
    if (directory == NULL)
        return STORE_FAILED;
    const int file = open(record_file(arena, directory, key), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT ? STORE_ABSENT : STORE_FAILED;
    const store_result result = read_whole(arena, file, out_bytes, out_size);
    (void)close(file);
    return result;
}

static store_result remove_file(tf_arena *arena, store_table table, const char *key)
{
    const char *directory = table_directory(arena, table);
    if (directory == NULL)
        return STORE_FAILED;
    if (unlink(record_file(arena, directory, key)) == 0)
        return STORE_DONE;
    return errno == ENOENT ? STORE_ABSENT : STORE_FAILED;
}

store_result store_remove(store_table table, const char *key)
{
    if (state_directory() == NULL)
        return store_memory_remove(table, key);
    tf_arena *arena = tf_arena_new();
    const store_result result = remove_file(arena, table, key);
    tf_arena_free(arena);
    return result;
}

store_result store_keys(tf_arena *arena, store_table table, const char *const **out_keys)
{
    if (state_directory() == NULL)
        return store_memory_keys(arena, table, out_keys);
    const char *path = table_directory(arena, table);
    DIR *directory = path != NULL ? opendir(path) : NULL;
    if (directory == NULL)
        return STORE_FAILED;
    size_t count = 0;
    size_t room = 8;
    const char **keys = tf_alloc_array(arena, room, sizeof *keys);
    for (const struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        const char *key = entry->d_name[0] != '.' ? record_key(arena, entry->d_name) : NULL;
        if (key == NULL)
            continue;
        if (count + 1 == room) {
            const char **more = tf_alloc_array(arena, 2 * room, sizeof *more);
            memcpy(more, keys, count * sizeof *more);
            keys = more;
            room *= 2;
        }
        keys[count++] = key;
    }
    (void)closedir(directory);
    *out_keys = keys;
    return STORE_DONE;
}
