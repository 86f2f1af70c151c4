/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long operations may take, as users say it: a nested attribute or block `timeouts` with one duration for each
 * operation.
 *
 *     struct cluster { TF_OBJECT_OF(tf_timeouts) timeouts; };
 *     { TF_TIMEOUTS(struct cluster, timeouts, TF_CREATE_TIMEOUT("60m"), TF_DELETE_TIMEOUT("30m")), .block = true },
 *     tf_call_limit_by(call, cluster->timeouts.value, TF_CREATE, "60m");
 */
#ifndef TFPROVIDER_TIMEOUTS_H
#define TFPROVIDER_TIMEOUTS_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

/** The durations; null where the user has left them out or the table does not offer them. */
typedef struct tf_timeouts {
    tf_string create;
    tf_string read;
    tf_string update;
    tf_string TF_MEMBER_(delete);
} tf_timeouts;

typedef enum tf_operation { TF_CREATE, TF_READ, TF_UPDATE, TF_DELETE } tf_operation;

/** One operation that has a timeout, with its default for the description. */
#define TF_CREATE_TIMEOUT(default_text) TF_TIMEOUT_("create", create, "a creation", default_text)
#define TF_READ_TIMEOUT(default_text) TF_TIMEOUT_("read", read, "a read", default_text)
#define TF_UPDATE_TIMEOUT(default_text) TF_TIMEOUT_("update", update, "an update", default_text)
#define TF_DELETE_TIMEOUT(default_text) TF_TIMEOUT_("delete", TF_MEMBER_(delete), "a deletion", default_text)
#define TF_TIMEOUT_(attribute_name, field, what, default_text)                                                         \
    {                                                                                                                  \
        .name = (attribute_name), .kind = TF_KIND_STRING, .offset = offsetof(tf_timeouts, field), .mode = TF_OPTIONAL, \
        .description =                                                                                                 \
            "How long " what " may take, a duration such as `90s` or `1h30m`. Default: `" default_text "`.",           \
        .validators = TF_VALIDATORS(TF_DURATION_AT_LEAST(1))                                                           \
    }

/** The attribute; with `.block = true` behind it a block. `field` is a TF_OBJECT_OF(tf_timeouts). */
#define TF_TIMEOUTS(struct_type, field, ...)                                                       \
    TF_OBJECT_OF_SCHEMA(struct_type, field, tf_timeouts, TF_SCHEMA_OF_(tf_timeouts, __VA_ARGS__)), \
        .mode = TF_OPTIONAL, .description = "How long operations may take."

/** What the user allows for `operation`, else `default_text`: a duration. `timeouts` may be NULL. */
const char *tf_timeout_of(const tf_timeouts *timeouts, tf_operation operation, const char *default_text);

/**
 * Sets the call's deadline to what the user allows for `operation`, counted from now, else to `default_text`.
 * `timeouts` may be NULL. Returns the text that counts, for messages.
 */
const char *tf_call_limit_by(tf_call *call, const tf_timeouts *timeouts, tf_operation operation,
                             const char *default_text);

TF_END_DECLS

#endif
