/* SPDX-License-Identifier: Apache-2.0 */
/* Makes and compares digests of secrets. What they are made of, and where they are kept, is variables.c's. */
#include "resources/project/digest.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <tfprovider/log.h>

enum { SALT_BYTES = 16, DIGEST_BYTES = 32 };

/* RFC 7914's N as a power of two, r and p. A record may name another N up to the largest: 32 MiB. */
enum { LOG_N = 12, LARGEST_LOG_N = 15, BLOCK_SIZE = 8, PARALLELISM = 1 };
#define MOST_MEMORY (UINT64_C(64) * 1024 * 1024)

typedef struct parameters {
    bool memory_hard; /* false: SHA-256, of earlier versions */
    unsigned log_n;
    char salt[2 * SALT_BYTES + 1]; /* in hex, which is what is hashed */
} parameters;

/*
 * What was computed so far: found by a hash of all that went in, in a table that starts anew once it is three quarters
 * full.
 */
enum { SLOTS = 4096, MOST_TAKEN = 3072 };
static struct {
    pthread_mutex_t lock;
    size_t used;
    struct {
        bool taken;
        unsigned char of[DIGEST_BYTES];
        unsigned char digest[DIGEST_BYTES];
    } slots[SLOTS];
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

static const char *hex(tf_arena *arena, const unsigned char *bytes, size_t size)
{
    tf_text_builder text = { .arena = arena };
    for (size_t i = 0; i < size; i++)
        tf_append_format(&text, "%02x", bytes[i]);
    return tf_built_text(&text);
}

/* The parameters that `digest` names. Nothing else is accepted, so that a state file cannot ask for an hour's work. */
static bool read_parameters(const char *digest, parameters *out)
{
    char log_n[3];
    int end = 0;
    *out = (parameters){ .memory_hard = true };
    if (digest == NULL)
        return false;
    if (sscanf(digest, "$scrypt$ln=%2[0-9],r=8,p=1$%32[0-9a-f]$%n", log_n, out->salt, &end) == 2 && end > 0) {
        out->log_n = (unsigned)strtoul(log_n, NULL, 10);
        return out->log_n >= 1 && out->log_n <= LARGEST_LOG_N;
    }
    out->memory_hard = false;
    return sscanf(digest, "$sha256$%32[0-9a-f]$%n", out->salt, &end) == 1 && end > 0;
}

static const char *write_digest(tf_arena *arena, const parameters *how, const unsigned char *digest)
{
    const char *text = hex(arena, digest, DIGEST_BYTES);
    if (!how->memory_hard)
        return project_digest_of_old(arena, how->salt, text);
    return tf_format(arena, "$scrypt$ln=%u,r=%d,p=%d$%s$%s", how->log_n, BLOCK_SIZE, PARALLELISM, how->salt, text);
}

static bool hash(const char *text, unsigned char *out)
{
    return EVP_Digest(text, strlen(text), out, NULL, EVP_sha256(), NULL) == 1;
}

static bool compute(tf_arena *arena, const parameters *how, const char *name, const char *value, unsigned char *out)
{
    if (!how->memory_hard)
        return hash(tf_format(arena, "%s\n%s\n%s", how->salt, name, value), out);
    const char *salt = tf_format(arena, "%s\n%s", how->salt, name);
    return EVP_PBE_scrypt(value, strlen(value), (const unsigned char *)salt, strlen(salt), UINT64_C(1) << how->log_n,
                          BLOCK_SIZE, PARALLELISM, MOST_MEMORY, out, DIGEST_BYTES)
           == 1;
}

/* The slot of what hashes to `of`, or the free one where it belongs. */
static size_t slot_of(const unsigned char *of)
{
    size_t slot = (size_t)(of[0] | of[1] << 8) % SLOTS;
    while (known.slots[slot].taken && memcmp(known.slots[slot].of, of, DIGEST_BYTES) != 0)
        slot = (slot + 1) % SLOTS;
    return slot;
}

static bool look_up_or_compute(tf_arena *arena, const parameters *how, const char *name, const char *value,
                               unsigned char *out)
{
    unsigned char of[DIGEST_BYTES];
    if (!hash(tf_format(arena, "%d\n%u\n%s\n%s\n%s", how->memory_hard, how->log_n, how->salt, name, value), of))
        return false;
    const size_t slot = slot_of(of);
    if (known.slots[slot].taken) {
        memcpy(out, known.slots[slot].digest, DIGEST_BYTES);
        return true;
    }
    if (!compute(arena, how, name, value, out))
        return false;
    known.slots[slot].taken = true;
    memcpy(known.slots[slot].of, of, DIGEST_BYTES);
    memcpy(known.slots[slot].digest, out, DIGEST_BYTES);
    if (++known.used > MOST_TAKEN) {
        OPENSSL_cleanse(known.slots, sizeof known.slots);
        known.used = 0;
    }
    return true;
}

static const char *digest_by(tf_arena *arena, const parameters *how, const char *name, const char *value)
{
    unsigned char digest[DIGEST_BYTES];
    pthread_mutex_lock(&known.lock);
    const bool made = look_up_or_compute(arena, how, name, value, digest);
    pthread_mutex_unlock(&known.lock);
    if (made)
        return write_digest(arena, how, digest);
    tf_log(TF_LOG_WARN, "provider.project", "OpenSSL makes no digest of this kind: every secret counts as changed");
    return "";
}

const char *project_digest(tf_arena *arena, const char *name, const char *value)
{
    unsigned char salt[SALT_BYTES];
    if (RAND_bytes(salt, sizeof salt) != 1) {
        (void)fputs("no random numbers\n", stderr);
        abort();
    }
    parameters how = { .memory_hard = true, .log_n = LOG_N };
    memcpy(how.salt, hex(arena, salt, sizeof salt), sizeof how.salt);
    return digest_by(arena, &how, name, value);
}

const char *project_digest_like(tf_arena *arena, const char *model, const char *name, const char *value)
{
    parameters how;
    return read_parameters(model, &how) ? digest_by(arena, &how, name, value) : "";
}

bool project_digest_matches(tf_arena *arena, const char *digest, const char *name, const char *value)
{
    const char *same = project_digest_like(arena, digest, name, value);
    return *same != '\0' && strcmp(same, digest) == 0;
}

const char *project_digest_of_old(tf_arena *arena, const char *salt, const char *digest)
{
    return tf_format(arena, "$sha256$%s$%s", salt, digest);
}

bool project_digest_is_current(const char *digest)
{
    parameters how;
    return read_parameters(digest, &how) && how.memory_hard;
}
