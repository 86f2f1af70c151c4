/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the text of a variable is what the server will take.
 */
#ifndef RESOURCES_PROJECT_VARIABLE_VALUES_H
#define RESOURCES_PROJECT_VARIABLE_VALUES_H

#include <stdbool.h>

/**
 * A URI of libpq that names a database. It may name several hosts, or none where `?host=` does; ports are numbers. A
 * password may be missing.
 */
bool variable_is_postgres_uri(const char *value);
bool variable_is_redis_uri(const char *value);
bool variable_is_mongodb_uri(const char *value);

/** Whether a URI has a password: in its user part, or as a `password` of its query. */
bool variable_has_password(const char *uri);

bool variable_is_json_object(const char *value);

/** An object of URL and key, or a list of objects of `api_url`, `api_key` and perhaps `project_name`. */
bool variable_is_runs_endpoints(const char *value);

/** A number of minutes, or a JSON object. */
bool variable_is_thread_ttl(const char *value);

bool variable_is_integer(const char *value);
bool variable_is_grace_period(const char *value);
bool variable_is_number(const char *value);
bool variable_is_truth(const char *value);
bool variable_is_extensions(const char *value);
bool variable_is_iam_provider(const char *value);
bool variable_is_backend(const char *value);
bool variable_is_log_level(const char *value);
bool variable_is_aes_key(const char *value);
bool variable_is_path(const char *value);
bool variable_is_certificate(const char *value);

#endif
