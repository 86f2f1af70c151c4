/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structured logs on stderr, one JSON object a line, in the form that Terraform filters by TF_LOG and TF_LOG_PROVIDER
 * (hclog's: `@level`, `@message`, `@timestamp`, `@module`, then fields).
 *
 * Text that is a secret is registered with tf_log_protect; wherever it appears in a later line or diagnostic it is
 * replaced by "(sensitive value)".
 */
#ifndef TFPROVIDER_LOG_H
#define TFPROVIDER_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

TF_BEGIN_DECLS

typedef enum tf_log_level {
    TF_LOG_TRACE,
    TF_LOG_DEBUG,
    TF_LOG_INFO,
    TF_LOG_WARN,
    TF_LOG_ERROR,
    TF_LOG_OFF,
} tf_log_level;

/** One further field of a line. A NULL value is written as null. */
typedef struct tf_log_field {
    const char *name;
    const char *value;
} tf_log_field;

/**
 * Sets the least level that is written, from TF_LOG_PROVIDER, else TF_LOG ("JSON" counts as trace; unset means off).
 */
void tf_log_configure_from_environment(void);

/** Sets the least level that is written. */
void tf_log_set_level(tf_log_level level);

/** Whether a line of `level` would be written: to spare the work of composing it. */
bool tf_log_enabled(tf_log_level level);

/** Writes a line. `module` such as "provider.http"; `fields` ends with a NULL name, or is NULL. Thread-safe. */
void tf_log_fields(tf_log_level level, const char *module, const char *message, const tf_log_field *fields);

/** Writes a line with a formatted message and no further fields. */
void tf_log(tf_log_level level, const char *module, const char *format, ...) __attribute__((format(printf, 3, 4)));

/**
 * Never lets `secret` into a log line or diagnostic again: neither as it is (without blanks around it) nor as JSON, XML
 * or a URL escape it, nor in base64, nor a line of 8 bytes or more of it, nor a beginning that is half of it or more.
 * One of less than 4 bytes is not protected: it would redact half the language. Copied; kept to the end of the process,
 * however many there are. Thread-safe. NULL is accepted.
 */
void tf_log_protect(const char *secret);

/**
 * `text` with every protected secret replaced: `text` itself where there is none, else a copy in `arena`. NULL stays
 * NULL.
 */
const char *tf_log_redact(tf_arena *arena, const char *text);

/**
 * The first `limit` bytes of foreign text, for a message that quotes it: secrets are replaced before it is cut, so that
 * no part of one is left, and "…" says that there was more. The end of `text` may be a cut of somebody else's, in the
 * middle of a secret.
 */
const char *tf_log_excerpt(tf_arena *arena, const char *text, size_t size, size_t limit);

TF_END_DECLS

#endif
