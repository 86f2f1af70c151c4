/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The client's inside, for the files of this folder.
 */
#ifndef AWS_CLIENT_PARTS_H
#define AWS_CLIENT_PARTS_H

#include <pthread.h>
#include <stdbool.h>

#include "aws/client.h"
#include "aws/credentials.h"
#include "aws/turn.h"
#include "http/http.h"

struct ec2_cache;

struct aws_client {
    http_engine *engine;
    aws_config config; /**< copies in `arena`, immutable */

    pthread_mutex_t lock; /**< guards `arena` and the fields up to the next blank line */
    tf_arena *arena;
    const char *region; /**< NULL until it was needed, as `credentials` */
    const aws_credentials *credentials;

    aws_turn account_turn; /**< guards the next two */
    const char *account_id;
    bool account_accepted;

    struct ec2_cache *ec2_cache;
};

/** The credentials, found on first use; valid as long as the client. Reports where there are none. */
bool aws_client_credentials(aws_client *client, tf_call *call, const aws_credentials **out);

/** Whether calls may be made on the account: asks which it is where the configuration allows or forbids some. */
bool aws_client_accept_account(aws_client *client, tf_call *call);

/** How often a call may be repeated. */
int aws_client_max_retries(const aws_client *client);

#endif
