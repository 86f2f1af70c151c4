/* SPDX-License-Identifier: Apache-2.0 */
/* Waits for what ends the process. How a system tells of signals and of processes is watch.h's. */
#include "framework/serve/lifetime.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <tfprovider/cancel.h>

#include "framework/serve/watch.h"

/* gRPC and the C++ library end the process without a word where a thread or memory cannot be had. */
static void explain_abort(int number)
{
    static const char text[] =
        "The provider cannot go on and ends, most likely for want of memory or threads: look at the limits of "
        "the shell (ulimit -v, ulimit -u) or of the container.\n";
    (void)number;
    const ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
}

static bool open_pipe(int ends[2])
{
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

bool lifetime_begin(struct lifetime *lifetime, bool interrupt_ends, bool watch_parent)
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    if (interrupt_ends) {
        sigaddset(&ending, SIGINT);
    } else {
        signal(SIGINT, SIG_IGN);
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGABRT, explain_abort);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    lifetime->signals = watch_signals(&ending);
    lifetime->parent = watch_parent ? watch_process(getppid()) : -1;
    return lifetime->signals >= 0 && open_pipe(lifetime->ended);
}

void lifetime_end(const struct lifetime *lifetime)
{
    while (write(lifetime->ended[1], "", 1) < 0 && errno == EINTR)
        ;
}

/* Milliseconds as poll takes them: -1 for ever. */
static int left_until(int64_t deadline)
{
    if (deadline == TF_NEVER)
        return -1;
    const int64_t left = deadline - tf_now_ms();
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

const char *lifetime_wait(const struct lifetime *lifetime, int64_t deadline)
{
    struct pollfd watched[] = {
        { .fd = lifetime->signals, .events = POLLIN },
        { .fd = lifetime->ended[0], .events = POLLIN },
        { .fd = lifetime->parent, .events = POLLIN },
    };
    while (poll(watched, sizeof watched / sizeof watched[0], left_until(deadline)) <= 0) {
        if (tf_now_ms() >= deadline)
            return NULL;
    }
    if (watched[1].revents != 0)
        return "asked to";
    return watched[0].revents != 0 ? "signal" : "parent gone";
}
