/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guards the account, then sends by the client's credentials. How a call is signed and its answer read is query.c's and
 * json.c's.
 */
#include "aws/call.h"

#include "aws/account.h"
#include "aws/credentials_renewal.h"

/* A protocol's way to send a query of its own and to give what comes back. */
typedef bool send_function(aws_client *client, tf_call *call, const void *query, const aws_credentials *credentials,
                           void *out, aws_error *error);

/* One attempt; `*out_again` tells that the credentials had ended and another attempt gets new ones. */
static bool send_once(aws_client *client, tf_call *call, send_function *send, const void *query, void *out,
                      aws_error *error, bool *out_again)
{
    aws_credentials credentials;
    if (!aws_client_credentials(client, call, &credentials)) {
        *error = aws_error_reported();
        return false;
    }
    if (send(client, call, query, &credentials, out, error))
        return true;
    *out_again = aws_error_is_expired(error) && aws_client_credentials_ended(client, &credentials);
    return false;
}

static bool send_guarded(aws_client *client, tf_call *call, send_function *send, const void *query, void *out,
                         aws_error *error)
{
    if (!aws_account_is_accepted(client, call)) {
        *error = aws_error_reported();
        return false;
    }
    bool again = false;
    return send_once(client, call, send, query, out, error, &again)
           || (again && send_once(client, call, send, query, out, error, &again));
}

static bool send_query(aws_client *client, tf_call *call, const void *query, const aws_credentials *credentials,
                       void *out, aws_error *error)
{
    return aws_query_send(client, call, query, credentials, out, error);
}

bool aws_call(aws_client *client, tf_call *call, const aws_query *query, const xml_element **out, aws_error *error)
{
    return send_guarded(client, call, send_query, query, out, error);
}

static bool send_json(aws_client *client, tf_call *call, const void *query, const aws_credentials *credentials,
                      void *out, aws_error *error)
{
    return aws_json_send(client, call, query, credentials, out, error);
}

bool aws_json_call(aws_client *client, tf_call *call, const aws_json_query *query, json_t **out, aws_error *error)
{
    return send_guarded(client, call, send_json, query, out, error);
}
