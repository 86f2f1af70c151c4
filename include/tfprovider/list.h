/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list resource: finds objects that exist, for `terraform query` (from Terraform 1.14 on), which can import them.
 * It lists objects of a managed resource that has an identity.
 */
#ifndef TFPROVIDER_LIST_H
#define TFPROVIDER_LIST_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

typedef struct tf_list_resource {
    const char *type_name;   /**< that of the managed resource whose objects are listed */
    const tf_schema *schema; /**< of the `config` block, what the list is narrowed by */

    /** Checks of the whole configuration. Optional. */
    bool (*validate)(tf_call *call, const void *config);

    /** Gives each object by tf_list_item, until there are no more or that returns false (enough, or interrupted). */
    bool (*list)(tf_call *call, const void *config);
} tf_list_resource;

/** Whether Terraform wants the objects whole; otherwise `object` may be NULL. */
bool tf_list_wants_objects(const tf_call *call);

/**
 * Sends one object to Terraform and waits until that has gone out. `identity` is a struct of the managed resource's
 * identity, `object` one of its attributes (or NULL), `display_name` is for people; none is needed after the call.
 * Returns false when no more objects are wanted: stop listing and return true.
 */
bool tf_list_item(tf_call *call, const char *display_name, const void *identity, const void *object);

/**
 * Reads an object into `object`, the zeroed struct of the managed resource's attributes, as an import and the read that
 * follows do: tf_identity returns a copy of the object's identity, private values are the object's own, tf_gone leaves
 * it out of the list, and the call's arena lives as long as the object. Returns false after reporting why it cannot be
 * read.
 */
typedef bool (*tf_list_reader)(tf_call *call, const void *source, void *object);

/** As tf_list_item, where `read` makes the object from `source`; it is called only if Terraform wants objects whole. */
bool tf_list_read(tf_call *call, const char *display_name, const void *identity, tf_list_reader read,
                  const void *source);

TF_END_DECLS

#endif
