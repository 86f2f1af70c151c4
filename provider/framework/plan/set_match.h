/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which element of a nested set was which before: they have neither index nor key.
 */
#ifndef FRAMEWORK_PLAN_SET_MATCH_H
#define FRAMEWORK_PLAN_SET_MATCH_H

#include "framework/value/type.h"

/**
 * For each object of the configured set, the index of the object of `prior` that it may have led to: an equal one, else
 * one that is alike in all that is configured or has a default. Each goes with one other at most; `prior->count` where
 * none does, as where `prior` is not known. `config->count` indices in `arena`.
 */
size_t *set_match(tf_arena *arena, const tf_schema *schema, const tf_value *config, const tf_value *prior);

#endif
