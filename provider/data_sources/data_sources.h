/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider's data sources. One is a file that defines a `const tf_data_source <name>_data_source`, and one word in
 * PROVIDER_DATA_SOURCES.
 */
#ifndef DATA_SOURCES_DATA_SOURCES_H
#define DATA_SOURCES_DATA_SOURCES_H

#include <tfprovider/data_source.h>

#include "control_plane/project.h"

/** All data sources, by the names of their files. */
#define PROVIDER_DATA_SOURCES(each)                                                                         \
    each(byoc_readiness) each(github_installations) each(image) each(listeners) each(network) each(project) \
        each(project_revisions) each(projects)

#define PROVIDER_DECLARE_DATA_SOURCE(name) extern const tf_data_source name##_data_source;
PROVIDER_DATA_SOURCES(PROVIDER_DECLARE_DATA_SOURCE)
#undef PROVIDER_DECLARE_DATA_SOURCE

/** The id of a workspace, for `workspace_id` of all of them. */
#define WORKSPACE_DESCRIPTION "Workspace to look in, in place of the provider's."

/**
 * Whether the control plane can be asked. Where the provider block is not known yet, the read is put off to a later
 * plan if this Terraform can, and asked for all the same otherwise, which reports what is missing.
 */
bool data_source_can_ask(tf_call *call);

/** Likewise for AWS. */
bool data_source_can_ask_aws(tf_call *call);

#endif
