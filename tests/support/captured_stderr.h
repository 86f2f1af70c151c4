/* SPDX-License-Identifier: Apache-2.0 */
/* What a test writes to stderr: log lines. */
#ifndef TESTS_SUPPORT_CAPTURED_STDERR_H
#define TESTS_SUPPORT_CAPTURED_STDERR_H

/** Setup and teardown of a test: from here on stderr is kept, until it is as it was. Logs are off afterwards. */
int capture_stderr(void **state);
int restore_stderr(void **state);

/** What was written so far, 8191 bytes at most; valid until the next call. */
const char *captured_stderr(void);

#endif
