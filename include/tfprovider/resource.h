/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A managed resource: one table of attributes and a handful of functions that take the resource's own struct. A file
 * that defines a resource needs no other header. docs/framework/tutorial.md is a walk-through.
 */
#ifndef TFPROVIDER_RESOURCE_H
#define TFPROVIDER_RESOURCE_H

#include <tfprovider/call.h>
#include <tfprovider/schema.h>
#include <tfprovider/timeouts.h>
#include <tfprovider/value.h>

TF_BEGIN_DECLS

/** What a `moved` block offers: an object of another resource type, perhaps of another provider. */
typedef struct tf_move_source {
    const char *provider_address; /**< "registry.terraform.io/hashicorp/random" */
    const char *type_name;        /**< "random_string" */
    int64_t version;              /**< of the other type's schema */
    const char *state;            /**< the stored state as JSON; read it with tf_decode_json */
    const char *identity;         /**< the stored identity as JSON, NULL where there is none */
} tf_move_source;

typedef struct tf_resource {
    const char *type_name;   /**< "langgraph_subnet_tag" */
    const char *import_id;   /**< for the documentation: what the import id is, with an example */
    const tf_schema *schema; /**< TF_SCHEMA(struct …, table) */

    /** Checks of the whole configuration, beyond those of its attributes. Fields may be unknown. Optional. */
    bool (*validate)(tf_call *call, const void *config);

    /**
     * Refines the plan of a create (`prior` is NULL) or an update. `planned` has what is configured, defaults, the
     * prior values of `use_state_for_unknown`, and unknown for every other computed field; the function sets those
     * whose value is certain, and makes unknown what an update will change. Not called for a destroy. May run before
     * the provider is configured (tf_call_configured returns NULL) and must then do without requests. Optional.
     */
    bool (*plan)(tf_call *call, const void *prior, void *planned);

    /**
     * Creates the object and sets every unknown field of `plan`. Once something exists that a destroy has to remove,
     * call tf_keep_state: if the function fails after that, `plan` as it is then becomes the (tainted) state.
     */
    bool (*create)(tf_call *call, void *plan);

    /** Brings `state` up to date, or calls tf_gone. Fields that a failed create did not set are null. */
    bool (*read)(tf_call *call, void *state);

    /**
     * Changes the object from `prior` to `plan` and sets every unknown field of `plan`. After a failure the state is
     * `prior`; if tf_keep_state was called it is `plan`, with prior values for what is still unknown. Optional: without
     * it every change replaces the resource.
     */
    bool (*update)(tf_call *call, const void *prior, void *plan);

    /** Destroys the object; one that does not exist any more is a success. After a failure the state is kept. */
    bool (*TF_MEMBER_(delete))(tf_call *call, const void *state);

    /**
     * Sets in `state`, whose fields are all null, what `read`, which is called next, needs to find the object by `id`.
     * Where the resource has an identity, users may import by that: `id` is NULL then, and tf_identity returns what
     * they gave. Optional.
     */
    bool (*import)(tf_call *call, const char *id, void *state);

    /**
     * In place of `import`: the string attribute that the id is stored in, such as "id"; likewise the identity's
     * attribute of that name.
     */
    const char *import_attribute;

    /**
     * The identity: what identifies the object and never changes, in a struct of its own, which Terraform 1.12 and
     * newer keep beside the state. Its attributes are strings, bools, numbers and lists of these. An import by identity
     * has to give the TF_REQUIRED ones and may give the TF_OPTIONAL ones. create, read, import and move set it through
     * tf_identity. Optional.
     */
    const tf_schema *identity;

    /** Whether the resource is planned even where the provider as a whole is deferred (tf_defer). */
    bool plans_while_deferred;

    /** Reports, when a destroy of `prior` is planned, what forbids it, or warns. Optional. */
    bool (*plan_destroy)(tf_call *call, const void *prior);

    /**
     * Sets `state`, whose fields are all null, from the state that was stored with the older schema `version`, as JSON:
     * read it with tf_decode_json and a schema of that version's attributes. Required once the schema's version is
     * above 0.
     */
    bool (*upgrade)(tf_call *call, int64_t version, const char *stored, void *state);

    /** As `upgrade`, for an identity that was stored with an older version of the identity's schema. */
    bool (*upgrade_identity)(tf_call *call, int64_t version, const char *stored, void *identity);

    /**
     * Sets `state`, whose fields are all null, and tf_identity, from an object of another resource type; reports an
     * error for types that cannot be moved from. May run before the provider is configured. Optional.
     */
    bool (*move)(tf_call *call, const tf_move_source *source, void *state);

    /**
     * Corrects `config`, which was generated from the state of an imported object: sets to null what a configuration
     * cannot have beside the rest. Optional.
     */
    bool (*generate)(tf_call *call, void *config);

    /**
     * Called with the stored state of each object, before it is planned or read and even where it is tainted, which a
     * plan shows as a create: for what plans of other objects have to know of it. Makes no requests and reports
     * nothing. The provider may not be configured yet. Optional.
     */
    void (*note_held)(tf_call *call, const void *state);
} tf_resource;

/**
 * The resource's identity in its own struct, to read and to set; its fields are null before it is known. NULL where the
 * resource has no identity.
 */
void *tf_identity(tf_call *call);

/**
 * Reads `json` into `out`, a struct that `schema` describes. Attributes that the schema does not know are skipped,
 * those that are missing are null. False after reporting what is wrong with it.
 */
bool tf_decode_json(tf_call *call, const tf_schema *schema, const char *json, void *out);

/** In create and update: makes the struct the new state even if the function fails later. */
void tf_keep_state(tf_call *call);

TF_END_DECLS

#endif
