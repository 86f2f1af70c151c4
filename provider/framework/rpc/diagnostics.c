/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was reported on a call as messages.
 */
#include "framework/rpc/diagnostics.h"

#include "framework/foundation/visible.h"
#include "framework/rpc/message.h"

static Tfplugin6__AttributePath__Step *step_message(tf_arena *arena, const tf_path *path)
{
    Tfplugin6__AttributePath__Step *step = tf_alloc(arena, sizeof *step);
    tfplugin6__attribute_path__step__init(step);
    if (path->step == TF_STEP_INDEX) {
        step->selector_case = TFPLUGIN6__ATTRIBUTE_PATH__STEP__SELECTOR_ELEMENT_KEY_INT;
        step->element_key_int = path->index;
    } else if (path->step == TF_STEP_KEY) {
        step->selector_case = TFPLUGIN6__ATTRIBUTE_PATH__STEP__SELECTOR_ELEMENT_KEY_STRING;
        step->element_key_string = message_text(arena, path->name);
    } else {
        step->selector_case = TFPLUGIN6__ATTRIBUTE_PATH__STEP__SELECTOR_ATTRIBUTE_NAME;
        step->attribute_name = message_text(arena, path->name);
    }
    return step;
}

Tfplugin6__AttributePath *path_message(tf_arena *arena, const tf_path *path)
{
    for (const tf_path *step = path; step != NULL; step = step->parent) {
        if (step->step == TF_STEP_ELEMENT)
            path = step->parent;
    }
    size_t count = 0;
    for (const tf_path *step = path; step != NULL; step = step->parent)
        count++;
    Tfplugin6__AttributePath *message = tf_alloc(arena, sizeof *message);
    tfplugin6__attribute_path__init(message);
    message->n_steps = count;
    message->steps = tf_alloc_array(arena, count, sizeof(message->steps[0]));
    for (const tf_path *step = path; step != NULL; step = step->parent)
        message->steps[--count] = step_message(arena, step);
    return message;
}

static Tfplugin6__Diagnostic *diagnostic_message(tf_arena *arena, const tf_diagnostic *diagnostic)
{
    Tfplugin6__Diagnostic *message = tf_alloc(arena, sizeof *message);
    tfplugin6__diagnostic__init(message);
    message->severity = diagnostic->severity == TF_WARNING ? TFPLUGIN6__DIAGNOSTIC__SEVERITY__WARNING
                                                           : TFPLUGIN6__DIAGNOSTIC__SEVERITY__ERROR;
    message->summary = message_text(arena, shown_text(arena, diagnostic->summary));
    message->detail = message_text(arena, shown_text(arena, diagnostic->detail));
    if (diagnostic->path != NULL)
        message->attribute = path_message(arena, diagnostic->path);
    return message;
}

/* Whatever a call has come to, one that took too much has failed; what it made stays in the answer. */
static const tf_diagnostic too_much_memory = {
    .severity = TF_ERROR,
    .summary = "Too Much Memory",
    .detail =
        "The call was given up, since it took more memory than any call should: an answer of a service, or what it lists, is "
        "far larger than expected. Check what answers at the configured endpoints. What was done until then is kept.",
};

Tfplugin6__Diagnostic **diagnostics_message(const tf_call *call, size_t *out_count)
{
    tf_arena *arena = tf_call_arena(call);
    const bool is_exhausted = tf_arena_is_exhausted(arena);
    size_t count = is_exhausted;
    for (const tf_diagnostic *each = tf_call_diagnostics(call); each != NULL; each = each->next)
        count++;
    Tfplugin6__Diagnostic **messages = tf_alloc_array(arena, count, sizeof(messages[0]));
    *out_count = count;
    count = 0;
    for (const tf_diagnostic *each = tf_call_diagnostics(call); each != NULL; each = each->next)
        messages[count++] = diagnostic_message(arena, each);
    if (is_exhausted)
        messages[count] = diagnostic_message(arena, &too_much_memory);
    return messages;
}
