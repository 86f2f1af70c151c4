/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the certificates are that servers are trusted by.
 */
#ifndef HTTP_TRUST_H
#define HTTP_TRUST_H

#include <tfprovider/arena.h>

typedef struct http_trust {
    const char *file; /**< of certificates (PEM); NULL for none */
    const char
        *directories;   /**< of certificates by hashed names, as OpenSSL reads them, separated by ':'; NULL for none */
    const char *looked; /**< what was taken, or where was looked in vain; for the text of an error */
} http_trust;

/** Places where systems keep certificates; both lists end with NULL. */
typedef struct http_trust_places {
    const char *const *files;
    const char *const *directories;
} http_trust_places;

/** Where Linux distributions and macOS keep what is trusted by default. */
extern const http_trust_places http_system_trust;

/**
 * `ca_bundle` where it is not NULL, else what SSL_CERT_FILE and SSL_CERT_DIR name, as OpenSSL's own programs and Go's
 * read them, else the first of the files that can be read, else the first of the directories. Never fails: with nothing
 * found a connection will, and `looked` says why.
 */
http_trust http_find_trust(tf_arena *arena, const char *ca_bundle, const http_trust_places *places);

/**
 * Why `trust->file` must not be opened, in words without a full stop: a pipe or a device would hold up all transfers of
 * the process. NULL where it may be.
 */
const char *http_trust_problem(tf_arena *arena, const http_trust *trust);

#endif
