/* SPDX-License-Identifier: Apache-2.0 */
/* Findings and facts as JSON for scripts. Names stay, texts may change. */
#include <jansson.h>

#include <tfprovider/command.h>

#include "doctor/finding.h"
#include "json/arena_json.h"

#define FORMAT_VERSION "1.0"

static const char *const statuses[] = {
    [DOCTOR_OK] = "ok",
    [DOCTOR_SKIPPED] = "skipped",
    [DOCTOR_PROBLEM] = "problem",
};

/* Null where there is no text. */
static void set(tf_arena *arena, json_t *object, const char *name, const char *text)
{
    json_t *value = text == NULL ? json_null() : json_string(tf_shown_text(arena, text));
    (void)arena_json_made(value);
    (void)json_object_set_new(object, name, value);
}

/* Null for what is not known. */
static void set_count(json_t *object, const char *name, long long count)
{
    (void)json_object_set_new(object, name, arena_json_made(count < 0 ? json_null() : json_integer(count)));
}

static json_t *json_of_aws(tf_arena *arena, const doctor_facts *facts)
{
    json_t *object = arena_json_made(json_object());
    set(arena, object, "region", facts->region);
    set(arena, object, "region_source", facts->region_source);
    set(arena, object, "credentials_source", facts->credentials_source);
    set(arena, object, "credentials_expire_at", facts->credentials_expire_at);
    set(arena, object, "account_id", facts->account_id);
    set(arena, object, "identity_arn", facts->identity_arn);
    return object;
}

static json_t *json_of_control_plane(tf_arena *arena, const doctor_facts *facts)
{
    json_t *object = arena_json_made(json_object());
    set(arena, object, "endpoint", facts->endpoint);
    set(arena, object, "endpoint_source", facts->endpoint_source);
    set(arena, object, "api_key_source", facts->api_key_source);
    set(arena, object, "workspace_id", facts->workspace_id);
    set(arena, object, "workspace_source", facts->workspace_source);
    set_count(object, "project_count", facts->project_count);
    set_count(object, "listener_count", facts->listener_count);
    return object;
}

static json_t *json_of_finding(tf_arena *arena, const doctor_finding *finding)
{
    json_t *object = arena_json_made(json_object());
    set(arena, object, "area", finding->area);
    set(arena, object, "check", finding->check);
    set(arena, object, "status", statuses[finding->status]);
    set(arena, object, "summary", finding->summary);
    set(arena, object, "detail", finding->detail);
    set(arena, object, "remedy", finding->remedy);
    return object;
}

const char *doctor_json_text(tf_arena *arena, const doctor_finding *findings, size_t count, const doctor_facts *facts)
{
    json_t *list = arena_json_made(json_array());
    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(list, json_of_finding(arena, &findings[i]));
    json_t *object = arena_json_made(json_object());
    set(arena, object, "format_version", FORMAT_VERSION);
    set_count(object, "problems", (long long)doctor_count(findings, count, DOCTOR_PROBLEM));
    set_count(object, "skipped", (long long)doctor_count(findings, count, DOCTOR_SKIPPED));
    (void)json_object_set_new(object, "aws", json_of_aws(arena, facts));
    (void)json_object_set_new(object, "control_plane", json_of_control_plane(arena, facts));
    (void)json_object_set_new(object, "findings", list);
    const char *text = tf_format(arena, "%s\n", arena_json_dump(arena, object));
    json_decref(object);
    return text;
}
