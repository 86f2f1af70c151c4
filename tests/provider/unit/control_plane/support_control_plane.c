/* SPDX-License-Identifier: Apache-2.0 */
#include "support_control_plane.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

fake_service fake;

void fixture_start(client_fixture *fixture, int64_t poll_interval_ms)
{
    fixture_start_telling(fixture, poll_interval_ms, 0);
}

void fixture_start_telling(client_fixture *fixture, int64_t poll_interval_ms, int64_t tell_interval_ms)
{
    const control_plane_config config = {
        .endpoint = "https://control-plane.example/",
        .api_key = "a key",
        .poll_interval_ms = poll_interval_ms,
        .tell_interval_ms = tell_interval_ms,
    };
    fixture->engine = http_engine_new();
    fixture->client = control_plane_client_new(fixture->engine, &config);
    fixture->arena = tf_arena_new();
    fixture->cancel = tf_cancel_new();
    fixture->session = (control_plane_session){
        .client = fixture->client,
        .arena = fixture->arena,
        .cancel = fixture->cancel,
        .deadline = TF_NEVER,
    };
    fake_reset();
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

control_plane_project *fake_add(const char *id, const char *latest)
{
    assert_true(fake.count < FAKE_MOST);
    control_plane_project *project = &fake.projects[fake.count++];
    *project = (control_plane_project){ .id = id, .name = id, .status = "READY", .latest_revision_id = latest };
    return project;
}

static control_plane_project *find(const char *id)
{
    for (size_t i = 0; i < fake.count; i++) {
        if (strcmp(fake.projects[i].id, id) == 0)
            return &fake.projects[i];
    }
    return NULL;
}

static bool refuse(control_plane_error *error, control_plane_error_kind kind)
{
    *error = (control_plane_error){
        .kind = kind,
        .what = "look",
        .endpoint = "memory",
        .detail = fake.refusal,
        .outcome_unknown = kind == CONTROL_PLANE_ERROR_NO_ANSWER,
    };
    return false;
}

static bool takes_fault(control_plane_error *error)
{
    control_plane_error_kind kind = fake.next_look;
    fake.next_look = CONTROL_PLANE_ERROR_NONE;
    return kind != CONTROL_PLANE_ERROR_NONE && !refuse(error, kind);
}

static void end_look(void)
{
    if (fake.after_look != NULL)
        fake.after_look(&fake);
    pthread_mutex_unlock(&fake.lock);
}

static bool fake_get(const control_plane_session *session, const char *id, control_plane_project *out,
                     control_plane_error *error)
{
    pthread_mutex_lock(&fake.lock);
    fake.gets++;
    const control_plane_project *found = fake.all_removed ? NULL : find(id);
    bool succeeded = !takes_fault(error) && (found != NULL || refuse(error, CONTROL_PLANE_ERROR_NOT_FOUND));
    if (succeeded)
        *out = control_plane_project_copy(session->arena, found);
    end_look();
    return succeeded;
}

static bool fake_list(const control_plane_session *session, const char *name, control_plane_project_list *out,
                      control_plane_error *error)
{
    pthread_mutex_lock(&fake.lock);
    fake.lists++;
    bool succeeded = !takes_fault(error);
    *out = (control_plane_project_list){ .count = 0 };
    out->items = tf_alloc_array(session->arena, fake.count, sizeof *out->items);
    for (size_t i = 0; succeeded && i < fake.count; i++) {
        if (name == NULL || strstr(fake.projects[i].name, name) != NULL)
            out->items[out->count++] = control_plane_project_copy(session->arena, &fake.projects[i]);
    }
    end_look();
    return succeeded;
}

static bool fake_get_revision(const control_plane_session *session, const char *id, const char *revision_id,
                              control_plane_revision *out, control_plane_error *error)
{
    (void)id;
    pthread_mutex_lock(&fake.lock);
    fake.revision_gets++;
    const char *status = fake.revision_status;
    *out = (control_plane_revision){ .id = tf_copy_text(session->arena, revision_id), .status = status };
    pthread_mutex_unlock(&fake.lock);
    return status != NULL || refuse(error, CONTROL_PLANE_ERROR_NOT_FOUND);
}

/* Whether the request is carried out, and whether its answer arrives. */
static bool is_carried_out(void)
{
    if (fake.lost_before == 0)
        return true;
    fake.lost_before--;
    return false;
}

static bool answer_arrives(void)
{
    if (fake.lost_after == 0)
        return true;
    fake.lost_after--;
    return false;
}

static bool fake_create(const control_plane_session *session, const control_plane_settings *settings,
                        control_plane_project *out, control_plane_error *error)
{
    (void)session;
    fake.creations++;
    if (!is_carried_out())
        return refuse(error, CONTROL_PLANE_ERROR_NO_ANSWER);
    if (find(settings->name) != NULL)
        return refuse(error, CONTROL_PLANE_ERROR_CONFLICT);
    *out = *fake_add(settings->name, "first");
    return answer_arrives() || refuse(error, CONTROL_PLANE_ERROR_NO_ANSWER);
}

static bool fake_change(const control_plane_session *session, const char *id, const control_plane_settings *settings,
                        control_plane_project *out, control_plane_error *error)
{
    (void)settings;
    fake.changes++;
    if (!is_carried_out())
        return refuse(error, CONTROL_PLANE_ERROR_NO_ANSWER);
    control_plane_project *project = find(id);
    project->latest_revision_id = tf_format(session->arena, "%s-next", project->latest_revision_id);
    *out = *project;
    return answer_arrives() || refuse(error, CONTROL_PLANE_ERROR_NO_ANSWER);
}

static bool fake_get_log(const control_plane_session *session, const char *id, const char *revision_id,
                         const char *kind, int lines, const char **out, control_plane_error *error)
{
    (void)session;
    (void)id;
    (void)revision_id;
    (void)lines;
    (void)error;
    *out = strcmp(kind, "build") == 0 ? fake.log : "";
    return true;
}

#define FAKE_GENERATION(of_number)                                                                               \
    {                                                                                                            \
        .number = (of_number), .create = fake_create, .get = fake_get, .list = fake_list, .change = fake_change, \
        .get_revision = fake_get_revision, .get_log = fake_get_log,                                              \
    }
const control_plane_generation fake_generation = FAKE_GENERATION(2);
const control_plane_generation fake_first_generation = FAKE_GENERATION(1);
