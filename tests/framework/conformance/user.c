/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_user: a resource with a database behind it, whose e-mail address identifies it.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "conformance.h"
#include "store.h"

struct user {
    tf_string email;
    tf_string name;
    tf_number age;
    tf_string date_joined;
    tf_string language;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct user, email), .mode = TF_REQUIRED, .requires_replace = true },
    { TF_STRING(struct user, name), .mode = TF_REQUIRED },
    { TF_NUMBER(struct user, age), .mode = TF_REQUIRED },
    { TF_STRING(struct user, date_joined), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_STRING(struct user, language), .mode = TF_OPTIONAL_COMPUTED, .use_state_for_unknown = true },
};

/* A record is name, age, date and language, each with its NUL. */
static bool write_user(tf_call *call, const struct user *user, bool is_new)
{
    tf_text_builder record = { .arena = tf_call_arena(call) };
    const char *const parts[] = { user->name.value, user->age.digits, tf_text_of(user->date_joined, ""),
                                  tf_text_of(user->language, "") };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        tf_append_bytes(&record, parts[i], strlen(parts[i]) + 1);
    const store_result result =
        (is_new ? store_insert : store_put)(STORE_USERS, user->email.value, tf_built_text(&record), record.length);
    if (result == STORE_DONE)
        return true;
    return tf_fail(call, is_new ? "Error creating user" : "Error updating user", "%s: %s.", user->email.value,
                   result == STORE_EXISTS ? "there is a user with this address already" : strerror(errno));
}

static bool user_create(tf_call *call, void *plan)
{
    struct user *user = plan;
    struct tm now;
    char date[sizeof "2006-01-02T15:04:05Z"];
    if (gmtime_r(&(time_t){ time(NULL) }, &now) == NULL || strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &now) == 0)
        return tf_fail(call, "Error creating user", "The clock's time cannot be written.");
    user->date_joined = tf_string_of(tf_copy_text(tf_call_arena(call), date));
    if (tf_text_of(user->language, "")[0] == '\0')
        user->language = tf_string_of("en");
    return write_user(call, user, true);
}

static bool user_read(tf_call *call, void *state)
{
    struct user *user = state;
    const void *bytes;
    size_t size;
    if (!tf_known(user->email))
        return true;
    const store_result result = store_get(tf_call_arena(call), STORE_USERS, user->email.value, &bytes, &size);
    if (result == STORE_ABSENT)
        return true;
    const char *parts[4];
    const char *end = result == STORE_DONE ? (const char *)bytes + size : NULL;
    const char *part = bytes;
    for (size_t i = 0; i < 4; i++) {
        if (end == NULL || part >= end)
            return tf_fail(call, "Error reading user", "The record of %s cannot be read.", user->email.value);
        parts[i] = part;
        part += strlen(part) + 1;
    }
    user->name = tf_string_of(parts[0]);
    user->age = (tf_number){ .state = TF_KNOWN, .digits = parts[1] };
    user->date_joined = tf_string_of(parts[2]);
    user->language = tf_string_of(parts[3]);
    return true;
}

static bool user_update(tf_call *call, const void *prior, void *plan)
{
    const struct user *before = prior;
    struct user *user = plan;
    struct user record = *user;
    if (tf_text_of(user->language, "")[0] == '\0')
        record.language = before->language;
    return write_user(call, &record, false);
}

static bool user_delete(tf_call *call, const void *state)
{
    const struct user *user = state;
    const char *email = tf_text_of(user->email, "");
    const store_result result = store_remove(STORE_USERS, email);
    if (result == STORE_DONE)
        return true;
    return tf_fail(call, "Error deleting user", "%s: %s.", email,
                   result == STORE_ABSENT ? "there is no such user" : strerror(errno));
}

static bool user_import(tf_call *call, const char *id, void *state)
{
    (void)call;
    struct user *user = state;
    user->name = tf_string_of(id);
    return true;
}

const tf_resource user_resource = {
    .type_name = "framework_user",
    .import_id = "The user's name.",
    .schema = TF_SCHEMA(struct user, attributes, .description = "A user in a database of the provider's."),
    .create = user_create,
    .read = user_read,
    .update = user_update,
    .delete = user_delete,
    .import = user_import,
};
