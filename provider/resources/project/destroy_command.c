/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the command line of the process that started this one, where /proc shows it. */
#include "resources/project/destroy_command.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* More than any command line whose first words matter. */
enum { MOST_BYTES = 4096 };

bool destroy_command_is(const char *arguments, size_t size)
{
    const char *command = NULL;
    const char *const end = arguments + size;
    const char *argument = arguments;
    while (argument < end) {
        const size_t length = strnlen(argument, (size_t)(end - argument));
        /* Cut off in the middle of a word. */
        if (argument + length == end)
            break;
        if (argument != arguments && command == NULL && *argument != '-') {
            command = argument;
        } else if (command != NULL && (strcmp(argument, "-destroy") == 0 || strcmp(argument, "--destroy") == 0)) {
            return true;
        }
        argument += length + 1;
    }
    return command != NULL && strcmp(command, "destroy") == 0;
}

bool destroy_command_is_running(void)
{
    char path[64];
    char arguments[MOST_BYTES];
    (void)snprintf(path, sizeof path, "/proc/%ld/cmdline", (long)getppid());
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const ssize_t size = read(file, arguments, sizeof arguments);
    (void)close(file);
    return size > 0 && destroy_command_is(arguments, (size_t)size);
}
