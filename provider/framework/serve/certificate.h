/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two certificates of a connection: the one that Terraform made for this start of the provider, and the provider's
 * own.
 */
#ifndef FRAMEWORK_SERVE_CERTIFICATE_H
#define FRAMEWORK_SERVE_CERTIFICATE_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/** A certificate and its key, in an arena. */
struct certificate {
    const char *pem;
    const char *key_pem;
    const char *base64; /**< of its DER form, without padding, as the handshake line has it */
};

/**
 * Makes a key on P-256 and a self-signed certificate for "localhost", which stands for the server and for nothing else
 * once the process has ended. False where OpenSSL fails, for want of random bytes or memory.
 */
bool certificate_make(tf_arena *arena, struct certificate *out);

/** The one certificate in `pem`, encoded anew; NULL where there is none, more than one, or it is malformed. */
const char *certificate_of_client(tf_arena *arena, const char *pem);

#endif
