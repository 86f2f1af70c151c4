/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of a call: what the rpc layer fills in and reads back. Resource code sees <tfprovider/call.h> only.
 */
#ifndef FRAMEWORK_FOUNDATION_CALL_H
#define FRAMEWORK_FOUNDATION_CALL_H

#include <tfprovider/call.h>

/** A private value of a resource's. */
typedef struct tf_private_entry {
    struct tf_private_entry *next;
    const char *key;
    const char *value;
} tf_private_entry;

/** An attribute whose change replaces the resource, or does not, as a plan function said. */
typedef struct tf_replacement {
    struct tf_replacement *next;
    const tf_path *path;
    bool replaces; /**< false: tf_allow_update */
} tf_replacement;

struct tf_call {
    tf_arena *arena;   /**< owned by whoever made the call */
    tf_cancel *cancel; /**< likewise */
    void *configured;
    const char *type_name;
    const char *type_field;        /**< of log lines, which says the type name; NULL where there is none to say */
    const char *rpc;               /**< the method's name; "" outside of one */
    const char *request_id;        /**< made when it is first asked for; NULL before */
    void *identity;                /**< the resource's identity, for tf_identity */
    const void *meta;              /**< for tf_provider_meta */
    bool can_defer;                /**< the client's capability */
    bool knows_write_only;         /**< likewise, while a configuration is checked */
    bool hides_value;              /**< the attribute that is being checked must not be shown: for tf_got */
    tf_deferral deferral;          /**< what the provider's function asked for by tf_defer */
    tf_deferral provider_deferral; /**< what the provider's configure asked for */
    const void *config;            /**< the decoded configuration, for tf_config */
    int64_t deadline;
    tf_diagnostic *diagnostics;
    tf_diagnostic *last_diagnostic;
    bool failed;
    bool gone;
    bool keep_state;
    tf_private_entry *privates;
    tf_replacement *replacements;
    const char *const *replaced; /**< of a test call: the attributes that replaced in its last plan, ends with NULL */
    const char *family;          /**< whose `family_data` is; see tf_call_set_family */
    void *family_data;
};

/** An id that tells the request from all others, a UUID. */
const char *tf_call_request_id(tf_call *call);

/** Writes a log line with the fields of tf_log_call, and `further` ones behind them (ends with a NULL name, or NULL).
 */
void tf_call_log(tf_call *call, tf_log_level level, const char *module, const char *message,
                 const tf_log_field *further);

/**
 * Gives the functions of one family's public header what they act on while a function of that family runs; NULL takes
 * it away. `family` is a static text of the family's file, known by its address.
 */
void tf_call_set_family(tf_call *call, const char *family, void *data);

/** What tf_call_set_family was given; NULL where another family's function runs, or none. */
void *tf_call_family(const tf_call *call, const char *family);

/** Starts a call: no diagnostics, no deadline. `arena` and `cancel` stay the caller's. */
void tf_call_init(tf_call *call, tf_arena *arena, tf_cancel *cancel, const char *type_name);

#endif
