/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structured logs on stderr, one JSON object a line, in the form that Terraform filters by TF_LOG and TF_LOG_PROVIDER
 * (hclog's: `@level`, `@message`, `@timestamp`, `@module`, then fields).
 *
 * A text that was given to tf_log_protect is replaced by "(sensitive value)" in every later line and diagnostic.
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

/** Whether a line of `level` would be written: for lines that are costly to compose. */
bool tf_log_enabled(tf_log_level level);

/** Writes a line. `module` such as "provider.http"; `fields` ends with a NULL name, or is NULL. Thread-safe. */
void tf_log_fields(tf_log_level level, const char *module, const char *message, const tf_log_field *fields);

/** Writes a line with a formatted message and no further fields. */
void tf_log(tf_log_level level, const char *module, const char *format, ...) __attribute__((format(printf, 3, 4)));

/**
 * Keeps `secret` out of every later log line and diagnostic. It is recognised as it is (without blanks around it), as
 * JSON, XML and URLs escape it, and in base64; so is each of its lines of 8 bytes or more, and each beginning of it
 * that is at least half as long. A secret of less than 4 bytes is not protected, since it would redact ordinary words.
 * The text is copied and kept until the process ends; there is no limit to their number. Thread-safe. NULL is accepted.
 */
void tf_log_protect(const char *secret);

/** `text` with every protected secret replaced: `text` itself where it has none, else a copy in `arena`; NULL for NULL.
 */
const char *tf_log_redact(tf_arena *arena, const char *text);

/**
 * The first `limit` bytes of the `size` bytes of foreign text, for a message that quotes it, with "…" where it was
 * longer. Secrets are replaced before the text is cut, and one that `text` itself ends in the middle of is replaced
 * too.
 */
const char *tf_log_excerpt(tf_arena *arena, const char *text, size_t size, size_t limit);

TF_END_DECLS

#endif
