/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `environment` and `secrets` are one list of variables at the service. Secret values are in neither plan nor state:
 * private state holds a digest of each (digest.h), by which a change is seen. It looks like this:
 *
 *     {"sent": {"NAME": "digest"}, "shown": {"NAME": "digest"}}
 *
 * `sent` has the secrets that Terraform set, `shown` what the service showed of them when it was last read, "" standing
 * for a value that it does not tell. `sent` has "" where a version decides and the service tells nothing: there is nothing to
 * compare with then, and no reason to keep a digest. An older record has plain digests and one salt beside them.
 */
#include <string.h>

#include <jansson.h>

#include "control_plane/json.h"
#include "resources/project/digest.h"
#include "resources/project/project.h"

#define SECRETS_KEY "secrets"
#define HAS_VARIABLES_KEY "has_variables"

/* Names the salt of an older record in each of its digests. */
static void mend_old_record(tf_arena *arena, json_t *record)
{
    const char *salt = json_string_value(json_object_get(record, "salt"));
    if (salt == NULL)
        return;
    static const char *const parts[] = { "sent", "shown" };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        json_t *part = json_object_get(record, parts[i]);
        const char *name;
        json_t *digest;
        json_object_foreach(part, name, digest)
        {
            const char *text = json_string_value(digest);
            if (text != NULL && *text != '\0')
                (void)json_string_set(digest, project_digest_of_old(arena, salt, text));
        }
    }
    (void)json_object_del(record, "salt");
}

/* The private value as JSON; an empty object where there is none. The caller owns the reference. */
static json_t *read_record(const tf_call *call)
{
    const char *text = tf_private(call, SECRETS_KEY);
    json_t *record = text == NULL ? NULL : json_loads(text, 0, NULL);
    if (record == NULL)
        return control_plane_json_made(json_object());
    mend_old_record(tf_call_arena(call), record);
    return record;
}

/* The digest of the secret as it was sent; NULL where none was. */
static const char *sent_digest(const json_t *record, const char *name)
{
    return json_string_value(json_object_get(json_object_get(record, "sent"), name));
}

static const control_plane_variable *find_variable(const control_plane_variables *variables, const char *name)
{
    for (size_t i = 0; i < variables->count; i++) {
        if (strcmp(variables->items[i].name, name) == 0)
            return &variables->items[i];
    }
    return NULL;
}

static bool tells_value(const control_plane_variable *variable)
{
    return variable != NULL && variable->value != NULL && *variable->value != '\0';
}

/*
 * The digest of what the service shows of a secret, in the form of the one that was sent. That one is brought to today's
 * form where the value is as it was sent, and taken from what is shown where there was no reason to keep it.
 */
static const char *shown_digest(tf_arena *arena, json_t *sent, const control_plane_variable *variable)
{
    const char *before = json_string_value(json_object_get(sent, variable->name));
    if (!tells_value(variable))
        return "";
    const bool is_new = before != NULL && *before == '\0';
    const bool is_old = !is_new && !project_digest_is_current(before)
                        && project_digest_matches(arena, before, variable->name, variable->value);
    if (!is_new && !is_old)
        return project_digest_like(arena, before, variable->name, variable->value);
    const char *digest = project_digest(arena, variable->name, variable->value);
    control_plane_json_set(sent, variable->name, digest);
    return digest;
}

/* What the service shows of the secrets that were sent. */
static void note_shown(tf_call *call, json_t *record, const control_plane_variables *variables)
{
    json_t *sent = json_object_get(record, "sent");
    if (sent == NULL)
        return;
    tf_arena *arena = tf_call_arena(call);
    json_t *shown = control_plane_json_made(json_object());
    for (size_t i = 0; i < variables->count; i++) {
        const control_plane_variable *variable = &variables->items[i];
        if (json_object_get(sent, variable->name) != NULL)
            control_plane_json_set(shown, variable->name, shown_digest(arena, sent, variable));
    }
    (void)json_object_set_new(record, "shown", shown);
    tf_set_private(call, SECRETS_KEY, control_plane_json_dump(arena, record));
}

