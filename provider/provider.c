/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of what the provider offers, and nothing else: what configures it is in clients.c.
 */
#include "provider.h"

#include "actions/actions.h"
#include "clients.h"
#include "config.h"
#include "data_sources/data_sources.h"
#include "doctor/doctor.h"
#include "functions/functions.h"
#include "lists/lists.h"
#include "resources/resources.h"

#define RESOURCE(name) &name##_resource,
static const tf_resource *const resources[] = { PROVIDER_RESOURCES(RESOURCE) NULL };
#undef RESOURCE

#define ACTION(name) &name##_action,
static const tf_action *const actions[] = { PROVIDER_ACTIONS(ACTION) NULL };
#undef ACTION

#define DATA_SOURCE(name) &name##_data_source,
static const tf_data_source *const data_sources[] = { PROVIDER_DATA_SOURCES(DATA_SOURCE) NULL };
#undef DATA_SOURCE

#define FUNCTION(name) &name##_function,
static const tf_function *const functions[] = { PROVIDER_FUNCTIONS(FUNCTION) NULL };
#undef FUNCTION

#define LIST(name) &name##_list,
static const tf_list_resource *const lists[] = { PROVIDER_LISTS(LIST) NULL };
#undef LIST

static const tf_command *const commands[] = { &doctor_command, NULL };

const tf_provider langgraph_provider = {
    .address = "registry.terraform.io/langgraph-community/langgraph",
    .version = PROVIDER_VERSION,
    .schema = &provider_config_schema,
    .configure = clients_configure,
    .release = clients_release,
    .resources = resources,
    .actions = actions,
    .data_sources = data_sources,
    .functions = functions,
    .lists = lists,
    .commands = commands,
};
