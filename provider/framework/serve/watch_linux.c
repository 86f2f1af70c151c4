/* SPDX-License-Identifier: Apache-2.0 */
/* Events as descriptors on Linux. What they mean is lifetime.c's. */
#include "framework/serve/watch.h"

#include <sys/pidfd.h>
#include <sys/signalfd.h>

int watch_signals(const sigset_t *signals)
{
    return signalfd(-1, signals, SFD_CLOEXEC);
}

int watch_process(pid_t process)
{
    /* A kernel older than 5.3 has no pidfd: Terraform's kill has to do there. */
    return pidfd_open(process, 0);
}
