/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `environment` and `secrets` are one list of variables at the service, of which each manages its part as soon as it is
 * set: what the list is in a state, and what is sent. What a plan says about it is variables_plan.c's.
 *
 * Of a part that is null all stays as it is at the service. v2 knows no kinds: there a secret is what Terraform has set
 * as one.
 */
#include <string.h>

#include <jansson.h>

#include "json/arena_json.h"
#include "resources/project/digest.h"
#include "resources/project/project.h"
#include "resources/project/secret_review.h"

/* Private value: the names at the service that are no secrets of Terraform's, as a JSON list. */
#define PLAIN_NAMES_KEY "plain_variables"

/* What `environment` is at the service: all that is no secret of ours, values of strangers left out. */
static tf_string_map environment_at(tf_arena *arena, const tf_string_map *prior, const secret_record *record,
                                    const control_plane_variables *variables)
{
    tf_string_map_builder environment = { .arena = arena };
    for (size_t i = 0; i < variables->count; i++) {
        const control_plane_variable *variable = &variables->items[i];
        if (secret_record_find(record, variable->name) != NULL)
            continue;
        const tf_string *before = tf_string_map_get(prior, variable->name);
        const char *value = PROJECT_OUTSIDE;
        if (before != NULL && !tf_equal(*before, PROJECT_OUTSIDE))
            value = variable->value != NULL ? variable->value : before->value;
        tf_add_entry(&environment, variable->name, value);
    }
    return tf_built_string_map(&environment);
}

static void keep_plain_names(tf_call *call, const secret_record *record, const control_plane_variables *variables)
{
    json_t *names = arena_json_made(json_array());
    for (size_t i = 0; i < variables->count; i++) {
        if (secret_record_find(record, variables->items[i].name) == NULL)
            (void)json_array_append_new(names, arena_json_made(json_string(variables->items[i].name)));
    }
    const bool any = json_array_size(names) > 0;
    tf_set_private(call, PLAIN_NAMES_KEY, any ? arena_json_dump(tf_call_arena(call), names) : NULL);
    json_decref(names);
}

tf_string_list project_plain_names(const tf_call *call)
{
    tf_arena *arena = tf_call_arena(call);
    const char *text = tf_private(call, PLAIN_NAMES_KEY);
    json_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);
    tf_string_list names = { .state = TF_KNOWN,
                             .items = tf_alloc_array(arena, json_array_size(json), sizeof(tf_string)) };
    size_t index;
    json_t *name;
    json_array_foreach(json, index, name)
    {
        if (json_is_string(name))
            names.items[names.count++] = tf_string_of(tf_copy_text(arena, json_string_value(name)));
    }
    json_decref(json);
    return names;
}

void project_refresh_variables(tf_call *call, struct project *state, const control_plane_project *found)
{
    tf_arena *arena = tf_call_arena(call);
    secret_record record = secret_record_read(call);
    if (found->shows_variables) {
        keep_plain_names(call, &record, &found->variables);
        if (tf_known(state->environment))
            state->environment = environment_at(arena, &state->environment, &record, &found->variables);
        secret_record_note(arena, &record, &found->variables);
        secret_record_write(call, &record);
    }
    state->secret_versions = secret_versions_at(arena, state, &record, found);
}

/* All that the list is composed of. */
struct composition {
    tf_call *call;
    const struct project *plan;
    const struct project *config;
    const control_plane_project *found; /* NULL in a create */
    const secret_review *review;
    control_plane_variables all;
};

static const control_plane_variable *deployed_as(const struct composition *composition, const char *name)
{
    return composition->found == NULL ? NULL : control_plane_find_variable(&composition->found->variables, name);
}

static void add_variable(struct composition *composition, control_plane_variable variable)
{
    if (variable.secret || deployed_as(composition, variable.name) != NULL)
        tf_log_protect(variable.value);
    composition->all.items[composition->all.count++] = variable;
}

/*
 * A variable of the environment as it is to be. One that stands for a stranger, which `ignore_changes` leaves in the
 * configuration, stays what it is at the service, if it is still there.
 */
static void add_plain(struct composition *composition, const tf_string_entry *entry)
{
    const control_plane_variable *stranger = deployed_as(composition, entry->key);
    if (!tf_equal(entry->value, PROJECT_OUTSIDE)) {
        composition->all.items[composition->all.count++] =
            (control_plane_variable){ .name = entry->key, .value = entry->value.value };
    } else if (stranger != NULL) {
        add_variable(composition, *stranger);
    }
}

/* What is deployed where the version says that nothing is new, else what is configured. */
static void add_secret(struct composition *composition, const tf_string_entry *secret)
{
    const secret_review *review = composition->review;
    const control_plane_variable *deployed = deployed_as(composition, secret->key);
    const secret_entry *entry = secret_record_find(&review->record, secret->key);
    const bool is_kept = review->by_version && !review->has_new_version && entry != NULL && deployed != NULL
                         && deployed->value != NULL
                         && project_digest_matches(review->arena, entry->sent, secret->key, deployed->value);
    tf_log_protect(secret->value.value);
    add_variable(composition, (control_plane_variable){
                                  .name = secret->key,
                                  .value = is_kept ? deployed->value : secret->value.value,
                                  .secret = true,
                              });
}

/* Whether what is deployed belongs to a part that is null, so that it stays. */
static bool stays(const struct composition *composition, const control_plane_variable *deployed)
{
    const struct project *config = composition->config;
    if (tf_string_map_get(&composition->plan->environment, deployed->name) != NULL
        || tf_string_map_get(&config->secrets, deployed->name) != NULL)
        return false;
    if (secret_record_find(&composition->review->record, deployed->name) != NULL)
        return tf_null(config->secrets);
    return tf_null(composition->plan->environment) && (!deployed->secret || tf_null(config->secrets));
}

