/* SPDX-License-Identifier: Apache-2.0 */
/* A small provider whose one resource breaks the rules on request, and calls to it. */
#ifndef TESTS_UNIT_RPC_SUPPORT_THING_H
#define TESTS_UNIT_RPC_SUPPORT_THING_H

#include <stdbool.h>

#include <tfplugin6.pb-c.h>

#include "framework/rpc/rpc.h"
#include "framework/value/type.h"

extern const tf_provider thing_provider;

/** How many configurations there are that were made and not released. */
extern int thing_configurations;

/** Runs before a `thing` with behaviour "wait" is created, in its call. */
extern void (*thing_while_creating)(tf_call *call);

/** The object type of a `test_thing`. */
const tf_type *thing_type(tf_arena *arena);

/** Makes a call and reads its answer; fails the test where the status is not RPC_OK. */
const void *thing_call(rpc_server *server, tf_arena *arena, const char *method, const ProtobufCMessage *request,
                       const ProtobufCMessageDescriptor *response);

/** A `test_thing` from JSON, in which attributes that are left out are null, as msgpack. NULL is the null value. */
Tfplugin6__DynamicValue *thing_value(tf_arena *arena, const char *json);

/** JSON of a value that a call has answered, in which "unknown" stands for what is unknown. */
const char *thing_json(tf_arena *arena, const Tfplugin6__DynamicValue *value);

/** Plans `config` (JSON) for a thing whose state is `prior`. */
const Tfplugin6__PlanResourceChange__Response *thing_plan(rpc_server *server, tf_arena *arena,
                                                          Tfplugin6__DynamicValue *prior, const char *config);

/** Applies what `plan` has planned of that. */
const Tfplugin6__ApplyResourceChange__Response *thing_apply(rpc_server *server, tf_arena *arena,
                                                            Tfplugin6__DynamicValue *prior, const char *config,
                                                            const Tfplugin6__PlanResourceChange__Response *plan);

/** Summary, attribute and detail of all diagnostics, a line each. */
const char *thing_diagnostics(tf_arena *arena, Tfplugin6__Diagnostic **diagnostics, size_t count);

#endif