/* What `environment` is at the service: all that is no secret of ours, values of strangers left out. */
static tf_string_map environment_at(tf_arena *arena, const tf_string_map *prior, const json_t *sent,
                                    const control_plane_variables *variables)
{
    tf_string_map_builder environment = { .arena = arena };
    for (size_t i = 0; i < variables->count; i++) {
        const control_plane_variable *variable = &variables->items[i];
        if (json_object_get(sent, variable->name) != NULL)
            continue;
        const tf_string *before = tf_string_map_get(prior, variable->name);
        const char *value = PROJECT_OUTSIDE;
        if (before != NULL && !tf_equal(*before, PROJECT_OUTSIDE))
            value = variable->value != NULL ? variable->value : before->value;
        tf_add_entry(&environment, variable->name, value);
    }
    return tf_built_string_map(&environment);
}

/* Whether all of it was put there by a refresh, in place of null. */
static bool has_strangers_only(const tf_string_map *environment)
{
    for (size_t i = 0; i < environment->count; i++) {
        if (!tf_equal(environment->entries[i].value, PROJECT_OUTSIDE))
            return false;
    }
    return environment->count > 0;
}

void project_refresh_variables(tf_call *call, struct project *state, const control_plane_project *found)
{
    if (!found->shows_variables)
        return;
    tf_set_private(call, HAS_VARIABLES_KEY, found->variables.count > 0 ? "1" : NULL);
    json_t *record = read_record(call);
    const json_t *sent = json_object_get(record, "sent");
    if (tf_known(state->environment) || sent != NULL) {
        tf_string_map now = environment_at(tf_call_arena(call), &state->environment, sent, &found->variables);
        bool was_unset = tf_null(state->environment) || (sent != NULL && has_strangers_only(&state->environment));
        state->environment = now;
        if (now.count == 0 && was_unset)
            state->environment.state = TF_NULL;
    }
    note_shown(call, record, &found->variables);
    json_decref(record);
}

static bool is_managed(const struct project *planned, const struct project *config)
{
    return !tf_null(planned->environment) || !tf_null(config->secrets);
}

bool project_releases_variables(tf_call *call, const struct project *planned)
{
    return !is_managed(planned, tf_config(call)) && tf_private(call, SECRETS_KEY) != NULL;
}

/* Whether the two have other entries; null is as good as empty. */
static bool environment_differs(const tf_string_map *prior, const tf_string_map *planned)
{
    if (tf_unknown(*planned) || tf_string_map_has_unknown(planned) || prior->count != planned->count)
        return true;
    for (size_t i = 0; i < planned->count; i++) {
        const tf_string *before = tf_string_map_get(prior, planned->entries[i].key);
        if (before == NULL || !tf_same_string(*before, planned->entries[i].value))
            return true;
    }
    return false;
}

/* Whether the service showed another value than was sent, or none at all. */
static bool was_changed_outside(const json_t *record, const char *name)
{
    const json_t *shown = json_object_get(record, "shown");
    if (shown == NULL)
        return false;
    const char *seen = json_string_value(json_object_get(shown, name));
    const char *sent = sent_digest(record, name);
    return seen == NULL || sent == NULL || (*seen != '\0' && strcmp(seen, sent) != 0);
}

/* With a version, values are compared with what the service shows only; without one, with the configuration too. */
static bool secret_differs(tf_arena *arena, const json_t *record, const tf_string_entry *secret, bool by_version)
{
    const char *sent = sent_digest(record, secret->key);
    if (sent == NULL || was_changed_outside(record, secret->key))
        return true;
    if (by_version)
        return false;
    return !tf_known(secret->value) || !project_digest_matches(arena, sent, secret->key, secret->value.value);
}

static bool secrets_differ(tf_arena *arena, const json_t *record, const tf_string_map *secrets, bool by_version)
{
    size_t before = json_object_size(json_object_get(record, "sent"));
    if (tf_unknown(*secrets) || secrets->count != before)
        return true;
    for (size_t i = 0; i < secrets->count; i++) {
        if (secret_differs(arena, record, &secrets->entries[i], by_version))
            return true;
    }
    return false;
}

