/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads regular files whole. What they hold is the caller's to understand.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include <tfprovider/file.h>

#define CHUNK 16384

static bool refuse(tf_file *out, const char *problem)
{
    out->text = NULL;
    out->size = 0;
    out->problem = problem;
    return false;
}

static bool refuse_errno(tf_file *out, int error)
{
    return refuse(out, strerror(error));
}

static const char *kind_problem(mode_t mode)
{
    if (S_ISDIR(mode))
        return "it is a folder";
    if (S_ISFIFO(mode))
        return "it is a pipe, not a regular file";
    if (S_ISSOCK(mode))
        return "it is a socket, not a regular file";
    return S_ISREG(mode) ? NULL : "it is a device, not a regular file";
}

/* Without regard to the size that the system tells, which is 0 for files of /proc and may grow meanwhile. */
static bool read_all(int descriptor, tf_text_builder *content, size_t most, tf_cancel *cancel, tf_file *out)
{
    char chunk[CHUNK];
    for (;;) {
        if (tf_cancel_fired(cancel))
            return refuse(out, "the operation was cancelled");
        const ssize_t got = read(descriptor, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return refuse_errno(out, errno);
        if (got == 0)
            break;
        if ((size_t)got > most - content->length)
            return refuse(out, tf_format(content->arena, "it is larger than %zu bytes", most));
        tf_append_bytes(content, chunk, (size_t)got);
    }
    OPENSSL_cleanse(chunk, sizeof chunk);
    out->text = tf_built_text(content);
    out->size = content->length;
    return true;
}

bool tf_read_file(tf_arena *arena, const char *path, size_t most, tf_cancel *cancel, tf_file *out)
{
    *out = (tf_file){ .exists = true };
    /* Without O_NONBLOCK a pipe would be waited for until somebody writes to it; regular files do not heed it. */
    const int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) {
        out->exists = errno != ENOENT && errno != ENOTDIR;
        return refuse_errno(out, errno);
    }
    struct stat status;
    tf_text_builder content = { .arena = arena };
    const char *problem = NULL;
    bool read = false;
    if (fstat(descriptor, &status) != 0) {
        refuse_errno(out, errno);
    } else if ((problem = kind_problem(status.st_mode)) != NULL) {
        refuse(out, problem);
    } else {
        read = read_all(descriptor, &content, most, cancel, out);
    }
    close(descriptor);
    return read;
}
