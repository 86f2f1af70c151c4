/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps a client's credentials. The turn is held while they are looked for, the lock only while they are read or
 * replaced.
 */
#include "aws/credentials_renewal.h"

#include <string.h>

#include <tfprovider/cancel.h>

#include "aws/client_internal.h"
#include "aws/time.h"

/*
 * They are renewed this long before they end, in seconds; those that live shortly after three quarters of their life.
 */
#define RENEWED_BEFORE 300

/* Where that fails, those that have not ended go on for so long before it is tried again, in seconds. */
#define RENEWED_AGAIN_AFTER 60

static aws_credentials copy(tf_arena *arena, const aws_credentials *credentials)
{
    return (aws_credentials){
        .access_key = tf_copy_text(arena, credentials->access_key),
        .secret_key = tf_copy_text(arena, credentials->secret_key),
        .token = tf_copy_text(arena, credentials->token),
        .expires_at = credentials->expires_at,
        .source = tf_copy_text(arena, credentials->source),
    };
}

/* Whether there are some that need not be renewed yet, or that last until another call has renewed them. */
static bool take_current(aws_client *client, tf_call *call, aws_credentials *out)
{
    const int64_t now = aws_now();
    pthread_mutex_lock(&client->credentials.lock);
    const aws_credentials *current = client->credentials.current;
    const bool is_good = current != NULL
                         && (current->expires_at == 0 || now < client->credentials.renew_at
                             || (client->credentials.is_being_renewed && now < current->expires_at));
    if (is_good)
        *out = copy(tf_call_arena(call), current);
    pthread_mutex_unlock(&client->credentials.lock);
    return is_good;
}

static void keep(aws_client *client, const aws_credentials *found)
{
    tf_arena *arena = tf_arena_new();
    aws_credentials *kept = tf_alloc(arena, sizeof *kept);
    *kept = copy(arena, found);
    const int64_t quarter = (found->expires_at - aws_now()) / 4;
    pthread_mutex_lock(&client->credentials.lock);
    tf_arena *before = client->credentials.arena;
    client->credentials.arena = arena;
    client->credentials.current = kept;
    client->credentials.renew_at = found->expires_at - (quarter < RENEWED_BEFORE ? quarter : RENEWED_BEFORE);
    pthread_mutex_unlock(&client->credentials.lock);
    tf_arena_free(before);
}

/* Whether those that were to be renewed have not ended yet: they go on being used for a while. */
static bool go_on_with_current(aws_client *client, tf_call *call, aws_credentials *out)
{
    const int64_t now = aws_now();
    pthread_mutex_lock(&client->credentials.lock);
    const aws_credentials *current = client->credentials.current;
    const bool is_valid = current != NULL && now < current->expires_at;
    if (is_valid) {
        const int64_t left = current->expires_at - now;
        client->credentials.renew_at = now + (left < RENEWED_AGAIN_AFTER ? left : RENEWED_AGAIN_AFTER);
        *out = copy(tf_call_arena(call), current);
    }
    pthread_mutex_unlock(&client->credentials.lock);
    return is_valid;
}

static const tf_diagnostic *last_report(const tf_call *call)
{
    const tf_diagnostic *last = tf_call_diagnostics(call);
    while (last != NULL && last->next != NULL)
        last = last->next;
    return last;
}

/* What failed concerns those that wait, unless it was this call's own end. */
static void keep_failure(aws_client *client, tf_call *call)
{
    const tf_diagnostic *last = last_report(call);
    if (last == NULL || tf_cancel_fired(tf_call_cancel(call)) || tf_now_ms() >= tf_call_deadline(call))
        return;
    tf_arena_free(client->credentials.failure);
    client->credentials.failure = tf_arena_new();
    client->credentials.summary = tf_copy_text(client->credentials.failure, last->summary);
    client->credentials.detail = tf_copy_text(client->credentials.failure, last->detail);
    client->credentials.failed_at = tf_now_ms();
}

static void note_renewal(aws_client *client, bool is_being_renewed)
{
    pthread_mutex_lock(&client->credentials.lock);
    client->credentials.is_being_renewed = is_being_renewed;
    pthread_mutex_unlock(&client->credentials.lock);
}

/* With the lock. */
static bool search(aws_client *client, tf_call *call, const aws_settings *settings, aws_credentials *out)
{
    const tf_diagnostic *before = last_report(call);
    note_renewal(client, true);
    const bool found = aws_find_credentials(&aws_credentials_of_provider, client, call, settings, out);
    note_renewal(client, false);
    if (found) {
        keep(client, out);
        return true;
    }
    if (go_on_with_current(client, call, out)) {
        const tf_diagnostic *last = last_report(call);
        tf_log(TF_LOG_WARN, "provider.aws", "AWS credentials could not be renewed; those in use go on until %s: %s: %s",
               aws_time_text(tf_call_arena(call), out->expires_at), last->summary, last->detail);
        tf_take_back_reports(call, before);
        return true;
    }
    keep_failure(client, call);
    return false;
}

bool aws_client_credentials(aws_client *client, tf_call *call, aws_credentials *out)
{
    const aws_settings *settings = NULL;
    const int64_t asked_at = tf_now_ms();
    if (!aws_client_settings(client, call, &settings))
        return false;
    if (take_current(client, call, out))
        return true;
    if (!aws_lock_acquire(&client->credentials.search_lock, call))
        return false;
    bool found = take_current(client, call, out);
    if (!found && client->credentials.failure != NULL && client->credentials.failed_at > asked_at) {
        (void)tf_fail(call, client->credentials.summary, "%s", client->credentials.detail);
    } else if (!found) {
        found = search(client, call, settings, out);
    }
    aws_lock_release(&client->credentials.search_lock);
    return found;
}

bool aws_client_credentials_ended(aws_client *client, const aws_credentials *credentials)
{
    pthread_mutex_lock(&client->credentials.lock);
    const aws_credentials *current = client->credentials.current;
    if (current != NULL && strcmp(current->access_key, credentials->access_key) == 0)
        client->credentials.current = NULL;
    pthread_mutex_unlock(&client->credentials.lock);
    return credentials->expires_at != 0;
}
