/* SPDX-License-Identifier: Apache-2.0 */
/* Which log tells what, and which of its lines are new. */
#include "control_plane/logs.h"

#include <string.h>

#include "control_plane/api.h"

/* Lines of a log that an error quotes. */
#define QUOTED_LINES 20

/* Lines that are read at a time while a log is followed. */
#define FOLLOWED_LINES 100

enum { BUILD, DEPLOY };

static const char *const kinds[] = { [BUILD] = "build", [DEPLOY] = "deploy" };

static const char *text_of(tf_arena *arena, const control_plane_log *log)
{
    tf_text_builder text = { .arena = arena };
    for (size_t i = 0; i < log->count; i++)
        tf_append_format(&text, "%s\n", log->entries[i].message);
    return tf_built_text(&text);
}

const char *control_plane_failure_log(const control_plane_session *session, const char *id, const char *revision_id,
                                      const char *status)
{
    const int first = strcmp(status, "BUILD_FAILED") == 0 ? BUILD : DEPLOY;
    const int order[] = { first, BUILD + DEPLOY - first };
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        control_plane_log log;
        control_plane_error error;
        if (control_plane_get_log(session, id, revision_id, kinds[order[i]], QUOTED_LINES, &log, &error)
            && log.count > 0)
            return text_of(session->arena, &log);
    }
    return "";
}

static bool is_id(const control_plane_log_entry *entry, const char *id)
{
    return id != NULL && entry->id != NULL && strcmp(entry->id, id) == 0;
}

/* What is behind the line that was given last. */
static void give_news(const control_plane_session *session, const char *id, const char *revision_id, int kind,
                      control_plane_log_tail *tail, void (*give)(void *context, const char *line), void *context)
{
    control_plane_log log;
    control_plane_error error;
    if (!control_plane_get_log(session, id, revision_id, kinds[kind], FOLLOWED_LINES, &log, &error) || log.count == 0)
        return;
    size_t at = log.count;
    while (at > 0 && !is_id(&log.entries[at - 1], tail->last[kind]))
        at--;
    for (; at < log.count; at++)
        give(context, log.entries[at].message);
    tail->last[kind] = tf_copy_text(tail->arena, log.entries[log.count - 1].id);
}

void control_plane_follow_log(const control_plane_session *session, const char *id, const char *revision_id,
                              const char *status, control_plane_log_tail *tail,
                              void (*give)(void *context, const char *line), void *context)
{
    const bool is_built = strstr(status, "BUILD") != NULL;
    if (is_built || tail->is_built)
        give_news(session, id, revision_id, BUILD, tail, give, context);
    if (!is_built)
        give_news(session, id, revision_id, DEPLOY, tail, give, context);
    tail->is_built = is_built;
}
