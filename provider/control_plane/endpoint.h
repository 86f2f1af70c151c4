/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the control plane is.
 */
#ifndef CONTROL_PLANE_ENDPOINT_H
#define CONTROL_PLANE_ENDPOINT_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/** Where the endpoint may come from, in order of precedence. NULL or "" for what is not set. */
typedef struct control_plane_endpoint_sources {
    const char *configured;         /**< `endpoint` of the provider block */
    const char *host_url;           /**< LANGGRAPH_HOST_URL */
    const char *control_plane_url;  /**< LANGSMITH_CONTROL_PLANE_URL */
    const char *langsmith_endpoint; /**< LANGSMITH_ENDPOINT: the address of LangSmith itself */
    const char *profile_api_url;    /**< `api_url` of a profile: likewise */
    const char *data_region;        /**< `us` where it is not set */
} control_plane_endpoint_sources;

/**
 * The endpoint, without a slash at its end; NULL where `data_region` decides and is none. `*out_source` (NULL allowed)
 * names, in words for people, the source that it is taken from.
 */
const char *control_plane_endpoint(tf_arena *arena, const control_plane_endpoint_sources *sources,
                                   const char **out_source);

/**
 * The control plane that belongs to a LangSmith: `[region.]smith.langchain.com`, with or without `api.` in it, has
 * `[region.]api.host.langchain.com`, any other host of langchain.com that of the United States, and a LangSmith
 * elsewhere its root, without `/api/v1` or `/api`, followed by `/api-host`.
 */
const char *control_plane_endpoint_of_langsmith(tf_arena *arena, const char *langsmith_endpoint);

/** The cloud's endpoint in a data region, static; NULL where there is no such region. */
const char *control_plane_cloud_endpoint(const char *data_region);

/** Whether `endpoint` is one of LangChain's cloud. */
bool control_plane_is_cloud(tf_arena *arena, const char *endpoint);

#endif
