/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks once which account the credentials belong to, and holds it against what the configuration allows.
 */
#include "aws/account.h"

#include "aws/client_internal.h"
#include "aws/credentials_renewal.h"
#include "aws/sts.h"

#define OBJECT "the credentials in use"

/* A plan waits no longer for a service that does not answer, in milliseconds. */
#define LONGEST_LOOK_MS 10000

/* With the lock. */
static bool try_to_find_account(aws_client *client, tf_call *call, aws_error *error)
{
    if (client->account.id != NULL)
        return true;
    aws_credentials credentials;
    sts_identity identity;
    *error = aws_error_reported();
    if (!aws_client_credentials(client, call, &credentials)
        || !sts_try_caller_identity(client, call, &credentials, &identity, error))
        return false;
    client->account.id = tf_copy_text(client->account.arena, identity.account_id);
    return true;
}

/* With the lock. */
static bool find_account(aws_client *client, tf_call *call)
{
    aws_error error;
    return try_to_find_account(client, call, &error) || aws_fail(call, &error, OBJECT);
}

/* With the lock. */
static bool check_account(aws_client *client, tf_call *call)
{
    const aws_config *config = client->config;
    aws_credentials credentials;
    if (!find_account(client, call) || !aws_client_credentials(client, call, &credentials))
        return false;
    const char *id = client->account.id;
    if (config->allowed_account_ids.count > 0 && !tf_string_set_has(&config->allowed_account_ids, id)) {
        return tf_fail(
            call, "Wrong AWS Account",
            "The credentials in use, from %s, belong to account %s, which is not among `aws.allowed_account_ids` "
            "of the provider block. Nothing was changed. Use credentials of an allowed account, or allow this one.",
            credentials.source, id);
    }
    if (tf_string_set_has(&config->forbidden_account_ids, id)) {
        return tf_fail(
            call, "Wrong AWS Account",
            "The credentials in use, from %s, belong to account %s, which is among `aws.forbidden_account_ids` of "
            "the provider block. Nothing was changed. Use credentials of another account.",
            credentials.source, id);
    }
    client->account.is_accepted = true;
    return true;
}

bool aws_account_is_accepted(aws_client *client, tf_call *call)
{
    const aws_config *config = client->config;
    if (config->allowed_account_ids.count == 0 && config->forbidden_account_ids.count == 0)
        return true;
    if (!aws_lock_acquire(&client->account.lock, call))
        return false;
    const bool accepted = client->account.is_accepted || check_account(client, call);
    aws_lock_release(&client->account.lock);
    return accepted;
}

bool aws_account_id(aws_client *client, tf_call *call, const char **out)
{
    if (!aws_client_is_usable(client, call) || !aws_lock_acquire(&client->account.lock, call))
        return false;
    const bool found = find_account(client, call);
    *out = client->account.id;
    aws_lock_release(&client->account.lock);
    return found;
}

/* With the lock. False where something was reported that an apply would fail with. */
static bool check(aws_client *client, tf_call *call)
{
    const int64_t deadline = tf_call_deadline(call);
    const int64_t give_up_at = tf_deadline_in_ms(LONGEST_LOOK_MS);
    aws_error error;
    tf_call_limit(call, give_up_at < deadline ? give_up_at : deadline);
    const bool found = try_to_find_account(client, call, &error);
    tf_call_limit(call, deadline);
    client->account.was_checked = true;
    client->account.answers = found;
    if (found)
        return check_account(client, call);
    if (!aws_error_is_unreachable(&error))
        return aws_fail(call, &error, OBJECT);
    aws_warn(
        call, &error, OBJECT,
        "Whether the credentials are good, and the names of roles free, was not looked up: the apply may say that they are "
        "not.");
    return true;
}

bool aws_check_account(aws_client *client, tf_call *call, bool *out_answers)
{
    bool unused = false;
    bool *answers = out_answers == NULL ? &unused : out_answers;
    *answers = false;
    if (tf_known(client->config->skip_credentials_validation) && client->config->skip_credentials_validation.value)
        return true;
    if (!aws_client_is_usable(client, call) || !aws_lock_acquire(&client->account.lock, call))
        return false;
    const bool ok = client->account.was_checked || check(client, call);
    *answers = client->account.answers;
    aws_lock_release(&client->account.lock);
    return ok;
}
