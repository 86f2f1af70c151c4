/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors of the control plane: typed first, text last.
 */
#ifndef CONTROL_PLANE_ERROR_H
#define CONTROL_PLANE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/call.h>

typedef enum control_plane_error_kind {
    CONTROL_PLANE_ERROR_NONE = 0,
    CONTROL_PLANE_ERROR_UNUSABLE,     /**< nothing was asked: the configuration does not tell how, or not yet */
    CONTROL_PLANE_ERROR_CANCELLED,    /**< the call was cancelled */
    CONTROL_PLANE_ERROR_DEADLINE,     /**< the call's deadline passed */
    CONTROL_PLANE_ERROR_NO_ANSWER,    /**< no connection, or it broke, or took too long */
    CONTROL_PLANE_ERROR_FOREIGN,      /**< an answer that is not the control plane's own */
    CONTROL_PLANE_ERROR_INVALID,      /**< 400, 422 */
    CONTROL_PLANE_ERROR_REFUSED,      /**< another 4xx, in the service's own words */
    CONTROL_PLANE_ERROR_UNAUTHORIZED, /**< 401 */
    CONTROL_PLANE_ERROR_FORBIDDEN,    /**< 403 */
    CONTROL_PLANE_ERROR_NOT_FOUND,    /**< 404 */
    CONTROL_PLANE_ERROR_CONFLICT,     /**< 409 */
    CONTROL_PLANE_ERROR_THROTTLED,    /**< 429 */
    CONTROL_PLANE_ERROR_UNAVAILABLE,  /**< 5xx */
} control_plane_error_kind;

/** One entry of a 422. */
typedef struct control_plane_problem {
    const char *location; /**< `loc` without "body": "source_config.resource_spec.cpu", "secrets.0.value"; maybe "" */
    const char *message;
} control_plane_problem;

typedef struct control_plane_error {
    control_plane_error_kind kind;
    int status;           /**< of HTTP; 0 where no answer came */
    const char *summary;  /**< of CONTROL_PLANE_ERROR_UNUSABLE; else NULL */
    const char *what;     /**< what was tried: "create the project \"agent\"" */
    const char *endpoint; /**< that was asked */
    const char *detail;   /**< the service's own words, or what went wrong without any; never NULL */
    size_t problem_count;
    const control_plane_problem *problems; /**< of a 422 */
    bool outcome_unknown;                  /**< what was asked may have been done all the same */
    const char *existing_id;               /**< of a conflict: who has the name, where that is known; else NULL */
    bool existing_is_leaving;              /**< that one is being deleted: its name will be free */
} control_plane_error;

/** Whether another attempt a little later may well succeed, so that a wait goes on. */
bool control_plane_error_is_passing(const control_plane_error *error);

/** In a few words, for a diagnostic's summary: "The control plane refused the API key". */
const char *control_plane_error_summary(const control_plane_error *error);

/** What was tried, what came back, what to do. */
const char *control_plane_error_text(tf_arena *arena, const control_plane_error *error);

/** A copy of the error in `arena`. */
control_plane_error control_plane_error_copy(tf_arena *arena, const control_plane_error *error);

/** Reports the error without an attribute. Returns false. */
bool control_plane_fail(tf_call *call, const control_plane_error *error);

#endif
