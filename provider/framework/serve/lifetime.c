/* SPDX-License-Identifier: Apache-2.0 */
#include "framework/serve/lifetime.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <tfprovider/cancel.h>

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

bool lifetime_begin(struct lifetime *lifetime, bool interrupt_ends, bool watch_parent)
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    if (interrupt_ends)
        sigaddset(&ending, SIGINT);
    else
        signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGABRT, explain_abort);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    lifetime->signals = signalfd(-1, &ending, SFD_CLOEXEC);
    lifetime->ended = eventfd(0, EFD_CLOEXEC);
    /* A kernel older than 5.3 has no pidfd: Terraform's kill has to do there. */
    lifetime->parent = watch_parent ? pidfd_open(getppid(), 0) : -1;
    return lifetime->signals >= 0 && lifetime->ended >= 0;
}

void lifetime_end(const struct lifetime *lifetime)
{
    const uint64_t one = 1;
    while (write(lifetime->ended, &one, sizeof one) < 0 && errno == EINTR)
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
        { .fd = lifetime->ended, .events = POLLIN },
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
