/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A managed resource: one table of attributes and a handful of functions that take the resource's own struct. This is
 * all that a resource's author includes. See docs/framework for a walk-through.
 */
#ifndef TFPROVIDER_RESOURCE_H
#define TFPROVIDER_RESOURCE_H

#include <tfprovider/call.h>
#include <tfprovider/schema.h>
#include <tfprovider/timeouts.h>
#include <tfprovider/value.h>

TF_BEGIN_DECLS

/** What a `moved` block offers: an object that another resource type, perhaps of another provider, has had so far. */
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
     * Refines the plan of a create (`prior` is NULL) or an update. `planned` holds the configuration, defaults, prior
     * values where they are kept, and unknown where only the apply will tell; the function makes known what it can tell
     * already, or unknown what an update will change. Not called where nothing is planned but a destroy. May run before
     * the provider is configured (tf_call_configured is NULL, or says that it is not known yet) and must then plan
     * without calls. Optional.
     */
    bool (*plan)(tf_call *call, const void *prior, void *planned);

    /**
     * Makes the object and fills in every unknown field. Once something exists that a later destroy must take away,
     * call tf_keep_state: from then on a failure leaves `plan`, as it then stands, as (tainted) state.
     */
    bool (*create)(tf_call *call, void *plan);

    /** Brings `state` up to date, or says tf_gone. Fields that a failed create left are null. */
    bool (*read)(tf_call *call, void *state);

    /**
     * Changes the object from `prior` to `plan` and fills in every unknown field. After a failure the prior state is
     * kept, unless tf_keep_state was called: then `plan`, with the prior values where it is unknown. Optional: without
     * it every change replaces.
     */
    bool (*update)(tf_call *call, const void *prior, void *plan);

    /** Takes the object away; one that is gone already is a success. After a failure the state is kept. */
    bool (*TF_MEMBER_(delete))(tf_call *call, const void *state);

    /**
     * Sets in `state`, which is all null, what `read` needs to find the object by `id`. A read follows. Where the
     * resource has an identity, users may import by that instead: then `id` is NULL, and tf_identity has what they
     * gave. Optional.
     */
    bool (*import)(tf_call *call, const char *id, void *state);

    /**
     * In place of `import`: the attribute of type string that the id is put into, "id". An identity's attribute of that
     * name too.
     */
    const char *import_attribute;

    /**
     * What tells the object from all others and never changes, in a struct of its own (Terraform 1.12 and newer keep it
     * beside the state): attributes of strings, bools, numbers and lists of these. TF_REQUIRED ones have to be given in
     * an import by identity, TF_OPTIONAL ones may be. create, read, import and move set it through tf_identity.
     * Optional.
     */
    const tf_schema *identity;

    /** Plan the resource as usual although the provider as a whole is deferred, see tf_defer. */
    bool plans_while_deferred;

    /** Says at plan time what stands against destroying `prior`, or warns of it. Optional. */
    bool (*plan_destroy)(tf_call *call, const void *prior);

    /**
     * Fills in `state`, which is all null, from a state that was stored under the older schema `version`, as JSON: read
     * it with tf_decode_json and a table of that version's attributes. Needed once `version` is above 0. Optional
     * before.
     */
    bool (*upgrade)(tf_call *call, int64_t version, const char *stored, void *state);

    /** As `upgrade`, for an identity stored under an older identity_version. */
    bool (*upgrade_identity)(tf_call *call, int64_t version, const char *stored, void *identity);

    /**
     * Fills in `state`, which is all null, and tf_identity, from an object that another resource type has had so far.
     * An error where it cannot come from there. May be called before the provider is configured. Optional.
     */
    bool (*move)(tf_call *call, const tf_move_source *source, void *state);

    /**
     * Takes out of `config`, which was generated from the state of an imported object, what cannot be written beside
     * the rest: sets it to null. Optional.
     */
    bool (*generate)(tf_call *call, void *config);

    /**
     * Is told of each object that Terraform holds, as its state was stored: before it is planned or read, where it is
     * tainted too, which a plan shows as a create. For what a plan of another object has to know of it. Makes no calls,
     * and reports nothing. The provider may not be configured. Optional.
     */
    void (*note_held)(tf_call *call, const void *state);
} tf_resource;

/**
 * The resource's identity in its own struct, to read and to set; all null before it is known. NULL where it has none.
 */
void *tf_identity(tf_call *call);

/**
 * Reads `json` into `out`, a struct that `schema` describes. Attributes that the schema does not know are skipped,
 * those that are missing are null. False after reporting what is wrong with it.
 */
bool tf_decode_json(tf_call *call, const tf_schema *schema, const char *json, void *out);

/** In create and update: what the struct holds is worth keeping as state even if the function fails later. */
void tf_keep_state(tf_call *call);

TF_END_DECLS

#endif
