/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The environment's proxies: which hosts are reached without one, where libcurl differs from Terraform and other
 * programs in Go, and their passwords, which no message shows.
 */
#ifndef HTTP_PROXY_H
#define HTTP_PROXY_H

#include <tfprovider/arena.h>

/**
 * What the environment excepts from its proxies (no_proxy, else NO_PROXY) for requests to `port`, as CURLOPT_NOPROXY
 * takes it: an entry with a port counts for that port only, and is given without it. "" where nothing is excepted.
 */
const char *http_exceptions_from_proxy(tf_arena *arena, const char *port);

/** Protects users and passwords of the environment's proxies (tf_log_protect), whichever of them is used. */
void http_protect_proxies(void);

/**
 * `message` of libcurl's, which quotes a proxy's address where it is malformed, without user and password, however
 * short. `message` itself where there is nothing of the kind in it.
 */
const char *http_without_proxy_password(tf_arena *arena, const char *message);

#endif
