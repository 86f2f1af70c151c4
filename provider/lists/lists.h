/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider's list resources: what exists of each managed resource, whoever made it. One is a file that defines a
 * `const tf_list_resource <name>_list`, and one word in PROVIDER_LISTS.
 */
#ifndef LISTS_LISTS_H
#define LISTS_LISTS_H

#include <tfprovider/list.h>

/** All list resources, by the names of their files. */
#define PROVIDER_LISTS(each) each(cloud_role) each(listener) each(project) each(subnet_tag)

#define PROVIDER_DECLARE_LIST(name) extern const tf_list_resource name##_list;
PROVIDER_LISTS(PROVIDER_DECLARE_LIST)
#undef PROVIDER_DECLARE_LIST

#endif
