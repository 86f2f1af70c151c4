/*
 * A managed resource: one table of attributes and a handful of functions that take the resource's own struct. This is
 * all that a resource's author includes. See CONTRIBUTING.md for a walk-through.
 */
#ifndef TFPROVIDER_RESOURCE_H
#define TFPROVIDER_RESOURCE_H

#include <tfprovider/call.h>
#include <tfprovider/schema.h>
#include <tfprovider/value.h>

#pragma GCC visibility push(default)

typedef struct tf_resource {
    const char *type_name;       /**< "langgraph_subnet_tag" */
    const char *description;     /**< Markdown */
    const char *import_id;       /**< for the documentation: what the import id is, with an example */
    int64_t version;             /**< of the schema */
    const tf_schema *attributes; /**< TF_ATTRIBUTES(struct …, table) */

    /** Checks of the whole configuration, beyond those of its attributes. Fields may be unknown. Optional. */
    bool (*validate)(tf_call *call, const void *config);

    /**
     * Refines the plan of a create (`prior` is NULL) or an update. `planned` holds the configuration, defaults, prior values
     * where they are kept, and unknown where only the apply will tell; the function makes known what it can tell already, or
     * unknown what an update will change. Not called where nothing is planned but a destroy. May run before the provider
     * is configured (tf_call_configured is NULL, or says that it is not known yet) and must then plan without calls. Optional.
     */
    bool (*plan)(tf_call *call, const void *prior, void *planned);

    /**
     * Makes the object and fills in every unknown field. Once something exists that a later destroy must take away, call
     * tf_keep_state: from then on a failure leaves `plan`, as it then stands, as (tainted) state.
     */
    bool (*create)(tf_call *call, void *plan);

    /** Brings `state` up to date, or says tf_gone. Fields that a failed create left are null. */
    bool (*read)(tf_call *call, void *state);

    /**
     * Changes the object from `prior` to `plan` and fills in every unknown field. After a failure the prior state is kept,
     * unless tf_keep_state was called: then `plan`, with the prior values where it is unknown. Optional: without it every
     * change replaces.
     */
    bool (*update)(tf_call *call, const void *prior, void *plan);

    /** Takes the object away; one that is gone already is a success. After a failure the state is kept. */
    bool (*delete)(tf_call *call, const void *state);

    /** Sets in `state`, which is all null, what `read` needs to find the object by `id`. A read follows. Optional. */
    bool (*import)(tf_call *call, const char *id, void *state);
} tf_resource;

/** In create and update: what the struct holds is worth keeping as state even if the function fails later. */
void tf_keep_state(tf_call *call);

#pragma GCC visibility pop

#endif
