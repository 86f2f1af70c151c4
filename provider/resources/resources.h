/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every resource of the provider. A resource is a file (or a folder) that defines a `const tf_resource
 * <name>_resource`, and one line here.
 */
#ifndef RESOURCES_RESOURCES_H
#define RESOURCES_RESOURCES_H

#include <tfprovider/resource.h>

/** Everything that the provider offers, by the names of its files in provider/resources. */
#define PROVIDER_RESOURCES(each) each(cloud_role) each(listener) each(project) each(subnet_tag)

#define PROVIDER_DECLARE_RESOURCE(name) extern const tf_resource name##_resource;
PROVIDER_RESOURCES(PROVIDER_DECLARE_RESOURCE)
#undef PROVIDER_DECLARE_RESOURCE

#endif
