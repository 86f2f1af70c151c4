/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A control plane in memory: understands the few requests that the provider makes, and answers them as the real one
 * does.
 */
#include "support_control_plane.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include <tfprovider/value.h>

#include "control_plane/v1.h"
#include "control_plane/v2.h"

#define ENDPOINT "https://control-plane.example"

fake_service fake;

static bool answer_from_memory(http_engine *engine, tf_arena *arena, const http_request *request, http_response *out,
                               http_error *error);

void fixture_start(client_fixture *fixture, int64_t poll_interval_ms)
{
    fixture_start_telling(fixture, poll_interval_ms, 0);
}

void fixture_start_telling(client_fixture *fixture, int64_t poll_interval_ms, int64_t log_interval_ms)
{
    const control_plane_config config = {
        .endpoint = ENDPOINT "/",
        .api_key = "a key",
        .poll_interval_ms = poll_interval_ms,
        .log_interval_ms = log_interval_ms,
        .perform = answer_from_memory,
    };
    fixture->engine = http_engine_new();
    fixture->client = control_plane_client_new(fixture->engine, &config);
    fixture->arena = tf_arena_new();
    fixture->cancel = tf_cancel_new();
    fixture->session = fixture_session(fixture, &control_plane_v2);
    fake_reset();
}

control_plane_session fixture_session(client_fixture *fixture, const control_plane_generation *generation)
{
    return control_plane_client_session(fixture->client, generation, NULL, fixture->arena, fixture->cancel, TF_NEVER);
}

void fixture_end(client_fixture *fixture)
{
    tf_cancel_release(fixture->cancel);
    tf_arena_free(fixture->arena);
    control_plane_client_free(fixture->client);
    http_engine_free(fixture->engine);
}

void fake_reset(void)
{
    fake = (fake_service){
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .refusal = "no",
        .revision_status = "DEPLOYING",
        .log = "",
    };
}

fake_project *fake_add(const char *id, const char *latest)
{
    assert_true(fake.count < FAKE_MOST);
    fake_project *project = &fake.projects[fake.count++];
    *project = (fake_project){ .status = "READY" };
    (void)snprintf(project->id, sizeof project->id, "%s", id);
    (void)snprintf(project->latest, sizeof project->latest, "%s", latest);
    return project;
}

const char *fake_id(tf_arena *arena, const char *name)
{
    uint64_t number = UINT64_C(14695981039346656037); /* FNV-1a */
    for (const char *at = name; at != NULL && *at != '\0'; at++)
        number = (number ^ (unsigned char)*at) * UINT64_C(1099511628211);
    return name == NULL ? NULL
                        : tf_format(arena, "%08" PRIx32 "-0000-4000-8000-%012" PRIx64, (uint32_t)(number >> 32),
                                    number & UINT64_C(0xffffffff));
}

static fake_project *find_name(const char *name)
{
    for (size_t i = 0; i < fake.count; i++) {
        if (strcmp(fake.projects[i].id, name) == 0)
            return &fake.projects[i];
    }
    return NULL;
}

static fake_project *find(tf_arena *arena, const char *id)
{
    for (size_t i = 0; i < fake.count; i++) {
        if (strcmp(fake_id(arena, fake.projects[i].id), id) == 0)
            return &fake.projects[i];
    }
    return NULL;
}

/* A request of the provider, taken apart. */
typedef struct fake_request {
    tf_arena *arena;
    const http_request *http;
    bool is_first;        /**< of generation 1 */
    const char *id;       /**< NULL for the list of projects */
    const char *revision; /**< NULL where it is about a project; "" for the list of its revisions */
    const char *name;     /**< looked for in a list; NULL for any */
    size_t offset;        /**< of a list */
} fake_request;

static fake_request take_apart(tf_arena *arena, const http_request *http)
{
    const char *path = http->url + strlen(ENDPOINT);
    fake_request request = { .arena = arena, .http = http, .is_first = tf_starts_with(path, "/v1/") };
    const char *collection = request.is_first ? "/v1/projects" : "/v2/deployments";
    assert_true(tf_starts_with(path, collection));
    const char *rest = path + strlen(collection);
    if (*rest == '/') {
        request.id = tf_copy_bytes(arena, rest + 1, strcspn(rest + 1, "/?"));
        rest += 1 + strlen(request.id);
        if (tf_starts_with(rest, "/revisions")) {
            rest += strlen("/revisions");
            rest += *rest == '/';
            request.revision = tf_copy_bytes(arena, rest, strcspn(rest, "?"));
        }
    }
    const char *name = strstr(rest, "name_contains=");
    if (name != NULL) {
        name += strlen("name_contains=");
        request.name = tf_copy_bytes(arena, name, strcspn(name, "&"));
    }
    const char *offset = strstr(rest, "offset=");
    request.offset = offset == NULL ? 0 : strtoul(offset + strlen("offset="), NULL, 10);
    return request;
}

static bool answer(const fake_request *request, int status, json_t *body, http_response *out)
{
    char *text = json_dumps(body, 0);
    const char *copy = tf_copy_text(request->arena, text);
    *out = (http_response){ .status = status, .body = copy, .size = strlen(copy), .attempts = 1 };
    free(text);
    json_decref(body);
    return true;
}

static bool refuse(const fake_request *request, int status, http_response *out)
{
    return answer(request, status, json_pack("{s:s}", "detail", fake.refusal), out);
}