bool project_plans_variables(tf_call *call, const struct project *prior, const struct project *planned)
{
    const struct project *config = tf_config(call);
    if (!is_managed(planned, config))
        return false;
    if (environment_differs(&prior->environment, &planned->environment))
        return true;
    if (tf_known(prior->secrets_version) && !tf_null(planned->secrets_version)
        && !tf_same_string(prior->secrets_version, planned->secrets_version))
        return true;
    json_t *record = read_record(call);
    /* A version that was not there before says nothing of the values yet. */
    bool by_version = tf_known(prior->secrets_version) && tf_known(planned->secrets_version);
    bool differ = secrets_differ(tf_call_arena(call), record, &config->secrets, by_version);
    json_decref(record);
    return differ;
}

static bool fail_on_last_variable(tf_call *call)
{
    return tf_fail_on(
        call, "environment", "The last variable cannot be removed",
        "The project has environment variables, and the control plane takes an empty list for no change. Keep at least one "
        "variable, or leave them all alone by removing both `environment` and `secrets` from the configuration, or have the "
        "project made anew: run terraform taint with this resource's address, and apply. To destroy it with the "
        "configuration as it is, run terraform destroy -refresh=false: Terraform plans an update before it destroys.");
}

bool project_check_last_variable(tf_call *call, const struct project *planned)
{
    const struct project *config = tf_config(call);
    bool is_second = tf_null(planned->byoc);
    bool none_left = is_managed(planned, config) && !tf_unknown(planned->environment) && !tf_unknown(config->secrets)
                     && planned->environment.count == 0 && config->secrets.count == 0;
    return !is_second || !none_left || tf_private(call, HAS_VARIABLES_KEY) == NULL || fail_on_last_variable(call);
}

/* The value to send: what is deployed where the version says that nothing is new, else what is configured. */
static const char *value_to_send(tf_arena *arena, const json_t *record, const tf_string_entry *secret,
                                 const control_plane_project *found, bool keeps_deployed)
{
    const control_plane_variable *deployed = found == NULL ? NULL : find_variable(&found->variables, secret->key);
    if (!keeps_deployed || deployed == NULL || deployed->value == NULL)
        return secret->value.value;
    const char *sent = sent_digest(record, secret->key);
    return project_digest_matches(arena, sent, secret->key, deployed->value) ? deployed->value : secret->value.value;
}

/*
 * A variable of the environment as it is to be. One that stands for a stranger, which `ignore_changes` leaves in the
 * configuration, stays what it is at the service, if it is still there.
 */
static bool compose_plain(const tf_string_entry *entry, const control_plane_project *found, control_plane_variable *out)
{
    *out = (control_plane_variable){ .name = entry->key, .value = entry->value.value };
    if (!tf_equal(entry->value, PROJECT_OUTSIDE))
        return true;
    const control_plane_variable *stranger = found == NULL ? NULL : find_variable(&found->variables, entry->key);
    if (stranger == NULL)
        return false;
    *out = *stranger;
    tf_log_protect(stranger->value);
    return true;
}

static control_plane_variables *compose(tf_arena *arena, const json_t *record, const struct project *plan,
                                        const struct project *config, const control_plane_project *found,
                                        bool keeps_deployed)
{
    control_plane_variables *variables = tf_alloc(arena, sizeof *variables);
    size_t most = plan->environment.count + config->secrets.count;
    variables->items = tf_alloc_array(arena, most, sizeof *variables->items);
    for (size_t i = 0; i < plan->environment.count; i++) {
        if (compose_plain(&plan->environment.entries[i], found, &variables->items[variables->count]))
            variables->count++;
    }
    for (size_t i = 0; i < config->secrets.count; i++) {
        const tf_string_entry *entry = &config->secrets.entries[i];
        const char *value = value_to_send(arena, record, entry, found, keeps_deployed);
        tf_log_protect(entry->value.value);
        tf_log_protect(value);
        variables->items[variables->count++] =
            (control_plane_variable){ .name = entry->key, .value = value, .secret = true };
    }
    return variables;
}

