/* SPDX-License-Identifier: Apache-2.0 */
/* How a finding reads on a terminal. What scripts read is in json.c. */
#include "doctor/finding.h"

#include <string.h>

#include <tfprovider/command.h>

#define INDENT "    "

/* By doctor_status. */
static const struct {
    const char *mark;
    const char *colour; /* of ECMA-48 */
} shown[] = {
    [DOCTOR_OK] = { "✓", "\x1b[32m" },
    [DOCTOR_SKIPPED] = { "!", "\x1b[33m" },
    [DOCTOR_PROBLEM] = { "✗", "\x1b[31m" },
};

/* Lines behind the first are indented, so that no foreign text begins one as a finding does. */
static void append_lines(tf_text_builder *text, const char *lines)
{
    for (const char *end = strchr(lines, '\n'); end != NULL; end = strchr(lines, '\n')) {
        tf_append_format(text, "%.*s\n" INDENT, (int)(end - lines), lines);
        lines = end + 1;
    }
    tf_append(text, lines);
}

const char *doctor_finding_text(tf_arena *arena, const doctor_finding *finding, bool has_colours)
{
    tf_text_builder text = { .arena = arena };
    const char *mark = shown[finding->status].mark;
    tf_append(&text, has_colours ? tf_format(arena, "%s%s\x1b[0m ", shown[finding->status].colour, mark)
                                 : tf_format(arena, "%s ", mark));
    append_lines(&text, tf_shown_text(arena, finding->summary));
    if (finding->detail != NULL) {
        tf_append(&text, ": ");
        append_lines(&text, tf_shown_text(arena, finding->detail));
    }
    if (finding->remedy != NULL) {
        tf_append(&text, "\n" INDENT);
        append_lines(&text, tf_shown_text(arena, finding->remedy));
    }
    tf_append(&text, "\n");
    return tf_built_text(&text);
}

size_t doctor_count(const doctor_finding *findings, size_t count, doctor_status status)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += findings[i].status == status ? 1 : 0;
    return found;
}

const char *doctor_summary_text(tf_arena *arena, const doctor_finding *findings, size_t count)
{
    const size_t problems = doctor_count(findings, count, DOCTOR_PROBLEM);
    const size_t skipped = doctor_count(findings, count, DOCTOR_SKIPPED);
    const char *found = problems == 0 ? "Nothing wrong was found"
                                      : tf_format(arena, "%zu problem%s", problems, problems == 1 ? "" : "s");
    return skipped == 0 ? tf_format(arena, "\n%s.\n", found)
                        : tf_format(arena, "\n%s; %zu thing%s could not be looked at.\n", found, skipped,
                                    skipped == 1 ? "" : "s");
}