static bool lose(http_error *error)
{
    *error = (http_error){ .kind = HTTP_ERROR_TRANSPORT, .message = "the connection broke", .sent = true };
    return false;
}

static json_t *shown(const fake_request *request, const fake_project *project)
{
    const char *id = fake_id(request->arena, project->id);
    const char *latest = *project->latest == '\0' ? NULL : fake_id(request->arena, project->latest);
    const char *active = fake_id(request->arena, project->active);
    if (!request->is_first) {
        return json_pack("{s:s, s:s, s:s, s:{}, s:[], s:s?, s:s?}", "id", id, "name", project->id, "status",
                         project->status, "source_config", "secrets", "latest_revision_id", latest,
                         "active_revision_id", active);
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:{s:{s:s?}, s:{s:s?}}}", "id", id, "name", project->id, "tenant_id", "t",
                     "status", project->status, "resource", "latest_revision", "hosted_langserve_revision_id", latest,
                     "latest_active_revision", "hosted_langserve_revision_id", active);
}

static bool is_looked_for(const fake_request *request, size_t index)
{
    return request->name == NULL || strstr(fake.projects[index].id, request->name) != NULL;
}

static bool answer_list(const fake_request *request, http_response *out)
{
    fake.lists += request->offset == 0;
    fake.pages++;
    json_t *found = json_array();
    size_t seen = 0;
    for (size_t i = 0; i < fake.count && json_array_size(found) < 100; i++) {
        if (is_looked_for(request, i) && seen++ >= request->offset)
            (void)json_array_append_new(found, shown(request, &fake.projects[i]));
    }
    const json_int_t next = (json_int_t)(request->offset + json_array_size(found));
    return answer(request, 200, request->is_first ? found : json_pack("{s:o, s:I}", "resources", found, "offset", next),
                  out);
}

static bool answer_look(const fake_request *request, http_response *out)
{
    fake.gets += request->id != NULL;
    const int fault = fake.next_poll;
    fake.next_poll = 0;
    const fake_project *found = request->id == NULL || fake.all_removed ? NULL : find(request->arena, request->id);
    if (fault != 0) {
        (void)refuse(request, fault, out);
    } else if (request->id == NULL) {
        (void)answer_list(request, out);
    } else if (found == NULL) {
        (void)refuse(request, 404, out);
    } else {
        (void)answer(request, 200, shown(request, found), out);
    }
    fake.lists += fault != 0 && request->id == NULL;
    if (fake.after_poll != NULL)
        fake.after_poll(&fake);
    return true;
}

static bool answer_revision(const fake_request *request, http_response *out)
{
    const char *id = request->revision;
    if (strstr(request->http->url, "logs") != NULL) {
        const bool is_build = strstr(request->http->url, "build") != NULL && *fake.log != '\0';
        return answer(request, 200,
                      is_build ? json_pack("{s:[{s:s}]}", "logs", "message", fake.log) : json_pack("{s:[]}", "logs"),
                      out);
    }
    if (*id == '\0') {
        return answer(request, 200,
                      json_pack("[{s:s}]", "id", fake_id(request->arena, find(request->arena, request->id)->latest)),
                      out);
    }
    fake.revision_gets++;
    if (fake.revision_status == NULL)
        return refuse(request, 404, out);
    return answer(request, 200, json_pack("{s:s, s:s}", "id", id, "status", fake.revision_status), out);
}

static bool takes_one(int *count)
{
    if (*count == 0)
        return false;
    (*count)--;
    return true;
}

static bool answer_creation(const fake_request *request, http_response *out, http_error *error)
{
    fake.creations++;
    if (takes_one(&fake.lost_before))
        return lose(error);
    json_t *body = json_loads(request->http->body, 0, NULL);
    const char *name = tf_copy_text(request->arena, json_string_value(json_object_get(body, "name")));
    json_decref(body);
    if (find_name(name) != NULL)
        return refuse(request, 409, out);
    const fake_project *made = fake_add(name, "first");
    return takes_one(&fake.lost_after) ? lose(error) : answer(request, 201, shown(request, made), out);
}

static bool answer_change(const fake_request *request, http_response *out, http_error *error)
{
    fake.changes++;
    if (takes_one(&fake.lost_before))
        return lose(error);
    if (takes_one(&fake.conflicts))
        return refuse(request, 409, out);
    if (strcmp(request->http->method, "DELETE") == 0)
        return answer(request, 204, json_object(), out);
    fake_project *project = find(request->arena, request->id);
    (void)strncat(project->latest, "-next", sizeof project->latest - strlen(project->latest) - 1);
    return takes_one(&fake.lost_after) ? lose(error) : answer(request, 200, shown(request, project), out);
}

static bool answer_from_memory(http_engine *engine, tf_arena *arena, const http_request *http, http_response *out,
                               http_error *error)
{
    (void)engine;
    const fake_request request = take_apart(arena, http);
    const bool reads = strcmp(http->method, "GET") == 0 || strstr(http->url, "_logs") != NULL;
    pthread_mutex_lock(&fake.lock);
    bool answered = true;
    fake.pace = fake.pace == NULL ? http->pace : fake.pace;
    fake.other_paces += http->pace == NULL || http->pace != fake.pace;
    if (reads) {
        answered = request.revision == NULL ? answer_look(&request, out) : answer_revision(&request, out);
    } else if (request.id == NULL) {
        answered = answer_creation(&request, out, error);
    } else {
        answered = answer_change(&request, out, error);
    }
    pthread_mutex_unlock(&fake.lock);
    return answered;
}
