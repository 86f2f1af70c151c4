/* SPDX-License-Identifier: Apache-2.0 */
/* Puts a file in stderr's place, and reads it back. */
#include "captured_stderr.h"

#include <stdio.h>
#include <unistd.h>

#include <tfprovider/log.h>

static int saved = -1;
static FILE *captured;

int capture_stderr(void **state)
{
    (void)state;
    captured = tmpfile();
    saved = dup(STDERR_FILENO);
    return captured == NULL || saved < 0 || dup2(fileno(captured), STDERR_FILENO) < 0 ? -1 : 0;
}

int restore_stderr(void **state)
{
    (void)state;
    const int restored = dup2(saved, STDERR_FILENO);
    close(saved);
    fclose(captured);
    tf_log_set_level(TF_LOG_OFF);
    return restored < 0 ? -1 : 0;
}

const char *captured_stderr(void)
{
    static char text[8192];
    const ssize_t size = pread(fileno(captured), text, sizeof text - 1, 0);
    text[size < 0 ? 0 : size] = '\0';
    return text;
}
