/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look at the account of a BYOC project before the control plane is told anything. What is looked at is the
 * preflight's; here it is asked for, and told as one error and one warning.
 */
#include "preflight/preflight.h"

#include <tfprovider/cancel.h>
#include <tfprovider/log.h>

#include "aws/account.h"
#include "aws/arn.h"
#include "byoc/defaults.h"
#include "clients.h"
#include "resources/project/project.h"

/* So long EC2 may take to find by their tags what got these a moment ago, and between two looks, in milliseconds. */
#define PROPAGATION_MS 10000
#define PAUSE_MS 500

/* The end of each text: the account may be none that Terraform's credentials are to reach. */
#define ABOUT_GOING_WITHOUT                                                                                      \
    "The preflight looked at the AWS account of the project before the control plane was called. To go without " \
    "it, set `preflight = false`."

static bool is_to_be_looked_at(const struct project *prior, const struct project *plan)
{
    return tf_known(plan->byoc) && plan->preflight.value
           && (prior == NULL || !tf_same_string(prior->image_uri, plan->image_uri));
}

static preflight_subject subject_of(tf_call *call, const struct project *plan)
{
    const struct project_byoc *byoc = plan->byoc.value;
    const tf_string region = clients_data_region(call);
    return (preflight_subject){
        .region = byoc->region.value,
        .account_id = aws_account_of_role(tf_call_arena(call), byoc->role_arn.value),
        .role_name = aws_name_of_role(byoc->role_arn.value),
        .role_arn = byoc->role_arn.value,
        .principal_arn = tf_known(region) ? byoc_principal(region.value) : NULL,
        .external_id = byoc->external_id.value,
        .image_uri = plan->image_uri.value,
        .has_own_database = project_has_own_database(call, plan),
    };
}

static bool fail_with_problems(tf_call *call, const preflight_subject *subject, const preflight_report *report)
{
    tf_text_builder text = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < report->problem_count; i++) {
        const preflight_problem *problem = &report->problems[i];
        tf_append_format(&text, "\n  - %s: %s %s", problem->what, problem->detail, problem->remedy);
    }
    return tf_fail_on(
        call, "byoc", "The Account Is Not Ready for the Project",
        "In the account %s, region %s, the control plane could not deploy. Nothing was changed.%s\n\n" ABOUT_GOING_WITHOUT,
        subject->account_id, subject->region, tf_built_text(&text));
}

static void warn_of_skipped(tf_call *call, const preflight_report *report)
{
    tf_text_builder text = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < report->skipped_count; i++)
        tf_append_format(&text, "\n  - %s", report->skipped[i]);
    if (report->skipped_count > 0) {
        tf_warn_on(
            call, "byoc", "The Account Was Not Looked At as a Whole",
            "What is not right about the following shows only when the control plane deploys:%s\n\n" ABOUT_GOING_WITHOUT,
            tf_built_text(&text));
    }
}

/* The same apply may have set the tags by which the network is found: these EC2 may not find at once. */
static bool run_patiently(tf_call *call, const preflight_subject *subject, preflight_report *out)
{
    const int64_t last_write = ec2_last_write(clients_ec2(call));
    const int64_t give_up_at = last_write + PROPAGATION_MS;
    for (;;) {
        if (!preflight_run(clients_aws(call), call, subject, out))
            return false;
        if (out->problem_count == 0 || last_write == 0 || tf_now_ms() >= give_up_at)
            return true;
        tf_log(TF_LOG_INFO, "provider.project", "%s: asked again, since tags were set a moment ago",
               out->problems[0].detail);
        if (!tf_cancel_wait(tf_call_cancel(call), tf_deadline_in_ms(PAUSE_MS)))
            return tf_fail(call, "Interrupted", "Stopped while the account was looked at. Nothing was changed.");
    }
}

bool project_preflight(tf_call *call, const struct project *prior, const struct project *plan)
{
    if (!is_to_be_looked_at(prior, plan))
        return true;
    const preflight_subject subject = subject_of(call, plan);
    preflight_report report;
    if (!run_patiently(call, &subject, &report))
        return tf_add_to_errors(call, ABOUT_GOING_WITHOUT);
    warn_of_skipped(call, &report);
    return report.problem_count == 0 || fail_with_problems(call, &subject, &report);
}

bool project_plan_preflight(tf_call *call, const struct project *prior, const struct project *planned)
{
    bool answers;
    return tf_unknown(planned->byoc) || !clients_know_aws(call) || !is_to_be_looked_at(prior, planned)
           || aws_check_account(clients_aws(call), call, &answers) || tf_add_to_errors(call, ABOUT_GOING_WITHOUT);
}
