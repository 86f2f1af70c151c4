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
#include "aws/lock.h"
#include "aws/service.h"
#include "aws/settings.h"
#include "http/http.h"
#include "http/pace.h"

struct aws_client {
    const char *summary; /**< of the error that says why the client cannot be used; NULL where it can */
    const char *detail;

    http_engine *engine;
    tf_arena *arena;          /**< of the client itself and `config` */
    const aws_config *config; /**< immutable, as what is above */
    int64_t request_timeout_ms;

    http_pace paces[AWS_SERVICE_COUNT]; /**< by aws_service_number */

    struct {
        aws_lock lock;              /**< guards what follows */
        tf_arena *arena;            /**< of what was loaded; NULL before */
        const aws_settings *loaded; /**< NULL until it was needed; then it stays as it is */
    } settings;

    struct {
        aws_lock lock; /**< guards what follows */
        tf_arena *arena;
        const char *id; /**< NULL until it was asked for */
        bool is_accepted;
        bool was_checked; /**< aws_check_account has asked */
        bool answers;     /**< what it found */
    } account;

    struct {
        pthread_mutex_t lock; /**< guards what follows */
        tf_arena *arena;
        tf_string_set names; /**< see iam_note_managed_role */
    } managed_roles;

    struct {
        aws_lock search_lock; /**< of who looks for credentials, or renews them; guards the next four */
        tf_arena *failure;    /**< of the texts of the last search without success */
        const char *summary;
        const char *detail;
        int64_t failed_at;              /**< instant of its end */
        pthread_mutex_t lock;           /**< guards what follows; never held across a request */
        tf_arena *arena;                /**< of `current` */
        const aws_credentials *current; /**< NULL until they were needed, and after they were found to have ended */
        int64_t renew_at;               /**< in seconds of Unix time */
        bool is_being_renewed;          /**< by whoever holds `search_lock` */
    } credentials;
};

/**
 * Whether calls can be made at all; reports why not. What uses a client begins with this, or with the client's
 * settings.
 */
bool aws_client_is_usable(const aws_client *client, tf_call *call);

/**
 * What block, environment and profile say, read when it is first needed; valid as long as the client. Reports what is
 * wrong.
 */
bool aws_client_settings(aws_client *client, tf_call *call, const aws_settings **out);

#endif
