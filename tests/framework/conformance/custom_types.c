/* SPDX-License-Identifier: Apache-2.0 */
/*
 * framework_customtype and framework_timetypes: strings with a form and a meaning.
 */
#include <arpa/inet.h>

#include <tfprovider/types.h>

#include "conformance.h"
#include "things.h"

struct custom_types {
    tf_string json_normalized_attribute;
    tf_string json_exact_attribute;
    tf_string ip_v4_attribute;
    tf_string ip_v6_attribute;
    tf_string ip_v4_cidr_attribute;
    tf_string ip_v6_cidr_attribute;
    tf_string time_rfc3339_attribute;
};

struct time_types {
    tf_string go_duration;
    tf_string rfc3339;
};

static const tf_attribute custom_types[] = {
    { TF_STRING(struct custom_types, json_normalized_attribute), .mode = TF_OPTIONAL,
      .custom_type = &tf_json_normalized },
    { TF_STRING(struct custom_types, json_exact_attribute), .mode = TF_OPTIONAL, .custom_type = &tf_json_exact },
    { TF_STRING(struct custom_types, ip_v4_attribute), .mode = TF_OPTIONAL, .custom_type = &tf_ipv4_address },
    { TF_STRING(struct custom_types, ip_v6_attribute), .mode = TF_OPTIONAL, .custom_type = &tf_ipv6_address },
    { TF_STRING(struct custom_types, ip_v4_cidr_attribute), .mode = TF_OPTIONAL, .custom_type = &tf_ipv4_cidr },
    { TF_STRING(struct custom_types, ip_v6_cidr_attribute), .mode = TF_OPTIONAL, .custom_type = &tf_ipv6_cidr },
    { TF_STRING(struct custom_types, time_rfc3339_attribute), .mode = TF_OPTIONAL, .custom_type = &tf_rfc3339 },
};

static const tf_attribute time_types[] = {
    { TF_STRING(struct time_types, go_duration), .mode = TF_OPTIONAL, .custom_type = &tf_go_duration },
    { TF_STRING(struct time_types, rfc3339), .mode = TF_OPTIONAL, .custom_type = &tf_rfc3339 },
};

/* Gives the IPv6 address back in full, so that only its meaning tells that nothing has changed. */
static bool custom_types_read(tf_call *call, void *state)
{
    struct custom_types *types = state;
    unsigned char bytes[16];
    if (!tf_known(types->ip_v6_attribute))
        return true;
    if (inet_pton(AF_INET6, types->ip_v6_attribute.value, bytes) != 1)
        return tf_fail_on(call, "ip_v6_attribute", "Malformed IPv6 address", "The state holds no IPv6 address.");
    tf_text_builder expanded = { .arena = tf_call_arena(call) };
    for (size_t i = 0; i < sizeof bytes; i += 2)
        tf_append_format(&expanded, "%s%02x%02x", i > 0 ? ":" : "", bytes[i], bytes[i + 1]);
    types->ip_v6_attribute = tf_string_of(tf_built_text(&expanded));
    return true;
}

const tf_resource custom_types_resource = {
    .type_name = "framework_customtype",
    .schema = TF_SCHEMA(struct custom_types, custom_types, .description = "Strings with a form and a meaning."),
    .create = keep_as_it_is,
    .read = custom_types_read,
    .update = keep_plan,
    .delete = forget,
};

const tf_resource time_types_resource = {
    .type_name = "framework_timetypes",
    .schema = TF_SCHEMA(struct time_types, time_types, .description = "Durations and times."),
    .create = keep_as_it_is,
    .read = keep_as_it_is,
    .update = keep_plan,
    .delete = forget,
};
