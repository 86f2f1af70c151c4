/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose the tags are that this process has written, so that who removes tags leaves those of others alone: where a
 * resource is made before its predecessor on the same subnet is destroyed, the tags are the new one's.
 */
#ifndef AWS_EC2_OWNERS_H
#define AWS_EC2_OWNERS_H

#include <stdbool.h>

#include <tfprovider/call.h>
#include <tfprovider/value.h>

typedef struct ec2_owners ec2_owners;

/** Nothing written yet. The caller owns it; ec2_owners_free ends it. */
ec2_owners *ec2_owners_new(void);
void ec2_owners_free(ec2_owners *owners);

/**
 * Waits for the turn of changing the tags of `id`: who makes them and who removes them do not overtake each other.
 * False after reporting it where the call is cancelled or out of time. ec2_owners_give hands the turn on.
 */
bool ec2_owners_take(ec2_owners *owners, tf_call *call, const char *id);
void ec2_owners_give(ec2_owners *owners, const char *id);

/** With the turn: notes that `owner` has written these tags. */
void ec2_owners_note(ec2_owners *owners, const char *id, const tf_string_map *tags, const char *owner);

/** With the turn: notes that these tags are gone. */
void ec2_owners_forget(ec2_owners *owners, const char *id, const tf_string_map *tags);

/**
 * With the turn: those of `tags` that nobody but `owner` (NULL: somebody of an earlier process) has written. In
 * `arena`.
 */
tf_string_map ec2_owners_own(ec2_owners *owners, tf_arena *arena, const char *id, const tf_string_map *tags,
                             const char *owner);

#endif
