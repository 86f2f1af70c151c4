/* SPDX-License-Identifier: Apache-2.0 */
/* A provider in C++: every macro of the public headers as that language reads it, and functions that are C++. */
#include <array>
#include <string>

#include <tfprovider/gate.h>
#include <tfprovider/provider.h>
#include <tfprovider/testing.h>
#include <tfprovider/together.h>

namespace
{

struct address {
    tf_string host;
    tf_int32 port;
};

struct server {
    tf_string id;
    tf_string name;
    tf_bool active;
    tf_int64 memory;
    tf_float64 share;
    tf_float32 weight;
    tf_number cost;
    tf_string_list aliases;
    tf_string_set zones;
    tf_string_map labels;
    tf_value notes;
    TF_OBJECT_OF(address) front;
    TF_OBJECTS_OF(address) hops;
    TF_OBJECTS_OF(address) peers;
    TF_OBJECT_MAP_OF(address) routes;
    TF_OBJECT_OF(tf_timeouts) timeouts;
};

const char *const sizes[] = { "small", "large", nullptr };
const char *const either[] = { "share", "cost", nullptr };

const tf_attribute address_attributes[] = {
    { TF_STRING(address, host), .mode = TF_REQUIRED, .description = "Name or address." },
    { TF_INT32(address, port), .mode = TF_OPTIONAL_COMPUTED, .default_value = "443",
      .validators = TF_VALIDATORS(TF_BETWEEN(1, 65535)) },
};
const tf_schema address_schema = TF_SCHEMA_INIT(address, address_attributes);

const tf_attribute server_attributes[] = {
    { TF_STRING(server, id), .mode = TF_COMPUTED, .use_state_for_unknown = true },
    { TF_STRING(server, name), .mode = TF_REQUIRED, .description = "Name of the server.", .requires_replace = true,
      .validators = TF_VALIDATORS(TF_ONE_OF(sizes), TF_MATCHES("^[a-z]+$", "small letters"), TF_NOT_EMPTY,
                                  TF_LENGTH_BETWEEN(1, 32)) },
    { TF_BOOL(server, active), .mode = TF_OPTIONAL, .deprecated = "Leave it out." },
    { TF_INT64(server, memory), .mode = TF_OPTIONAL },
    { TF_FLOAT64(server, share), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_DECIMAL_BETWEEN("0.1", "8"), TF_AT_MOST_ONE_OF(either)) },
    { TF_FLOAT32(server, weight), .mode = TF_OPTIONAL },
    { TF_NUMBER(server, cost), .mode = TF_OPTIONAL },
    { TF_STRING_LIST(server, aliases), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_COUNT_AT_MOST(4)) },
    { TF_STRING_SET(server, zones), .mode = TF_OPTIONAL, .validators = TF_VALIDATORS(TF_NO_NULL) },
    { TF_STRING_MAP(server, labels), .mode = TF_OPTIONAL,
      .validators = TF_VALIDATORS(TF_KEYS({ .text = tf_validate_not_empty }), TF_KEYS(TF_LENGTH_AT_MOST(128))) },
    { TF_VALUE(server, notes), .mode = TF_OPTIONAL, .type = &tf_type_dynamic },
    { TF_OBJECT(server, front, address, address_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_LIST(server, hops, address, address_attributes), .mode = TF_OPTIONAL, .block = true },
    { TF_OBJECT_SET(server, peers, address, address_attributes), .mode = TF_OPTIONAL },
    { TF_OBJECT_MAP(server, routes, address, address_attributes), .mode = TF_OPTIONAL },
    { TF_TIMEOUTS(server, timeouts, TF_CREATE_TIMEOUT("10m"), TF_DELETE_TIMEOUT("5m")), .block = true },
};

bool server_create(tf_call *call, void *plan)
{
    auto *planned = static_cast<server *>(plan);
    const std::string id = "server-" + std::string(planned->name.value);
    tf_call_limit_by(call, planned->timeouts.value, TF_CREATE, "10m");
    planned->id = tf_string_of(tf_copy_text(tf_call_arena(call), id.c_str()));
    return true;
}

bool server_read(tf_call *, void *)
{
    return true;
}

bool server_delete(tf_call *, const void *)
{
    return true;
}

const tf_resource server_resource = {
    .type_name = "cpp_server",
    .import_id = "The server's id.",
    .schema = TF_SCHEMA(server, server_attributes, .version = 1, .description = "A server."),
    .create = server_create,
    .read = server_read,
    .delete_ = server_delete,
    .import_attribute = "id",
};

struct joined {
    TF_OBJECT_OF(address) address;
    tf_string result;
};

const tf_parameter join_parameters[] = {
    { .attribute = { TF_OBJECT_OF_SCHEMA(joined, address, struct address, &address_schema) } },
};

bool join_run(tf_call *call, void *arguments)
{
    auto *joining = static_cast<joined *>(arguments);
    const address *given = joining->address.value;
    joining->result = tf_string_of(tf_format(tf_call_arena(call), "%s:%d", given->host.value, given->port.value));
    return true;
}

const tf_function join_function = {
    .name = "join",
    .summary = "Writes an address.",
    TF_PARAMETERS(joined, join_parameters),
    .result = { TF_STRING(joined, result) },
    .run = join_run,
};

const std::array<const tf_resource *, 2> resources = { &server_resource, nullptr };
const std::array<const tf_function *, 2> functions = { &join_function, nullptr };
const tf_schema no_attributes = {};

const tf_provider provider = {
    .address = "registry.terraform.io/test/cpp",
    .version = "1.0.0",
    .schema = &no_attributes,
    .resources = resources.data(),
    .functions = functions.data(),
};

/* What only a unit test calls, as C++ calls it. */
bool creates_a_server()
{
    tf_call *call = tf_test_call_new("cpp_server");
    server config = {};
    config.name = tf_string_of("small");
    const void *planned = tf_test_plan(call, &server_resource, nullptr, &config);
    const auto *state = static_cast<const server *>(tf_test_apply(call, &server_resource, nullptr, &config, planned));
    const bool created = state != nullptr && tf_equal(state->id, "server-small");
    tf_test_call_free(call);
    return created;
}

} // namespace

int main(int argc, char **argv)
{
    return argc > 1 && std::string(argv[1]) == "test" ? !creates_a_server() : tf_serve(&provider, argc, argv);
}
