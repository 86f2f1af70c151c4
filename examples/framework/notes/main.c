/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "notes.h"

struct configuration {
    tf_string directory;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct configuration, directory), .mode = TF_REQUIRED, .validators = TF_VALIDATORS(TF_NOT_EMPTY),
      .description = "Directory of the notes, which has to exist." },
};

static bool configure(tf_call *call, const void *config, void **out_configured)
{
    const struct configuration *configuration = config;
    if (!tf_known(configuration->directory))
        return true;
    char *directory = strdup(configuration->directory.value);
    if (directory == NULL)
        return tf_fail(call, "Out of memory", "The provider cannot be configured.");
    *out_configured = directory;
    return true;
}

static const tf_provider notes_provider = {
    .address = "registry.terraform.io/example/notes",
    .version = NOTES_VERSION,
    .schema = TF_SCHEMA(struct configuration, attributes, .description = "Keeps notes as files in a directory."),
    .configure = configure,
    .release = free,
    .resources = (const tf_resource *const[]){ &note_resource, NULL },
    .data_sources = (const tf_data_source *const[]){ &note_data_source, NULL },
    .functions = (const tf_function *const[]){ &slug_function, NULL },
};

int main(int argc, char **argv)
{
    return tf_serve(&notes_provider, argc, argv);
}
