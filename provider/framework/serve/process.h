/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the process keeps others from seeing of it. Systems differ in how; what is asked for here does not.
 */
#ifndef FRAMEWORK_SERVE_PROCESS_H
#define FRAMEWORK_SERVE_PROCESS_H

/**
 * Takes those variables out of the environment by which libraries write down what they decrypt: GRPC_TRACE,
 * GRPC_VERBOSITY and SSLKEYLOGFILE. To be called before a library starts.
 */
void process_forget_traces(void);

/**
 * Sees to it that the process leaves no core, and that only root can read its memory. Nothing where the system does not
 * know how.
 */
void process_deny_dumps(void);

#endif
