/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A state store: keeps Terraform's states (from Terraform 1.15 on, experimental there). A state is a sequence of bytes
 * under an id, the workspace's name; the framework cuts it into chunks and puts them together.
 */
#ifndef TFPROVIDER_STATE_STORE_H
#define TFPROVIDER_STATE_STORE_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

typedef struct tf_state_store {
    const char *type_name;
    const tf_schema *schema; /**< TF_SCHEMA(struct …, table) */

    /** Checks of the whole configuration. Optional. */
    bool (*validate)(tf_call *call, const void *config);

    /**
     * Makes from the configuration what the other functions get by tf_call_store. It lives beyond the call, as what
     * tf_provider's configure makes: nothing in it may come from the call's arena. Optional.
     */
    bool (*configure)(tf_call *call, const void *config, void **out_store);

    /** Releases what `configure` made, once no call uses it any more. Optional. */
    void (*release)(void *store);

    /** The ids under which anything is kept, each by tf_state_id. */
    bool (*list)(tf_call *call);

    /** The state under `id`, in the call's arena; `*out_bytes` stays NULL where there is none. */
    bool (*read)(tf_call *call, const char *id, const void **out_bytes, size_t *out_size);

    /** Keeps `size` bytes under `id`, in place of what there was. They are there until the function returns. */
    bool (*write)(tf_call *call, const char *id, const void *bytes, size_t size);

    /** Drops what is kept under `id`. */
    bool (*TF_MEMBER_(delete))(tf_call *call, const char *id);

    /**
     * Takes the lock of `id` for `operation` ("plan"); `*out_lock`, in the call's arena, identifies it. An error where
     * it is held.
     */
    bool (*lock)(tf_call *call, const char *id, const char *operation, const char **out_lock);

    /** Gives back the lock that `lock` identifies. An error where it is not held, or another one is. */
    bool (*unlock)(tf_call *call, const char *id, const char *lock);
} tf_state_store;

/** What `configure` of the store made, NULL where there is none. */
void *tf_call_store(const tf_call *call);

/** In list: one id, copied. */
void tf_state_id(tf_call *call, const char *id);

TF_END_DECLS

#endif
