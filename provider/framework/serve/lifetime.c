/* SPDX-License-Identifier: Apache-2.0 */
#include "framework/serve/lifetime.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

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

const char *lifetime_wait(const struct lifetime *lifetime)
{
    struct pollfd watched[] = {
        { .fd = lifetime->signals, .events = POLLIN },
        { .fd = lifetime->ended, .events = POLLIN },
        { .fd = lifetime->parent, .events = POLLIN },
    };
    while (poll(watched, sizeof watched / sizeof watched[0], -1) <= 0)
        ;
    if (watched[1].revents != 0)
        return "asked to";
    return watched[0].revents != 0 ? "signal" : "parent gone";
}
