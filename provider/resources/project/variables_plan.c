/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a plan says about the variables: whether they change, which secrets are set again and why, and what is left to
 * others. Values are in none of it. What is sent is variables.c's.
 */
#include <string.h>

#include "clients.h"
#include "control_plane/claims.h"
#include "resources/project/destroy_command.h"
#include "resources/project/project.h"
#include "resources/project/secret_review.h"

#define DATABASE "POSTGRES_URI_CUSTOM"

/* Whether the two have other entries. After null, what is at the service counts. */
static bool environment_differs(tf_call *call, const tf_string_map *prior, const tf_string_map *planned)
{
    if (tf_null(*planned))
        return false;
    if (tf_null(*prior) && project_plain_names(call).count > 0)
        return true;
    if (tf_unknown(*planned) || tf_string_map_has_unknown(planned) || prior->count != planned->count)
        return true;
    for (size_t i = 0; i < planned->count; i++) {
        const tf_string *before = tf_string_map_get(prior, planned->entries[i].key);
        if (before == NULL || !tf_same_string(*before, planned->entries[i].value))
            return true;
    }
    return false;
}

static void append_name(tf_text_builder *names, const char *name)
{
    tf_append_format(names, "%s%s", names->length == 0 ? "" : ", ", name);
}

/* Null after a map: what was in it stays. */
static void warn_of_left_alone(tf_call *call, const struct project *prior, const struct project *planned)
{
    const struct project *config = tf_config(call);
    tf_text_builder names = { .arena = tf_call_arena(call) };
    for (size_t i = 0; tf_null(planned->environment) && i < prior->environment.count; i++) {
        const tf_string_entry *entry = &prior->environment.entries[i];
        if (!tf_equal(entry->value, PROJECT_OUTSIDE) && tf_string_map_get(&config->secrets, entry->key) == NULL)
            append_name(&names, entry->key);
    }
    if (names.length > 0) {
        tf_warn_at(call, tf_path_parse(tf_call_arena(call), "environment"), "Variables Are Left Alone",
                   "Without `environment`, these stay at the control plane and are no longer managed: %s. Set "
                   "`environment = {}` to remove them.",
                   tf_built_text(&names));
    }
}

/* A map after null: what is not in it goes, and the state has never shown it. */
static void warn_of_removed(tf_call *call, const struct project *prior, const struct project *planned)
{
    const struct project *config = tf_config(call);
    if (!tf_null(prior->environment) || !tf_known(planned->environment))
        return;
    const tf_string_list plain = project_plain_names(call);
    tf_text_builder names = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < plain.count; i++) {
        const char *name = plain.items[i].value;
        if (tf_string_map_get(&planned->environment, name) == NULL && tf_string_map_get(&config->secrets, name) == NULL)
            append_name(&names, name);
    }
    if (names.length > 0) {
        tf_warn_at(
            call, tf_path_parse(tf_call_arena(call), "environment"), "Variables Are Removed",
            "`environment` manages all plain variables once it is set. These are at the control plane and not in "
            "it, and the apply removes them: %s. Add those that are to stay.",
            tf_built_text(&names));
    }
}

static const char *in_words(secret_reason reason)
{
    switch (reason) {
    case SECRET_HAS_NEW_VERSION:
        return "`secrets_version` is another one";
    case SECRET_HAS_NEW_VALUE:
        return "the configuration has another value than was sent";
    case SECRET_WAS_CHANGED:
        return "it was changed or removed at the control plane";
    case SECRET_IS_KEPT:
    case SECRET_IS_NEW:
    case SECRET_MAY_CHANGE:
        break;
    }
    return NULL;
}

/* Not on the attribute: Terraform would show its line, and maybe values in it. */
static void warn_of_secrets(tf_call *call, const secret_review *review, const tf_string_map *secrets)
{
    tf_text_builder lines = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < secrets->count; i++) {
        const char *why = in_words(secret_review_reason(review, &secrets->entries[i]));
        if (why != NULL)
            tf_append_format(&lines, "\n  - %s: %s", secrets->entries[i].key, why);
    }
    if (lines.length > 0) {
        tf_warn(call, "Secrets Are Set Again",
                "The apply sends these of `secrets` with the values of the configuration:%s", tf_built_text(&lines));
    }
}

/* Whether any secret is to be sent or taken away, or may be. */
static bool secrets_differ(const secret_review *review, const struct project *prior, const tf_string_map *secrets)
{
    if (!tf_known(*secrets))
        return tf_unknown(*secrets);
    for (size_t i = 0; i < secrets->count; i++) {
        if (secret_review_reason(review, &secrets->entries[i]) != SECRET_IS_KEPT)
            return true;
    }
    return review->record.count != secrets->count || secret_versions_have_stranger(&prior->secret_versions, secrets);
}

bool project_plans_variables(tf_call *call, const struct project *prior, const struct project *planned)
{
    const struct project *config = tf_config(call);
    const secret_review review = secret_review_of(call, prior, planned);
    return environment_differs(call, &prior->environment, &planned->environment)
           || secrets_differ(&review, prior, &config->secrets);
}

/*
 * Terraform plans once more when a plan is applied, with the secrets as they are then, and takes it for a bug where
 * anything is not as it was planned. So an update of something else leaves open whether secrets are sent whose values
 * decide: they may be ephemeral.
 */
