/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which hosts are reached without a proxy, where libcurl differs from Terraform and other programs in Go.
 */
#ifndef HTTP_PROXY_H
#define HTTP_PROXY_H

#include <tfprovider/arena.h>

/**
 * What the environment excepts from its proxies (no_proxy, else NO_PROXY) for requests to `port`, as CURLOPT_NOPROXY takes it:
 * an entry with a port counts for that port only, and is given without it. "" where nothing is excepted.
 */
const char *http_exceptions_from_proxy(tf_arena *arena, const char *port);

#endif
