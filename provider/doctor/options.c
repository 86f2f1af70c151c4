/* SPDX-License-Identifier: Apache-2.0 */
/* The table of the options, and how they are read. Whether a value can be one is checked where it is used. */
#include "doctor/options.h"

#include <stddef.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* An option with a value. */
typedef struct option {
    const char *name;
    const char *value;     /* what --help calls it */
    size_t offset;         /* of its field */
    const char *attribute; /* of the provider block, that it stands for; NULL where it stands for none */
    const char *description;
} option;

static const option options[] = {
    { "--region", "REGION", offsetof(doctor_options, region), "aws.region", "AWS region of the network" },
    { "--profile", "NAME", offsetof(doctor_options, profile), "aws.profile", "profile of AWS's shared files" },
    { "--endpoint", "URL", offsetof(doctor_options, endpoint), "endpoint", "the control plane's URL" },
    { "--workspace", "ID", offsetof(doctor_options, workspace), "workspace_id", "LangSmith workspace" },
    { "--role", "NAME|ARN", offsetof(doctor_options, role), NULL, "role that the control plane assumes" },
    { "--external-id", "ID", offsetof(doctor_options, external_id), NULL, "external id that the role has to trust" },
    { "--vpc", "ID", offsetof(doctor_options, vpc), NULL, "VPC to look at, in place of each one with the tag" },
    { "--image", "URI", offsetof(doctor_options, image), NULL, "image to look for in ECR" },
};

/* The option whose name `argument` begins with; `*out_value` is what it says behind "=", NULL without. */
static const option *find(const char *argument, const char **out_value)
{
    const size_t size = strcspn(argument, "=");
    *out_value = argument[size] == '=' ? argument + size + 1 : NULL;
    for (size_t i = 0; i < COUNT(options); i++) {
        if (strlen(options[i].name) == size && strncmp(options[i].name, argument, size) == 0)
            return &options[i];
    }
    return NULL;
}

static bool read_flag(const char *argument, doctor_options *out)
{
    const bool json = strcmp(argument, "--json") == 0;
    const bool help = strcmp(argument, "--help") == 0 || strcmp(argument, "-help") == 0 || strcmp(argument, "-h") == 0;
    out->json = out->json || json;
    out->help = out->help || help;
    return json || help;
}

bool doctor_read_options(tf_arena *arena, const char *const *arguments, doctor_options *out, const char **out_problem)
{
    *out = (doctor_options){ .json = false };
    for (; *arguments != NULL; arguments++) {
        const char *value = NULL;
        const option *found = find(*arguments, &value);
        if (found == NULL && read_flag(*arguments, out))
            continue;
        if (found == NULL) {
            *out_problem = tf_format(arena, "there is no option %s", *arguments);
            return false;
        }
        if (value == NULL)
            value = *++arguments;
        if (value == NULL || value[0] == '\0') {
            *out_problem = tf_format(arena, "%s needs a value: %s %s", found->name, found->name, found->value);
            return false;
        }
        *(const char **)((char *)out + found->offset) = value;
    }
    return true;
}

const char *doctor_option_of(const char *path)
{
    for (size_t i = 0; i < COUNT(options); i++) {
        if (options[i].attribute != NULL && strcmp(options[i].attribute, path) == 0)
            return options[i].name;
    }
    return NULL;
}

const char *doctor_usage(tf_arena *arena)
{
    tf_text_builder text = { .arena = arena };
    tf_append(&text,
              "Usage: terraform-provider-langgraph doctor [OPTION]…\n\n"
              "Says what Terraform will find where this is run: whose AWS credentials there are, what the\n"
              "LangSmith key can do, and whether the account is ready for projects with `byoc`. It only reads.\n\n");
    for (size_t i = 0; i < COUNT(options); i++) {
        const char *left = tf_format(arena, "%s %s", options[i].name, options[i].value);
        tf_append_format(&text, "  %-21s  %s", left, options[i].description);
        if (options[i].attribute != NULL)
            tf_append_format(&text, " (as `%s` of the provider block)", options[i].attribute);
        tf_append(&text, "\n");
    }
    tf_append(&text,
              "  --json                 print one JSON object\n"
              "  --help                 print this\n\n"
              "What no option says comes from the environment and the files that the provider reads, too: AWS_…,\n"
              "LANGSMITH_API_KEY, LANGSMITH_PROFILE, LANGGRAPH_HOST_URL, LANGGRAPH_DATA_REGION and so on.\n\n"
              "Exit status: 0 where nothing is wrong, or only some things could not be looked at; 1 where\n"
              "something is wrong; 2 where the options cannot be read.\n");
    return tf_built_text(&text);
}
