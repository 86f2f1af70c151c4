/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider "langgraph": its resources, and what they get of its configuration.
 *
 * A resource is one file that defines a `const tf_resource <name>_resource`, and one line in PROVIDER_RESOURCES.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <tfprovider/provider.h>

/** Everything that the provider offers, by the names of its files in provider/resources. */
#define PROVIDER_RESOURCES(each) each(cloud_role) each(project) each(subnet_tag)

#define PROVIDER_DECLARE_RESOURCE(name) extern const tf_resource name##_resource;
PROVIDER_RESOURCES(PROVIDER_DECLARE_RESOURCE)
#undef PROVIDER_DECLARE_RESOURCE

typedef struct aws_client aws_client;
typedef struct control_plane_client control_plane_client;

/** The provider itself, for tf_serve and for the generator of the documentation. */
extern const tf_provider langgraph_provider;

/**
 * Whether what AWS calls need of the provider block is known. Where it is not (the provider is not configured yet, or another
 * module is yet to make a key), a plan and a refresh go on without calls.
 */
bool provider_aws_is_known(const tf_call *call);

/** Likewise for the control plane. */
bool provider_control_plane_is_known(const tf_call *call);

/**
 * The AWS client, which belongs to the provider. Credentials are looked for with its first request. NULL, after reporting it,
 * where the configuration is not known.
 */
aws_client *provider_aws(tf_call *call);

/**
 * The control plane's client, which belongs to the provider. NULL, after reporting it, where there is no API key (the error
 * says where it was looked for) or the configuration is not known.
 */
control_plane_client *provider_control_plane(tf_call *call);

/** The data region: `us`, `eu`, `apac` or `aws_us`; unknown where the configuration does not tell yet. */
tf_string provider_data_region(const tf_call *call);

/** `aws.default_tags`, an empty map where there are none; unknown where the configuration does not tell yet. */
tf_string_map provider_default_tags(const tf_call *call);

#endif
