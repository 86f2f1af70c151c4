/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a call gives to a provider and takes from it. What is made of it afterwards is the matter of rpc/.
 */
#include "framework/foundation/call.h"

#include <string.h>

#include <openssl/rand.h>

#include <tfprovider/resource.h>

#include "framework/foundation/visible.h"

void tf_call_init(tf_call *call, tf_arena *arena, tf_cancel *cancel, const char *type_name)
{
    *call = (tf_call){
        .arena = arena,
        .cancel = cancel,
        .type_name = type_name == NULL ? "" : type_name,
        .rpc = "",
        .deadline = TF_NEVER,
    };
}

void tf_call_set_family(tf_call *call, const char *family, void *data)
{
    call->family = family;
    call->family_data = data;
}

void *tf_call_family(const tf_call *call, const char *family)
{
    return call->family == family ? call->family_data : NULL;
}

const char *tf_call_request_id(tf_call *call)
{
    unsigned char random[16];
    if (call->request_id != NULL)
        return call->request_id;
    if (RAND_bytes(random, sizeof random) != 1)
        return call->request_id = "";
    /* Version 4, the variant of RFC 9562. */
    random[6] = (unsigned char)((random[6] & 0x0f) | 0x40);
    random[8] = (unsigned char)((random[8] & 0x3f) | 0x80);
    tf_text_builder text = { .arena = call->arena };
    for (size_t i = 0; i < sizeof random; i++)
        tf_append_format(&text, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", random[i]);
    return call->request_id = tf_built_text(&text);
}

#define MOST_LOG_FIELDS 8

void tf_call_log(tf_call *call, tf_log_level level, const char *module, const char *message,
                 const tf_log_field *further)
{
    tf_log_field fields[MOST_LOG_FIELDS + 1] = {
        { "tf_req_id", tf_call_request_id(call) },
        { "tf_rpc", call->rpc },
    };
    size_t count = 2;
    if (call->type_field != NULL)
        fields[count++] = (tf_log_field){ call->type_field, call->type_name };
    for (; further != NULL && further->name != NULL && count < MOST_LOG_FIELDS; further++)
        fields[count++] = *further;
    tf_log_fields(level, module, message, fields);
}

void tf_log_call(tf_call *call, tf_log_level level, const char *module, const char *format, ...)
{
    if (!tf_log_enabled(level))
        return;
    va_list arguments;
    va_start(arguments, format);
    const char *message = tf_format_list(call->arena, format, arguments);
    va_end(arguments);
    tf_call_log(call, level, module, message, NULL);
}

tf_arena *tf_call_arena(const tf_call *call)
{
    return call->arena;
}

tf_cancel *tf_call_cancel(const tf_call *call)
{
    return call->cancel;
}

void *tf_call_configured(const tf_call *call)
{
    return call->configured;
}

const char *tf_call_type_name(const tf_call *call)
{
    return call->type_name;
}

const void *tf_config(const tf_call *call)
{
    return call->config;
}

void *tf_identity(tf_call *call)
{
    return call->identity;
}

bool tf_can_defer(const tf_call *call)
{
    return call->can_defer;
}

void tf_defer(tf_call *call, tf_deferral reason)
{
    call->deferral = reason;
}

const void *tf_provider_meta(const tf_call *call)
{
    return call->meta;
}

int64_t tf_call_deadline(const tf_call *call)
{
    return call->deadline;
}

void tf_call_limit(tf_call *call, int64_t deadline)
{
    call->deadline = deadline;
}

/* Terraform points at a top-level attribute only, so that the text has to name a nested one itself. */
static const char *with_path(tf_arena *arena, const tf_path *path, const char *detail)
{
    if (path == NULL || path->parent == NULL)
        return detail;
    const char *where = tf_path_text(arena, path);
    return strstr(detail, where) != NULL ? detail : tf_format(arena, "%s: %s", where, detail);
}

static void report(tf_call *call, tf_severity severity, const tf_path *path, const char *summary, const char *detail,
                   va_list arguments)
{
    const char *text = tf_format_list(call->arena, detail, arguments);
    tf_diagnostic *added = tf_alloc(call->arena, sizeof *added);
    *added = (tf_diagnostic){
        .severity = severity,
        .summary = shown_text(call->arena, tf_copy_text(call->arena, summary)),
        .detail = shown_text(call->arena, with_path(call->arena, path, text)),
        .path = tf_path_copy(call->arena, path),
    };
    if (call->last_diagnostic == NULL) {
        call->diagnostics = added;
    } else {
        call->last_diagnostic->next = added;
    }
    call->last_diagnostic = added;
    call->failed = call->failed || severity == TF_ERROR;
}

bool tf_fail(tf_call *call, const char *summary, const char *detail, ...)
{
    va_list arguments;
    va_start(arguments, detail);
    report(call, TF_ERROR, NULL, summary, detail, arguments);
    va_end(arguments);
    return false;
}

bool tf_fail_on(tf_call *call, const char *attribute, const char *summary, const char *detail, ...)
{
    va_list arguments;
    va_start(arguments, detail);
    report(call, TF_ERROR, tf_path_parse(call->arena, attribute), summary, detail, arguments);
    va_end(arguments);
    return false;
}

bool tf_fail_at(tf_call *call, const tf_path *path, const char *summary, const char *detail, ...)
{
    va_list arguments;
    va_start(arguments, detail);
    report(call, TF_ERROR, path, summary, detail, arguments);
    va_end(arguments);
    return false;
}

bool tf_add_to_errors(tf_call *call, const char *paragraph, ...)
{
    va_list arguments;
    va_start(arguments, paragraph);
    const char *text = tf_log_redact(call->arena, tf_format_list(call->arena, paragraph, arguments));
    va_end(arguments);
    for (tf_diagnostic *each = call->diagnostics; each != NULL; each = each->next) {
        if (each->severity == TF_ERROR)
            each->detail = tf_format(call->arena, "%s\n\n%s", each->detail, text);
    }
    return false;
}

const char *tf_got(const tf_call *call, const char *format, ...)
{
    if (call->hides_value)
        return "";
    va_list arguments;
    va_start(arguments, format);
    const char *text = tf_format_list(call->arena, format, arguments);
    va_end(arguments);
    return tf_format(call->arena, ", got: %s", text);
}

void tf_warn(tf_call *call, const char *summary, const char *detail, ...)
{
    va_list arguments;
    va_start(arguments, detail);
    report(call, TF_WARNING, NULL, summary, detail, arguments);
    va_end(arguments);
}

void tf_warn_on(tf_call *call, const char *attribute, const char *summary, const char *detail, ...)
{
    va_list arguments;
    va_start(arguments, detail);
    report(call, TF_WARNING, tf_path_parse(call->arena, attribute), summary, detail, arguments);
    va_end(arguments);
}

void tf_warn_at(tf_call *call, const tf_path *path, const char *summary, const char *detail, ...)
{
    va_list arguments;
    va_start(arguments, detail);
    report(call, TF_WARNING, path, summary, detail, arguments);
    va_end(arguments);
}

const tf_diagnostic *tf_call_diagnostics(const tf_call *call)
{
    return call->diagnostics;
}

void tf_take_back_reports(tf_call *call, const tf_diagnostic *last)
{
    tf_diagnostic **link = &call->diagnostics;
    call->last_diagnostic = NULL;
    call->failed = false;
    while (last != NULL && call->last_diagnostic != last && *link != NULL) {
        call->last_diagnostic = *link;
        call->failed = call->failed || (*link)->severity == TF_ERROR;
        link = &(*link)->next;
    }
    *link = NULL;
}

bool tf_call_failed(const tf_call *call)
{
    return call->failed;
}

bool tf_gone(tf_call *call)
{
    call->gone = true;
    return true;
}

void tf_keep_state(tf_call *call)
{
    call->keep_state = true;
}

const char *tf_private(const tf_call *call, const char *key)
{
    for (const tf_private_entry *entry = call->privates; entry != NULL; entry = entry->next) {
        if (strcmp(entry->key, key) == 0)
            return entry->value;
    }
    return NULL;
}

void tf_set_private(tf_call *call, const char *key, const char *value)
{
    for (tf_private_entry **link = &call->privates; *link != NULL; link = &(*link)->next) {
        if (strcmp((*link)->key, key) == 0) {
            *link = (*link)->next;
            break;
        }
    }
    if (value == NULL)
        return;
    tf_private_entry *entry = tf_alloc(call->arena, sizeof *entry);
    *entry = (tf_private_entry){
        .next = call->privates,
        .key = tf_copy_text(call->arena, key),
        .value = tf_copy_text(call->arena, value),
    };
    call->privates = entry;
}

static void add_replacement(tf_call *call, const char *attribute, bool replaces)
{
    tf_replacement *added = tf_alloc(call->arena, sizeof *added);
    *added = (tf_replacement){
        .next = call->replacements,
        .path = tf_path_parse(call->arena, attribute),
        .replaces = replaces,
    };
    call->replacements = added;
}

void tf_require_replace(tf_call *call, const char *attribute)
{
    add_replacement(call, attribute, true);
}

void tf_allow_update(tf_call *call, const char *attribute)
{
    add_replacement(call, attribute, false);
}
