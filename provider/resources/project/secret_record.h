/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What private state knows of the secrets that Terraform set. Their values are in neither plan nor state: a digest of
 * each (digest.h) tells whether it is another one. As text:
 *
 *     {"sent": {"NAME": "digest"}, "shown": {"NAME": "digest"}}
 *
 * An older record has plain digests and one salt beside them. What was edited into nonsense counts as changed.
 */
#ifndef RESOURCES_PROJECT_SECRET_RECORD_H
#define RESOURCES_PROJECT_SECRET_RECORD_H

#include <tfprovider/call.h>

#include "control_plane/project.h"

typedef struct secret_entry {
    const char *name;
    /** As it was sent; "" where there is nothing to compare with: a version decides, and the service tells nothing. */
    const char *sent;
    /** As the service showed it last; "" where it does not tell, NULL where there was no such variable. */
    const char *shown;
} secret_entry;

typedef struct secret_record {
    size_t count;
    secret_entry *items;
    bool was_checked; /**< whether the service was read since the secrets were sent: `shown` means something */
} secret_record;

/** The record of the call's private state, empty where there is none. */
secret_record secret_record_read(const tf_call *call);

/** Keeps the record in private state; none where it is empty. */
void secret_record_write(tf_call *call, const secret_record *record);

/** The entry of that name; NULL where Terraform has set no such secret. */
const secret_entry *secret_record_find(const secret_record *record, const char *name);

/** Whether the service showed another value than was sent, or no such variable. */
bool secret_was_changed(const secret_record *record, const secret_entry *entry);

/** Notes what the service shows, and brings older digests to today's form where the value is as it was sent. */
void secret_record_note(tf_arena *arena, secret_record *record, const control_plane_variables *shown);

/** Forgets the digests of what the service does not tell, for secrets that are sent by their version. */
void secret_record_drop_hidden(secret_record *record, const control_plane_variables *shown);

#endif
