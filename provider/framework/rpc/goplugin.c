/* SPDX-License-Identifier: Apache-2.0 */
/* The unary calls by which go-plugin looks after the process. */
#include "framework/rpc/goplugin.h"

#include <string.h>

#include <goplugin.pb-c.h>
#include <health.pb-c.h>

#include "framework/rpc/message.h"

static void check_health(tf_arena *arena, const uint8_t *request, size_t size, rpc_answer *answer)
{
    const Grpc__Health__V1__HealthCheckRequest *asked =
        (const void *)message_unpack(arena, &grpc__health__v1__health_check_request__descriptor, request, size);
    if (asked == NULL) {
        *answer = (rpc_answer){ .status = RPC_INVALID_ARGUMENT, .message = "the request is no valid message" };
        return;
    }
    if (*asked->service != '\0' && strcmp(asked->service, "plugin") != 0) {
        *answer = (rpc_answer){ .status = RPC_NOT_FOUND, .message = "unknown service" };
        return;
    }
    Grpc__Health__V1__HealthCheckResponse response = GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__INIT;
    response.status = GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__SERVING;
    answer->bytes = message_pack(arena, &response.base, &answer->size);
}

static void shut_down(tf_arena *arena, rpc_answer *answer)
{
    const Plugin__Empty response = PLUGIN__EMPTY__INIT;
    answer->bytes = message_pack(arena, &response.base, &answer->size);
}

bool goplugin_answer(tf_arena *arena, const char *method, const uint8_t *request, size_t size, rpc_answer *answer)
{
    if (strcmp(method, "/grpc.health.v1.Health/Check") == 0) {
        check_health(arena, request, size, answer);
    } else if (strcmp(method, "/plugin.GRPCController/Shutdown") == 0) {
        shut_down(arena, answer);
    } else {
        return false;
    }
    return true;
}
