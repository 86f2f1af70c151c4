/* SPDX-License-Identifier: Apache-2.0 */
/* A list of owners, each with the digest of what it uses. What is claimed, and what follows from it, callers know. */
#include "control_plane/claims.h"

#include <pthread.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

enum { KEY_BYTES = 32, DIGEST_BYTES = 32 };

typedef struct claim {
    const char *owner;
    unsigned char digest[DIGEST_BYTES];
    struct claim *next;
} claim;

struct control_plane_claims {
    tf_arena *arena;
    bool has_key; /* without randomness nothing is remembered */
    unsigned char key[KEY_BYTES];
    pthread_mutex_t lock; /* guards `arena` and `first` */
    claim *first;
};

control_plane_claims *control_plane_claims_new(void)
{
    tf_arena *arena = tf_arena_new();
    control_plane_claims *claims = tf_alloc(arena, sizeof *claims);
    *claims = (control_plane_claims){ .arena = arena };
    claims->has_key = RAND_bytes(claims->key, KEY_BYTES) == 1;
    pthread_mutex_init(&claims->lock, NULL);
    return claims;
}

void control_plane_claims_free(control_plane_claims *claims)
{
    if (claims == NULL)
        return;
    OPENSSL_cleanse(claims->key, KEY_BYTES);
    pthread_mutex_destroy(&claims->lock);
    tf_arena_free(claims->arena);
}

static bool digest_of(const control_plane_claims *claims, const char *value, unsigned char *out)
{
    return claims->has_key
           && HMAC(EVP_sha256(), claims->key, KEY_BYTES, (const unsigned char *)value, strlen(value), out, NULL)
                  != NULL;
}

/* The owner's entry, made where there is none yet. */
static claim *entry_of(control_plane_claims *claims, const char *owner)
{
    claim *entry = claims->first;
    while (entry != NULL && strcmp(entry->owner, owner) != 0)
        entry = entry->next;
    if (entry == NULL) {
        entry = tf_alloc(claims->arena, sizeof *entry);
        *entry = (claim){ .owner = tf_copy_text(claims->arena, owner), .next = claims->first };
        claims->first = entry;
    }
    return entry;
}

const char *control_plane_claim(const control_plane_session *session, const char *owner, const char *value)
{
    control_plane_claims *claims = session->claims;
    unsigned char digest[DIGEST_BYTES];
    const char *other = NULL;
    if (!digest_of(claims, value, digest))
        return NULL;
    pthread_mutex_lock(&claims->lock);
    claim *own = entry_of(claims, owner);
    memcpy(own->digest, digest, DIGEST_BYTES);
    for (const claim *entry = claims->first; entry != NULL; entry = entry->next) {
        if (entry != own && CRYPTO_memcmp(entry->digest, digest, DIGEST_BYTES) == 0)
            other = entry->owner;
    }
    other = tf_copy_text(session->arena, other);
    pthread_mutex_unlock(&claims->lock);
    return other;
}
