/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call: one request of Terraform's, as the functions of a provider see it. It gives memory, cancellation, private
 * state and the provider's configured clients, and takes diagnostics.
 *
 * A function that can fail returns false after it has said why with one of the tf_fail functions, which return false
 * themselves, so that `return tf_fail(call, …)` is the usual form.
 */
#ifndef TFPROVIDER_CALL_H
#define TFPROVIDER_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tfprovider/arena.h>
#include <tfprovider/cancel.h>
#include <tfprovider/log.h>

TF_BEGIN_DECLS

typedef struct tf_call tf_call;

/** What a step of a path leads to: an object's attribute, or an element of a map, a list or a set. */
typedef enum tf_step { TF_STEP_ATTRIBUTE, TF_STEP_KEY, TF_STEP_INDEX, TF_STEP_ELEMENT } tf_step;

/**
 * A step of an attribute path. Paths are linked from the innermost step outward, so that a walk down costs no copying.
 */
typedef struct tf_path {
    const struct tf_path *parent; /**< the step outside this one, NULL for the outermost */
    tf_step step;
    const char *name;    /**< attribute name, or key of a map */
    int64_t index;       /**< index of a list element */
    const void *element; /**< a set's element (a tf_value), for TF_STEP_ELEMENT */
} tf_path;

/** Parses "a.b", "a[0].b" or `a["key"]` into a path in `arena`; NULL where it is malformed. */
const tf_path *tf_path_parse(tf_arena *arena, const char *text);

/** A copy of the path's steps and names in `arena`; a set's element is shared. NULL gives NULL. */
const tf_path *tf_path_copy(tf_arena *arena, const tf_path *path);

/** The path as a user writes it: `resources.cpu`, `tags["a b"]`, `items[0].name`. */
const char *tf_path_text(tf_arena *arena, const tf_path *path);

typedef enum tf_severity { TF_ERROR = 1, TF_WARNING = 2 } tf_severity;

typedef struct tf_diagnostic {
    struct tf_diagnostic *next;
    tf_severity severity;
    const char *summary;
    const char *detail;
    const tf_path *path; /**< NULL where the whole resource or block is meant */
} tf_diagnostic;

/** The arena of the call: what is allocated from it lives until the answer has been sent. */
tf_arena *tf_call_arena(const tf_call *call);

/** The call's cancel token, owned by the call. */
tf_cancel *tf_call_cancel(const tf_call *call);

/**
 * As tf_log, with the fields by which Terraform's tools tell requests apart: `tf_req_id`, `tf_rpc` and the type name as
 * `tf_resource_type` or `tf_data_source_type`, which a call of the provider itself has not. Parts of a call
 * (<tfprovider/together.h>) log as the call does.
 */
void tf_log_call(tf_call *call, tf_log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** What the provider's `configure` made; NULL before the provider was configured. Valid until the call ends. */
void *tf_call_configured(const tf_call *call);

/** The resource's (or other thing's) type name, "" for calls of the provider itself. */
const char *tf_call_type_name(const tf_call *call);

/** Error without a path. `detail` is a printf format: what was tried, what came back, what to do. Returns false. */
bool tf_fail(tf_call *call, const char *summary, const char *detail, ...) __attribute__((format(printf, 3, 4)));

/**
 * Error on an attribute, given as tf_path_parse takes it ("resources.cpu"). The path of a nested attribute is put in
 * front of the detail, since Terraform does not show it whole. Returns false.
 */
bool tf_fail_on(tf_call *call, const char *attribute, const char *summary, const char *detail, ...)
    __attribute__((format(printf, 4, 5)));

/** Error at a path, which is copied. Returns false. */
bool tf_fail_at(tf_call *call, const tf_path *path, const char *summary, const char *detail, ...)
    __attribute__((format(printf, 4, 5)));

/**
 * Adds a paragraph to the detail of each error so far, such as what is left behind and what to do about it: for a
 * caller that knows more than the function that reported the error. Returns false.
 */
bool tf_add_to_errors(tf_call *call, const char *paragraph, ...) __attribute__((format(printf, 2, 3)));

/**
 * For the end of a validator's message: ", got: " and the formatted text. "" where the attribute that is being checked,
 * or one around it, is sensitive or write-only, so that its value is not shown.
 */
const char *tf_got(const tf_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Warning without a path. */
void tf_warn(tf_call *call, const char *summary, const char *detail, ...) __attribute__((format(printf, 3, 4)));

/** Warning on an attribute, given as to tf_fail_on. */
void tf_warn_on(tf_call *call, const char *attribute, const char *summary, const char *detail, ...)
    __attribute__((format(printf, 4, 5)));

/** Warning at a path, which may be NULL. */
void tf_warn_at(tf_call *call, const tf_path *path, const char *summary, const char *detail, ...)
    __attribute__((format(printf, 4, 5)));

/** The diagnostics so far, in the order in which they were given. */
const tf_diagnostic *tf_call_diagnostics(const tf_call *call);

/**
 * Takes back what was reported after `last`, which is one of tf_call_diagnostics, or NULL for the beginning: for an
 * attempt whose failure does not matter, since there is another way.
 */
void tf_take_back_reports(tf_call *call, const tf_diagnostic *last);

/** Whether an error was reported. */
bool tf_call_failed(const tf_call *call);

/**
 * In `read`: reports that the object does not exist any more, so that Terraform removes it from its state. Returns
 * true, for `return tf_gone(call);`.
 */
bool tf_gone(tf_call *call);

/**
 * A private value of the resource, which Terraform keeps beside the state and never shows; NULL where there is none
 * under `key`.
 */
const char *tf_private(const tf_call *call, const char *key);

/** Sets a private value (copied; text without NUL; NULL removes it). Not for secrets: state files are plain text. */
void tf_set_private(tf_call *call, const char *key, const char *value);

/** In `plan`: the planned change of `attribute` ("byoc.role_arn") replaces the resource. */
void tf_require_replace(tf_call *call, const char *attribute);

/** In `plan`: the planned change of `attribute` is an update, although the table says `requires_replace`. */
void tf_allow_update(tf_call *call, const char *attribute);

/**
 * The configuration of the resource at hand in its own struct, write-only values included; NULL where the call has none
 * (read, delete, import).
 */
const void *tf_config(const tf_call *call);

/** The deadline that tf_call_limit has set for this call, TF_NEVER where there is none. */
int64_t tf_call_deadline(const tf_call *call);

/** Why something waits for a later plan, as the protocol knows it. */
typedef enum tf_deferral {
    TF_NOT_DEFERRED = 0,
    TF_RESOURCE_CONFIG_UNKNOWN = 1,
    TF_PROVIDER_CONFIG_UNKNOWN = 2,
    TF_ABSENT_PREREQUISITE = 3,
} tf_deferral;

/** Whether this Terraform can put something off to a later plan. */
bool tf_can_defer(const tf_call *call);

/**
 * Puts off to a later plan what this call is about: a resource in its plan, read or import; a data source, ephemeral
 * resource or action in its read, open or plan; everything, until the provider is configured again, in the provider's
 * configure. The function goes on and returns true. Allowed only where tf_can_defer says so.
 */
void tf_defer(tf_call *call, tf_deferral reason);

/** The module's `provider_meta` block in the struct of tf_provider's `meta`; NULL where the module has none. */
const void *tf_provider_meta(const tf_call *call);

/**
 * Sets the call's deadline, an instant of tf_now_ms. The framework does not end a call that misses it: give
 * tf_call_deadline to whatever waits.
 */
void tf_call_limit(tf_call *call, int64_t deadline);

TF_END_DECLS

#endif
