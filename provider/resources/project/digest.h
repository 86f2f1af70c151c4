/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests of secrets, by which a change is seen without the value being kept. State files get copied around, and a
 * short secret is guessed quickly from a plain hash: so these come from scrypt (RFC 7914), each under a salt of its
 * own, and name their parameters:
 *
 *     $scrypt$ln=12,r=8,p=1$<salt>$<digest>
 *
 * 2^12 blocks of 1 KiB are 4 MiB and about ten milliseconds a guess. Digests that earlier versions made are still
 * compared with; whatever is made anew is of this kind.
 */
#ifndef RESOURCES_PROJECT_DIGEST_H
#define RESOURCES_PROJECT_DIGEST_H

#include <stdbool.h>

#include <tfprovider/arena.h>

/**
 * A new digest of the variable's value, as text in `arena`. "" where OpenSSL has no scrypt, as in FIPS mode: a digest
 * that nothing matches.
 */
const char *project_digest(tf_arena *arena, const char *name, const char *value);

/**
 * The value's digest under the salt and the parameters of `model`: the same text if and only if it is a digest of this
 * name and value. "" where `model` is none, whatever it holds: it may come from a state file that somebody has edited.
 *
 * Each is computed once per process, one at a time, so that a hundred calls do not take a hundred times the memory.
 */
const char *project_digest_like(tf_arena *arena, const char *model, const char *name, const char *value);

/** Whether `digest` is one of this name and value. */
bool project_digest_matches(tf_arena *arena, const char *digest, const char *name, const char *value);

/** The digest of a record that has one salt for all: SHA-256 over salt, name and value, in the form that names this. */
const char *project_digest_of_old(tf_arena *arena, const char *salt, const char *digest);

/** Whether `digest` is in today's form. */
bool project_digest_is_current(const char *digest);

#endif
