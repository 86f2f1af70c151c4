/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider: its own block, what it offers, and the program that serves it to Terraform.
 */
#ifndef TFPROVIDER_PROVIDER_H
#define TFPROVIDER_PROVIDER_H

#include <tfprovider/action.h>
#include <tfprovider/command.h>
#include <tfprovider/data_source.h>
#include <tfprovider/ephemeral.h>
#include <tfprovider/function.h>
#include <tfprovider/list.h>
#include <tfprovider/resource.h>
#include <tfprovider/state_store.h>
#include <tfprovider/types.h>
#include <tfprovider/version.h>

TF_BEGIN_DECLS

typedef struct tf_provider {
    const char *address;     /**< source address, "registry.terraform.io/langgraph-community/langgraph" */
    const char *version;     /**< "0.1.0" */
    const tf_schema *schema; /**< TF_SCHEMA(struct …, table) */

    /** Checks of the whole provider block, beyond those of its attributes. Fields may be unknown. Optional. */
    bool (*validate)(tf_call *call, const void *config);

    /**
     * Makes from the provider block what tf_call_configured returns to all later calls. It outlives the call, so that
     * nothing in it may come from the call's arena, and calls on several threads share it: what changes in it is
     * locked. Fields of `config` may be unknown while Terraform plans. Optional.
     */
    bool (*configure)(tf_call *call, const void *config, void **out_configured);

    /** Releases what `configure` made, once no call uses it any more. */
    void (*release)(void *configured);

    const tf_schema *meta; /**< of modules' `provider_meta` blocks, for tf_provider_meta. Optional */

    /* What the provider offers: tables that end with NULL, or NULL where there is nothing of the kind. */
    const tf_resource *const *resources;
    const tf_data_source *const *data_sources;
    const tf_function *const *functions;
    const tf_ephemeral_resource *const *ephemerals;
    const tf_action *const *actions;
    const tf_list_resource *const *lists;
    const tf_state_store *const *state_stores;
    const tf_command *const *commands;
} tf_provider;

/** The layout of the tables that a provider was compiled with, for the library that reads them. Made with TF_ABI. */
typedef struct tf_abi {
    unsigned number;            /**< TFPROVIDER_ABI */
    const char *version;        /**< TFPROVIDER_VERSION */
    unsigned size_of_attribute; /**< bytes; tables of these are arrays */
    unsigned size_of_provider;
    unsigned size_of_resource;
} tf_abi;

#define TF_ABI                                                                                 \
    TF_CONSTANT_(tf_abi, { TFPROVIDER_ABI, TFPROVIDER_VERSION, (unsigned)sizeof(tf_attribute), \
                           (unsigned)sizeof(tf_provider), (unsigned)sizeof(tf_resource) })

/**
 * The whole program: handshake, server, logs, `--debug`, `--describe`, `--version`, `--help` and the provider's
 * commands. Returns what `main` should return: 0 after an orderly end, 1 after an explanation on stderr, a command's
 * exit status. A library whose tables have another layout than the provider was compiled with refuses to serve it.
 */
#define tf_serve(provider, argc, argv) tf_serve_with((provider), TF_ABI, (argc), (argv))
int tf_serve_with(const tf_provider *provider, const tf_abi *abi, int argc, char **argv);

/** The version of the library that runs, which may be newer than TFPROVIDER_VERSION. */
const char *tf_library_version(void);

TF_END_DECLS

#endif