static void compose(struct composition *composition)
{
    const tf_string_map *environment = &composition->plan->environment;
    const tf_string_map *secrets = &composition->config->secrets;
    const control_plane_variables *deployed = composition->found == NULL ? NULL : &composition->found->variables;
    const size_t most = environment->count + secrets->count + (deployed == NULL ? 0 : deployed->count);
    composition->all.items = tf_alloc_array(composition->review->arena, most, sizeof *composition->all.items);
    for (size_t i = 0; i < environment->count; i++)
        add_plain(composition, &environment->entries[i]);
    for (size_t i = 0; i < secrets->count; i++)
        add_secret(composition, &secrets->entries[i]);
    for (size_t i = 0; deployed != NULL && i < deployed->count; i++) {
        if (stays(composition, &deployed->items[i]))
            add_variable(composition, deployed->items[i]);
    }
}

/*
 * Whether the service has the variable as it is to be. A value that it does not tell is judged by what was sent before.
 */
static bool is_deployed(const struct composition *composition, const control_plane_variable *wanted)
{
    const control_plane_variable *deployed = deployed_as(composition, wanted->name);
    const bool kind_matters = tf_known(composition->plan->byoc);
    if (deployed == NULL || (kind_matters && deployed->secret != wanted->secret))
        return false;
    if (deployed->value == wanted->value)
        return true;
    if (deployed->value != NULL)
        return strcmp(deployed->value, wanted->value) == 0;
    const secret_entry *entry = secret_record_find(&composition->review->record, wanted->name);
    return entry == NULL
           || project_digest_matches(composition->review->arena, entry->sent, wanted->name, wanted->value);
}

static bool differs_from_deployed(const struct composition *composition)
{
    if (composition->found == NULL || composition->all.count != composition->found->variables.count)
        return true;
    for (size_t i = 0; i < composition->all.count; i++) {
        if (!is_deployed(composition, &composition->all.items[i]))
            return true;
    }
    return false;
}

/* A list that leaves out what stays would delete it. */
static bool check_all_can_be_sent(const struct composition *composition)
{
    for (size_t i = 0; i < composition->all.count; i++) {
        const control_plane_variable *variable = &composition->all.items[i];
        if (variable->value == NULL) {
            return tf_fail_on(
                composition->call, variable->secret ? "secrets" : "environment", "A Variable Would Be Lost",
                "The control plane takes all variables at once, and it does not tell the value of %s, which "
                "is not in the configuration and is to stay. Set `%s` with %s in it, so that the others can "
                "be changed.",
                variable->name, variable->secret ? "secrets" : "environment", variable->name);
        }
    }
    return true;
}

bool project_variables(tf_call *call, const struct project *prior, const struct project *plan,
                       const control_plane_project *found, const control_plane_variables **out)
{
    const struct project *config = tf_config(call);
    const secret_review review = secret_review_of(call, prior, plan);
    struct composition composition = { call, plan, config, found, &review, { 0 } };
    *out = NULL;
    if (tf_null(plan->environment) && tf_null(config->secrets))
        return true;
    compose(&composition);
    const bool sends_again = review.has_new_version && config->secrets.count > 0;
    if (!sends_again && !differs_from_deployed(&composition))
        return true;
    if (composition.all.count == 0 && found != NULL && tf_null(plan->byoc))
        return project_fail_on_last_variable(call);
    if (!check_all_can_be_sent(&composition))
        return false;
    control_plane_variables *all = tf_alloc(tf_call_arena(call), sizeof *all);
    *all = composition.all;
    *out = all;
    return true;
}

/* The entry of a secret after it was sent: a digest that fits is kept, since another one costs as much as a guess. */
static secret_entry entry_after(const secret_review *review, const tf_string_entry *secret,
                                const control_plane_variables *sent)
{
    const secret_entry *before = secret_record_find(&review->record, secret->key);
    const control_plane_variable *variable = sent == NULL ? NULL : control_plane_find_variable(sent, secret->key);
    const char *value = variable == NULL ? secret->value.value : variable->value;
    const bool is_unsent = sent == NULL && review->by_version && before != NULL;
    const bool fits =
        is_unsent || (before != NULL && project_digest_matches(review->arena, before->sent, secret->key, value));
    return (secret_entry){
        .name = secret->key,
        .sent = fits ? before->sent : project_digest(review->arena, secret->key, value),
    };
}

void project_record_variables(tf_call *call, const struct project *prior, struct project *plan,
                              const control_plane_variables *sent)
{
    const struct project *config = tf_config(call);
    const secret_review review = secret_review_of(call, prior, plan);
    plan->secret_versions = secret_review_versions(&review, prior, plan, config, false);
    secret_record after = { .was_checked = false };
    after.items = tf_alloc_array(review.arena, config->secrets.count + review.record.count, sizeof *after.items);
    for (size_t i = 0; i < config->secrets.count; i++)
        after.items[after.count++] = entry_after(&review, &config->secrets.entries[i], sent);
    for (size_t i = 0; tf_null(config->secrets) && i < review.record.count; i++) {
        if (tf_string_map_get(&plan->environment, review.record.items[i].name) == NULL)
            after.items[after.count++] = review.record.items[i];
    }
    secret_record_write(call, &after);
    if (sent != NULL)
        keep_plain_names(call, &after, sent);
}

void project_drop_digests(tf_call *call, const struct project *plan, const control_plane_project *seen)
{
    secret_record record = secret_record_read(call);
    if (!tf_known(plan->secrets_version))
        return;
    secret_record_drop_hidden(&record, &seen->variables);
    secret_record_write(call, &record);
}
