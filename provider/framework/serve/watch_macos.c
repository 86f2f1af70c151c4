/* SPDX-License-Identifier: Apache-2.0 */
/* Events as descriptors on macOS, where each is a queue that waits for one kind. What they mean is lifetime.c's. */
#include "framework/serve/watch.h"

#include <stdint.h>
#include <sys/event.h>
#include <unistd.h>

static int add_to_queue(int queue, uintptr_t what, int16_t filter, uint32_t events)
{
    struct kevent change;
    EV_SET(&change, what, filter, EV_ADD, events, 0, NULL);
    if (queue < 0 || kevent(queue, &change, 1, NULL, 0, NULL) == 0)
        return queue;
    close(queue);
    return -1;
}

int watch_signals(const sigset_t *signals)
{
    int queue = kqueue();
    for (int number = 1; number < NSIG; number++) {
        if (sigismember(signals, number) == 1)
            queue = add_to_queue(queue, (uintptr_t)number, EVFILT_SIGNAL, 0);
    }
    return queue;
}

int watch_process(pid_t process)
{
    return add_to_queue(kqueue(), (uintptr_t)process, EVFILT_PROC, NOTE_EXIT);
}
