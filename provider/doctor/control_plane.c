/* SPDX-License-Identifier: Apache-2.0 */
/* Checks the control plane: where the key comes from, whether it is accepted, and what can be read with it. */
#include "clients.h"
#include "control_plane/api.h"
#include "control_plane/listeners.h"
#include "control_plane/v1.h"
#include "control_plane/v2.h"
#include "doctor/visit.h"

#define AREA "control_plane"

static void fill_in_facts(doctor_visit *visit)
{
    const control_plane_config config = provider_config_control_plane(tf_call_arena(visit->call), &visit->config,
                                                                      clients_data_region(visit->call).value);
    doctor_facts *facts = &visit->facts;
    facts->endpoint = config.endpoint;
    facts->endpoint_source = visit->options.endpoint != NULL ? "--endpoint" : config.endpoint_from;
    facts->api_key_source = config.api_key_from;
    facts->workspace_id = config.workspace_id;
    facts->workspace_source = visit->options.workspace != NULL ? "--workspace" : config.workspace_from;
}

static bool count_project(const control_plane_project *project, void *taken)
{
    (void)project;
    ++*(long long *)taken;
    return true;
}

static bool count_listener(const control_plane_listener *listener, void *taken)
{
    (void)listener;
    ++*(long long *)taken;
    return true;
}

static void find(doctor_visit *visit, const char *check, const char *summary)
{
    doctor_find(visit, &(doctor_finding){ .area = AREA, .check = check, .summary = summary });
}

/* Whether the key is accepted, by a list that every key may read. */
static bool check_key(doctor_visit *visit, const control_plane_session *session, long long *out_count)
{
    const doctor_facts *facts = &visit->facts;
    control_plane_error error;
    doctor_begin(visit, "the control plane");
    if (!control_plane_walk_projects(session, NULL, count_project, out_count, &error)) {
        (void)control_plane_fail(visit->call, &error);
        doctor_find_reports(visit, AREA, "api_key", DOCTOR_PROBLEM);
        return false;
    }
    find(visit, "api_key",
         tf_format(session->arena, "LangSmith API key from %s, accepted by %s (from %s)", facts->api_key_source,
                   facts->endpoint, facts->endpoint_source));
    return true;
}

/* Those of the first generation, which only projects with `byoc` are of, come on top. */
static void check_projects(doctor_visit *visit, long long count)
{
    tf_arena *arena = tf_call_arena(visit->call);
    const control_plane_session session = clients_session(visit->call, &control_plane_v1, tf_string_of(NULL));
    const char *workspace = visit->facts.workspace_id;
    control_plane_error error;
    if (!control_plane_walk_projects(&session, NULL, count_project, &count, &error)) {
        (void)control_plane_fail(visit->call, &error);
        doctor_find_reports(visit, AREA, "projects", DOCTOR_SKIPPED);
    }
    visit->facts.project_count = count;
    find(visit, "projects",
         tf_format(arena, "%lld project%s in %s%s%s%s", count, count == 1 ? "" : "s",
                   workspace == NULL ? "the key's own workspace" : "workspace ", workspace == NULL ? "" : workspace,
                   workspace == NULL ? "" : ", from ", workspace == NULL ? "" : visit->facts.workspace_source));
}

static void check_listeners(doctor_visit *visit, const control_plane_session *session)
{
    long long count = 0;
    control_plane_error error;
    if (!control_plane_walk_listeners(session, count_listener, &count, &error)) {
        (void)control_plane_fail(visit->call, &error);
        doctor_find_reports(visit, AREA, "listeners", DOCTOR_SKIPPED);
        return;
    }
    visit->facts.listener_count = count;
    find(visit, "listeners", tf_format(session->arena, "%lld listener%s", count, count == 1 ? "" : "s"));
}

void doctor_check_control_plane(doctor_visit *visit)
{
    long long count = 0;
    fill_in_facts(visit);
    if (!control_plane_client_is_usable(clients_control_plane(visit->call), visit->call)) {
        doctor_find_reports(visit, AREA, "api_key", DOCTOR_PROBLEM);
        return;
    }
    const control_plane_session session = clients_session(visit->call, &control_plane_v2, tf_string_of(NULL));
    if (!check_key(visit, &session, &count))
        return;
    check_projects(visit, count);
    check_listeners(visit, &session);
}