bool project_plan_variables(tf_call *call, const struct project *prior, struct project *planned, bool changes_otherwise)
{
    const struct project *config = tf_config(call);
    const secret_review review = secret_review_of(call, prior, planned);
    const bool differs = project_plans_variables(call, prior, planned);
    const bool values_decide = tf_null(prior->secrets_version) && tf_null(planned->secrets_version);
    const bool may_differ = values_decide && changes_otherwise && config->secrets.count > 0
                            && !secrets_differ(&review, prior, &config->secrets);
    planned->secret_versions = secret_review_versions(&review, prior, planned, config, may_differ);
    warn_of_left_alone(call, prior, planned);
    warn_of_removed(call, prior, planned);
    warn_of_secrets(call, &review, &config->secrets);
    return differs || may_differ;
}

bool project_fail_on_last_variable(tf_call *call)
{
    return tf_fail_on(
        call, "environment", "The Last Variable Cannot Be Removed",
        "The project has environment variables, and the control plane takes an empty list for no change. Keep at least one "
        "variable, or leave them all alone by removing both `environment` and `secrets` from the configuration, or have the "
        "project made anew: run terraform apply with -replace and this resource's address. To destroy it with this "
        "configuration, run terraform destroy, with -refresh=false where something else than Terraform starts the provider.");
}

/* How many plain variables the service will have; those that become secrets are counted there. */
static size_t plain_left(tf_call *call, const struct project *planned, const struct project *config)
{
    if (!tf_null(planned->environment))
        return planned->environment.count;
    const tf_string_list plain = project_plain_names(call);
    size_t count = 0;
    for (size_t i = 0; i < plain.count; i++)
        count += tf_string_map_get(&config->secrets, plain.items[i].value) == NULL;
    return count;
}

static size_t secrets_left(const secret_record *record, const struct project *planned, const struct project *config)
{
    if (!tf_null(config->secrets))
        return config->secrets.count;
    size_t count = 0;
    for (size_t i = 0; i < record->count; i++)
        count += tf_string_map_get(&planned->environment, record->items[i].name) == NULL;
    return count;
}

bool project_check_last_variable(tf_call *call, const struct project *planned)
{
    const struct project *config = tf_config(call);
    const bool is_managed = !tf_null(planned->environment) || !tf_null(config->secrets);
    if (!tf_null(planned->byoc) || !is_managed || tf_unknown(planned->environment) || tf_unknown(config->secrets))
        return true;
    const secret_record record = secret_record_read(call);
    const bool has_any = record.count > 0 || project_plain_names(call).count > 0;
    const bool none_left = plain_left(call, planned, config) + secrets_left(&record, planned, config) == 0;
    return !has_any || !none_left || destroy_command_is_running() || project_fail_on_last_variable(call);
}

bool project_check_database(tf_call *call, const struct project *prior, const struct project *planned)
{
    static const char name[] = DATABASE;
    const struct project *config = tf_config(call);
    const secret_record record = secret_record_read(call);
    const bool was_secret = secret_record_find(&record, name) != NULL;
    const bool was_plain = tf_string_map_get(&prior->environment, name) != NULL;
    const bool is_plain = tf_unknown(planned->environment) || tf_string_map_get(&planned->environment, name) != NULL;
    const bool is_secret = tf_unknown(config->secrets) || tf_string_map_get(&config->secrets, name) != NULL;
    const bool stays = (was_secret && tf_null(config->secrets)) || (was_plain && tf_null(planned->environment));
    return !(was_secret || was_plain) || is_plain || is_secret || stays || destroy_command_is_running()
           || tf_fail_on(
               call, "environment", "The Database Cannot Be Taken Away",
               "The project has %s, and a revision without it fails. It may name another database. To have one of "
               "the control plane's again, make the project anew: run terraform apply with -replace and this "
               "resource's address.",
               name);
}

bool project_has_own_database(tf_call *call, const struct project *planned)
{
    const struct project *config = tf_config(call);
    const secret_record record = secret_record_read(call);
    const bool is_configured = tf_string_map_get(&planned->environment, DATABASE) != NULL
                               || tf_string_map_get(&config->secrets, DATABASE) != NULL;
    return is_configured || (tf_null(config->secrets) && secret_record_find(&record, DATABASE) != NULL);
}

void project_warn_of_shared_database(tf_call *call, const struct project *planned)
{
    const struct project *config = tf_config(call);
    const tf_string *plain = tf_string_map_get(&planned->environment, DATABASE);
    const tf_string *address = plain != NULL ? plain : tf_string_map_get(&config->secrets, DATABASE);
    if (address == NULL || !tf_known(*address) || !tf_known(planned->name) || tf_equal(*address, PROJECT_OUTSIDE))
        return;
    const control_plane_session session = clients_session(call, project_generation(planned), planned->workspace_id);
    const char *workspace = session.workspace_id == NULL ? "" : session.workspace_id;
    const char *owner = tf_format(session.arena, "\"%s\"%s%s", planned->name.value,
                                  *workspace == '\0' ? "" : " of the workspace ", workspace);
    const char *other = control_plane_claim(&session, owner, address->value);
    /* Not on the attribute: Terraform would show its line, and maybe the value. */
    if (other != NULL) {
        tf_warn(call, "Two Projects with One Database",
                "`%s[\"" DATABASE
                "\"]` of the project %s is that of the project %s too. Each project keeps threads and runs "
                "of its own there: give each its own database.",
                plain != NULL ? "environment" : "secrets", owner, other);
    }
}