/* Whether the service has the variable as it is to be. A value that it does not tell is judged by what was sent before. */
static bool is_deployed(tf_arena *arena, const json_t *record, const control_plane_variable *wanted,
                        const control_plane_variable *deployed, bool kind_matters)
{
    if (deployed == NULL || (kind_matters && deployed->secret != wanted->secret))
        return false;
    if (deployed->value == wanted->value)
        return true;
    if (deployed->value != NULL)
        return strcmp(deployed->value, wanted->value) == 0;
    const char *sent = sent_digest(record, wanted->name);
    return sent == NULL || project_digest_matches(arena, sent, wanted->name, wanted->value);
}

static bool differ_from_deployed(tf_arena *arena, const json_t *record, const control_plane_variables *wanted,
                                 const control_plane_project *found, bool kinds_matter)
{
    if (wanted->count != found->variables.count)
        return true;
    for (size_t i = 0; i < wanted->count; i++) {
        const control_plane_variable *deployed = find_variable(&found->variables, wanted->items[i].name);
        if (!is_deployed(arena, record, &wanted->items[i], deployed, kinds_matter))
            return true;
    }
    return false;
}

const control_plane_variables *project_variables(tf_call *call, const struct project *prior, const struct project *plan,
                                                 const control_plane_project *found, bool *out_differ)
{
    const struct project *config = tf_config(call);
    *out_differ = false;
    if (!is_managed(plan, config))
        return NULL;
    json_t *record = read_record(call);
    bool same_version = prior != NULL && tf_same_string(prior->secrets_version, plan->secrets_version);
    bool keeps_deployed = tf_known(plan->secrets_version) && same_version;
    bool sends_again = prior != NULL && tf_known(prior->secrets_version) && tf_known(plan->secrets_version)
                       && !same_version && config->secrets.count > 0;
    const control_plane_variables *variables =
        compose(tf_call_arena(call), record, plan, config, found, keeps_deployed);
    *out_differ = found == NULL || sends_again
                  || differ_from_deployed(tf_call_arena(call), record, variables, found, tf_known(plan->byoc));
    json_decref(record);
    return variables;
}

void project_record_variables(tf_call *call, const control_plane_variables *variables)
{
    if (variables == NULL) {
        tf_set_private(call, SECRETS_KEY, NULL);
        return;
    }
    const struct project *config = tf_config(call);
    tf_arena *arena = tf_call_arena(call);
    tf_set_private(call, HAS_VARIABLES_KEY, variables->count > 0 ? "1" : NULL);
    json_t *sent = control_plane_json_made(json_object());
    for (size_t i = 0; i < variables->count; i++) {
        const control_plane_variable *variable = &variables->items[i];
        if (tf_string_map_get(&config->secrets, variable->name) != NULL)
            control_plane_json_set(sent, variable->name, project_digest(arena, variable->name, variable->value));
    }
    /* Without any the record still says that all variables are managed. */
    if (tf_null(config->secrets)) {
        tf_set_private(call, SECRETS_KEY, NULL);
        json_decref(sent);
        return;
    }
    json_t *record = control_plane_json_made(json_object());
    (void)json_object_set_new(record, "sent", sent);
    tf_set_private(call, SECRETS_KEY, control_plane_json_dump(arena, record));
    json_decref(record);
}

void project_drop_digests(tf_call *call, const struct project *plan, const control_plane_project *seen)
{
    json_t *record = read_record(call);
    json_t *sent = json_object_get(record, "sent");
    const char *name;
    json_t *digest;
    json_object_foreach(sent, name, digest)
    {
        if (!tells_value(find_variable(&seen->variables, name)))
            (void)json_string_set(digest, "");
    }
    if (tf_known(plan->secrets_version) && sent != NULL)
        tf_set_private(call, SECRETS_KEY, control_plane_json_dump(tf_call_arena(call), record));
    json_decref(record);
}
