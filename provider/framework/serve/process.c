/* SPDX-License-Identifier: Apache-2.0 */
/* Closes ways by which secrets leave the process. When they may stay open, serve.c says. */
#include "framework/serve/process.h"

#include <stdlib.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

void process_forget_traces(void)
{
    unsetenv("GRPC_TRACE");
    unsetenv("GRPC_VERBOSITY");
    unsetenv("SSLKEYLOGFILE");
}

void process_deny_dumps(void)
{
    const struct rlimit none = { .rlim_cur = 0, .rlim_max = 0 };
    (void)setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    /* A core that is piped to a program knows no limit. */
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
