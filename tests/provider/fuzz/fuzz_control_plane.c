/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control plane's answers: the first byte picks what was asked for, or how it failed; the rest, any bytes, is read
 * or refused, without a network, and so it is as a file of profiles.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "control_plane/api.h"
#include "control_plane/profile.h"
#include "control_plane/request.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"

static void read_as(const control_plane_session *session, control_plane_decoder decode, void *out, int status,
                    const char *body, size_t size)
{
    const control_plane_request request = {
        .method = "GET", .path = "/", .what = "read", .decode = decode, .out = out
    };
    const http_response response = { .status = status, .body = body, .size = size };
    control_plane_error error = { .what = "read", .endpoint = "https://e.example", .detail = "" };
    bool accepted = control_plane_read_answer(session, &request, &response, &error);
    if (accepted == (error.kind != CONTROL_PLANE_ERROR_NONE))
        abort();
    if (!accepted && *control_plane_error_text(session->arena, &error) == '\0')
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct {
        control_plane_decoder decode;
        int status;
    } answers[] = {
        { control_plane_v2.read_project, 200 },
        { control_plane_v1.read_project, 200 },
        { control_plane_v1.read_revision, 200 },
        { control_plane_read_log, 200 },
        { NULL, 302 },
        { NULL, 400 },
        { NULL, 401 },
        { NULL, 403 },
        { NULL, 404 },
        { NULL, 409 },
        { NULL, 422 },
        { NULL, 429 },
        { NULL, 500 },
    };
    if (size == 0)
        return 0;
    tf_arena *arena = tf_arena_new();
    tf_arena_limit(arena, (size_t)64 * 1024 * 1024);
    const control_plane_session session = { .arena = arena, .deadline = TF_NEVER };
    const size_t index = data[0] % (sizeof answers / sizeof answers[0]);
    const char *body = tf_copy_bytes(arena, data + 1, size - 1);
    union {
        control_plane_project project;
        control_plane_revision revision;
        control_plane_log log;
    } out;
    read_as(&session, answers[index].decode, &out, answers[index].status, body, size - 1);
    control_plane_profile profile;
    if (control_plane_profile_parse(arena, body, size - 1, NULL, &profile) != NULL && profile.name != NULL)
        abort();
    tf_arena_free(arena);
    return 0;
}
