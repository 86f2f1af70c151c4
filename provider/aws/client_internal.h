/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The client's inside, for the files of this folder.
 */
#ifndef AWS_CLIENT_INTERNAL_H
#define AWS_CLIENT_INTERNAL_H

#include <pthread.h>
#include <stdbool.h>

#include "aws/client.h"
#include "aws/credentials.h"
#include "aws/turn.h"
#include "http/http.h"

struct aws_client {
    const char *summary; /**< of the error that says why the client cannot be used; NULL where it can */
    const char *detail;

    http_engine *engine;
    const aws_config *config; /**< with what environment and defaults add to it; in `arena`, immutable */
    int64_t request_timeout_ms;

    pthread_mutex_t lock; /**< guards `arena` and the fields up to the next blank line */
    tf_arena *arena;
    const char *region; /**< NULL until it was needed, as `credentials` */
    const aws_credentials *credentials;

    aws_turn account_turn; /**< guards the next four */
    const char *account_id;
    bool account_accepted;
    bool looked_at_account; /**< aws_look_at_account has asked */
    bool answers;           /**< what it found */

    tf_string_set managed_roles; /**< guarded by `lock`: see iam_note_managed_role */
};

/** Whether calls can be made at all; reports why not. What uses a client begins with this, or with the client's region. */
bool aws_client_is_usable(const aws_client *client, tf_call *call);

/** The credentials, found on first use; valid as long as the client, which is usable. Reports where there are none. */
bool aws_client_credentials(aws_client *client, tf_call *call, const aws_credentials **out);

/** How often a call may be repeated. */
int aws_client_max_retries(const aws_client *client);

#endif
