/* SPDX-License-Identifier: Apache-2.0 */
/* The command: options in, checks one after the other, an exit status out. What a check finds is in its own file. */
#include "doctor/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor/visit.h"

#define EXIT_USAGE 2

/* Somebody waits for the answer: what does not come soon is told rather than tried again and again. */
#define REQUEST_TIMEOUT "10s"
#define RETRIES 1
#define AWS_ATTEMPTS 3

static int fail_with_usage(tf_arena *arena, const char *problem)
{
    fprintf(stderr, "doctor: %s\n\n%s", tf_shown_text(arena, problem), doctor_usage(arena));
    return EXIT_USAGE;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && *value != '\0';
}

/* Whether a terminal is at `descriptor` that knows control sequences. */
static bool is_terminal(int descriptor)
{
    const char *kind = getenv("TERM");
    return isatty(descriptor) == 1 && (kind == NULL || strcmp(kind, "dumb") != 0);
}

static struct provider_config config_of(tf_arena *arena, const doctor_options *options)
{
    aws_config *aws = tf_alloc(arena, sizeof *aws);
    aws->region = tf_string_of(options->region);
    aws->profile = tf_string_of(options->profile);
    aws->max_attempts = tf_int64_of(AWS_ATTEMPTS);
    return (struct provider_config){
        .workspace_id = tf_string_of(options->workspace),
        .endpoint = tf_string_of(options->endpoint),
        .request_timeout = tf_string_of(REQUEST_TIMEOUT),
        .max_retries = tf_int64_of(RETRIES),
        .aws = { TF_KNOWN, aws },
    };
}

/* What an option got wrong, in its own name; NULL where nothing that was reported is about one. */
static const char *wrong_option(tf_call *call)
{
    tf_arena *arena = tf_call_arena(call);
    for (const tf_diagnostic *each = tf_call_diagnostics(call); each != NULL; each = each->next) {
        const char *option = each->path != NULL ? doctor_option_of(tf_path_text(arena, each->path)) : NULL;
        if (option != NULL)
            return tf_format(arena, "%s: %s: %s", option, each->summary, each->detail);
    }
    return NULL;
}

static void check(doctor_visit *visit)
{
    const bool can_ask_aws = doctor_check_aws(visit);
    doctor_check_control_plane(visit);
    if (can_ask_aws) {
        doctor_check_account(visit);
    } else {
        doctor_find(visit, &(doctor_finding){
                               .area = "account",
                               .check = "preflight",
                               .status = DOCTOR_SKIPPED,
                               .summary = "Not looked at: the account, since AWS cannot be asked",
                           });
    }
}

static int finish(const doctor_visit *visit)
{
    tf_arena *arena = tf_call_arena(visit->call);
    doctor_end_progress(visit);
    if (tf_cancel_fired(tf_call_cancel(visit->call)))
        return EXIT_FAILURE;
    (void)fputs(visit->options.json ? doctor_json_text(arena, visit->findings, visit->count, &visit->facts)
                                    : doctor_summary_text(arena, visit->findings, visit->count),
                stdout);
    return doctor_count(visit->findings, visit->count, DOCTOR_PROBLEM) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run(tf_call *call, const char *const *arguments)
{
    tf_arena *arena = tf_call_arena(call);
    doctor_visit visit = { .call = call, .facts = { .project_count = -1, .listener_count = -1 } };
    const char *problem = NULL;
    if (!doctor_read_options(arena, arguments, &visit.options, &problem))
        return fail_with_usage(arena, problem);
    if (visit.options.help)
        return fputs(doctor_usage(arena), stdout) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
    visit.config = config_of(arena, &visit.options);
    visit.has_colours = is_terminal(STDOUT_FILENO) && !is_set("NO_COLOR");
    visit.shows_progress = is_terminal(STDERR_FILENO);
    if (tf_command_configure(call, &visit.config)) {
        check(&visit);
    } else if ((problem = wrong_option(call)) != NULL) {
        return fail_with_usage(arena, problem);
    } else {
        doctor_find_reports(&visit, "provider", "configuration", DOCTOR_PROBLEM);
    }
    return finish(&visit);
}

const tf_command doctor_command = {
    .name = "doctor",
    .description = "say what Terraform will find here: credentials, key, account",
    .run = run,
};
