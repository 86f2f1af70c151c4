/* SPDX-License-Identifier: Apache-2.0 */
/* data.langgraph_byoc_readiness: the preflight as data, for `check` blocks. */
#include "byoc/defaults.h"
#include "clients.h"
#include "data_sources/data_sources.h"
#include "image/reference.h"
#include "preflight/preflight.h"

struct problem {
    tf_string what;
    tf_string detail;
    tf_string remedy;
};

struct readiness {
    tf_string role_name;
    tf_string external_id;
    tf_string vpc_id;
    tf_string image_uri;
    tf_bool ready;
    TF_OBJECTS_OF(struct problem) problems;
    tf_string_list skipped;
};

static const tf_attribute problem_attributes[] = {
    { TF_STRING(struct problem, what), .mode = TF_COMPUTED, .description = "What is wrong, in a few words." },
    { TF_STRING(struct problem, detail), .mode = TF_COMPUTED, .description = "What was found." },
    { TF_STRING(struct problem, remedy), .mode = TF_COMPUTED, .description = "What to do about it." },
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct readiness, role_name), .mode = TF_OPTIONAL_COMPUTED,
      .description = "The role that the control plane assumes; `LangGraphCloudBYOCRole` where it is left out." },
    { TF_STRING(struct readiness, external_id), .mode = TF_OPTIONAL,
      .description = "External id that the role has to trust." },
    { TF_STRING(struct readiness, vpc_id), .mode = TF_OPTIONAL,
      .description = "The VPC to look at; each one that has the tag where it is left out." },
    { TF_STRING(struct readiness, image_uri), .mode = TF_OPTIONAL,
      .description = "Image to look for in ECR, for `linux/amd64`." },
    { TF_BOOL(struct readiness, ready), .mode = TF_COMPUTED, .description = "Whether no problem was found." },
    { TF_OBJECT_LIST(struct readiness, problems, struct problem, problem_attributes), .mode = TF_COMPUTED,
      .description = "What is wrong." },
    { TF_STRING_LIST(struct readiness, skipped), .mode = TF_COMPUTED,
      .description = "What could not be looked at, and why." },
};

static void fill_in(tf_arena *arena, struct readiness *readiness, const preflight_report *report)
{
    readiness->ready = tf_bool_of(report->problem_count == 0);
    readiness->problems.state = TF_KNOWN;
    readiness->problems.count = report->problem_count;
    readiness->problems.items = tf_alloc_array(arena, report->problem_count, sizeof *readiness->problems.items);
    for (size_t i = 0; i < report->problem_count; i++) {
        readiness->problems.items[i] = (struct problem){
            .what = tf_string_of(report->problems[i].what),
            .detail = tf_string_of(report->problems[i].detail),
            .remedy = tf_string_of(report->problems[i].remedy),
        };
    }
    readiness->skipped = (tf_string_list){ .state = TF_KNOWN, .count = report->skipped_count };
    readiness->skipped.items = tf_alloc_array(arena, report->skipped_count, sizeof *readiness->skipped.items);
    for (size_t i = 0; i < report->skipped_count; i++)
        readiness->skipped.items[i] = tf_string_of(report->skipped[i]);
}

static bool byoc_readiness_read(tf_call *call, void *data)
{
    struct readiness *readiness = data;
    if (!data_source_can_ask_aws(call))
        return true;
    if (tf_null(readiness->role_name))
        readiness->role_name = tf_string_of(byoc_role_name(tf_string_of("control_plane")));
    const tf_string region = clients_data_region(call);
    const preflight_subject subject = {
        .role_name = readiness->role_name.value,
        .principal_arn = tf_known(region) ? byoc_principal(region.value) : NULL,
        .external_id = tf_text_of(readiness->external_id, NULL),
        .vpc_id = tf_text_of(readiness->vpc_id, NULL),
        .image_uri = tf_text_of(readiness->image_uri, NULL),
    };
    preflight_report report;
    if (!preflight_run(clients_aws(call), call, &subject, &report))
        return false;
    fill_in(tf_call_arena(call), readiness, &report);
    return true;
}

const tf_data_source byoc_readiness_data_source = {
    .type_name = "langgraph_byoc_readiness",
    .schema = TF_SCHEMA(
        struct readiness, attributes,
        .description =
            "Whether an AWS account is ready for projects of its own (`byoc`): role, trust, policies, network and "
            "image, looked at without a change, for `check` blocks."),
    .read = byoc_readiness_read,
};
