/* SPDX-License-Identifier: Apache-2.0 */
/*
 * URLs: escaping, and which ones are acceptable.
 */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

/**
 * `text` with everything but RFC 3986's unreserved characters percent-encoded: for a path segment, a query value, a
 * form.
 */
const char *http_escape(tf_arena *arena, const char *text);

/** `text` with its percent-encoding undone; NULL where an escape is malformed or stands for NUL. `+` stays `+`. */
const char *http_unescape(tf_arena *arena, const char *text);

/** What an absolute URL consists of, as libcurl reads it. */
typedef struct http_url {
    const char *scheme; /**< in lower case */
    const char
        *host; /**< in lower case, without brackets, an address of IPv4 in its usual form: "127.0.0.1" for "127.1" */
    const char *port; /**< the scheme's own where the URL names none; NULL where neither is known */
    bool has_user;    /**< whether it names a user */
} http_url;

/** Takes `url` apart; false where it is malformed or names no host. */
bool http_url_parse(tf_arena *arena, const char *url, http_url *out);

/**
 * Whether `host`, as http_url has it, cannot lead off the machine: an address of the loopback network, or "localhost".
 */
bool http_is_loopback(const char *host);

/**
 * Why `url` is not acceptable, as a whole sentence, or NULL where it is: absolute, https, or plain http to a loopback
 * address, without user name, password or fragment, and without blanks or control characters.
 */
const char *http_url_problem(tf_arena *arena, const char *url);

/**
 * Whether `host` is an address at which a machine or container is told about itself: the metadata services of EC2, ECS
 * and EKS.
 */
bool http_is_metadata(const char *host);

/** As http_url_problem, with plain http accepted for those addresses too. */
const char *http_metadata_url_problem(tf_arena *arena, const char *url);

/**
 * As http_url_problem, for a URL that paths are to be put behind: it may have a path of its own, but no query either.
 */
const char *http_endpoint_problem(tf_arena *arena, const char *url);

/**
 * `url`, which was refused or may be malformed, as a message may show it: without what can be a user's name, a password
 * (all up to the last @), a query or a fragment.
 */
const char *http_url_shown(tf_arena *arena, const char *url);

/** The host of an absolute URL in lower case, without port and brackets; NULL where there is none. */
const char *http_url_host(tf_arena *arena, const char *url);

#endif
