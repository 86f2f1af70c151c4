/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of the system as descriptors that poll can wait for: one source file a platform.
 */
#ifndef FRAMEWORK_SERVE_WATCH_H
#define FRAMEWORK_SERVE_WATCH_H

#include <signal.h>
#include <sys/types.h>

/**
 * A descriptor that can be read once one of the signals has come. They have to be blocked. -1 where there is none left.
 */
int watch_signals(const sigset_t *signals);

/** A descriptor that can be read once that process has ended; -1 where the system cannot tell. */
int watch_process(pid_t process);

#endif
