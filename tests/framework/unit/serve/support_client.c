/* SPDX-License-Identifier: Apache-2.0 */
#include "support_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <grpc/byte_buffer.h>
#include <grpc/grpc_security.h>
#include <grpc/support/time.h>

#define LIMIT_SECONDS 100

void client_connect(struct client *client, const char *path, const struct certificate *own,
                    const struct certificate *server)
{
    char address[256];
    (void)snprintf(address, sizeof address, "unix:%s", path);
    grpc_arg arguments[] = {
        { .type = GRPC_ARG_STRING, .key = GRPC_SSL_TARGET_NAME_OVERRIDE_ARG, .value.string = "localhost" },
        { .type = GRPC_ARG_INTEGER, .key = GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, .value.integer = 1 },
    };
    const grpc_channel_args all = { .num_args = 2, .args = arguments };
    grpc_channel_credentials *credentials = NULL;
    if (own == NULL || server == NULL) {
        credentials = grpc_insecure_credentials_create();
    } else {
        grpc_ssl_pem_key_cert_pair pair = { .private_key = own->key_pem, .cert_chain = own->pem };
        credentials = grpc_ssl_credentials_create_ex(server->pem, &pair, NULL, NULL);
    }
    grpc_init();
    client->queue = grpc_completion_queue_create_for_next(NULL);
    client->channel = grpc_channel_create(address, credentials, &all);
    grpc_channel_credentials_release(credentials);
}

void client_disconnect(struct client *client)
{
    grpc_channel_destroy(client->channel);
    grpc_completion_queue_shutdown(client->queue);
    while (grpc_completion_queue_next(client->queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL).type
           != GRPC_QUEUE_SHUTDOWN)
        ;
    grpc_completion_queue_destroy(client->queue);
    grpc_shutdown();
}

void client_begin(struct client *client, struct client_call *call, const char *method, const void *bytes, size_t size)
{
    memset(call, 0, sizeof *call);
    grpc_metadata_array_init(&call->initial);
    grpc_metadata_array_init(&call->trailing);
    const gpr_timespec deadline =
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_seconds(LIMIT_SECONDS, GPR_TIMESPAN));
    call->call = grpc_channel_create_call(client->channel, NULL, GRPC_PROPAGATE_DEFAULTS, client->queue,
                                          grpc_slice_from_static_string(method), NULL, deadline, NULL);
    grpc_slice slice = grpc_slice_from_copied_buffer(bytes, size);
    call->request = grpc_raw_byte_buffer_create(&slice, 1);
    grpc_slice_unref(slice);
    grpc_op operations[6] = {
        { .op = GRPC_OP_SEND_INITIAL_METADATA },  { .op = GRPC_OP_SEND_MESSAGE },
        { .op = GRPC_OP_SEND_CLOSE_FROM_CLIENT }, { .op = GRPC_OP_RECV_INITIAL_METADATA },
        { .op = GRPC_OP_RECV_MESSAGE },           { .op = GRPC_OP_RECV_STATUS_ON_CLIENT },
    };
    operations[1].data.send_message.send_message = call->request;
    operations[3].data.recv_initial_metadata.recv_initial_metadata = &call->initial;
    operations[4].data.recv_message.recv_message = &call->response;
    operations[5].data.recv_status_on_client.trailing_metadata = &call->trailing;
    operations[5].data.recv_status_on_client.status = &call->status;
    operations[5].data.recv_status_on_client.status_details = &call->details;
    assert_int_equal(grpc_call_start_batch(call->call, operations, 6, call, NULL), GRPC_CALL_OK);
}

struct client_call *client_wait(struct client *client)
{
    const grpc_event event = grpc_completion_queue_next(client->queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
    assert_int_equal(event.type, GRPC_OP_COMPLETE);
    return event.tag;
}

size_t client_answer_size(const struct client_call *call)
{
    return call->response == NULL ? 0 : grpc_byte_buffer_length(call->response);
}

void client_end(struct client_call *call)
{
    grpc_byte_buffer_destroy(call->request);
    if (call->response != NULL)
        grpc_byte_buffer_destroy(call->response);
    grpc_slice_unref(call->details);
    grpc_metadata_array_destroy(&call->initial);
    grpc_metadata_array_destroy(&call->trailing);
    grpc_call_unref(call->call);
}

grpc_status_code client_ask(struct client *client, const char *method)
{
    struct client_call call;
    client_begin(client, &call, method, "", 0);
    assert_ptr_equal(client_wait(client), &call);
    const grpc_status_code status = call.status;
    client_end(&call);
    return status;
}
