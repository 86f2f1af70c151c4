/* The control plane's answers: any bytes are read or refused, by every reader, without a network. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "control_plane/logs.h"
#include "control_plane/request.h"

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
    static const int failures[] = { 302, 400, 401, 403, 404, 409, 422, 429, 500 };
    tf_arena *arena = tf_arena_new();
    const control_plane_session session = { .arena = arena, .deadline = TF_NEVER };
    const char *body = tf_copy_bytes(arena, data, size);
    control_plane_project project;
    control_plane_revision revision;
    const char *log = NULL;
    read_as(&session, control_plane_read_deployment, &project, 200, body, size);
    read_as(&session, control_plane_read_project, &project, 200, body, size);
    read_as(&session, control_plane_read_project_revision, &revision, 200, body, size);
    read_as(&session, control_plane_read_log, &log, 200, body, size);
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
        read_as(&session, NULL, NULL, failures[i], body, size);
    tf_arena_free(arena);
    return 0;
}
