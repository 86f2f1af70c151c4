/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses and ranges of IPv4 and IPv6 as custom types.
 */
#include <arpa/inet.h>
#include <string.h>

#include <tfprovider/types.h>

enum { IPV6_BYTES = 16, IPV4_BITS = 32, IPV6_BITS = 128 };

/* An address of `length` characters, whichever text it stands in. */
static bool parse_address(int family, const char *text, size_t length, void *out_bytes)
{
    char address[INET6_ADDRSTRLEN];
    if (length >= sizeof address)
        return false;
    memcpy(address, text, length);
    address[length] = '\0';
    return inet_pton(family, address, out_bytes) == 1;
}

/* An IPv6 address and what stands behind the "%", "" where there is none. */
static bool parse_zoned(const char *text, unsigned char *out_bytes, const char **out_zone)
{
    const size_t length = strcspn(text, "%");
    *out_zone = text[length] == '%' ? text + length + 1 : "";
    return (text[length] == '\0' || **out_zone != '\0') && parse_address(AF_INET6, text, length, out_bytes);
}

/* "24": decimal, without leading zeros. */
static bool parse_prefix(const char *text, int most, int *out)
{
    *out = 0;
    if (*text == '\0' || (text[0] == '0' && text[1] != '\0'))
        return false;
    for (; *text >= '0' && *text <= '9' && *out <= most; text++)
        *out = *out * 10 + (*text - '0');
    return *text == '\0' && *out <= most;
}

static bool parse_cidr(int family, const char *text, unsigned char *out_bytes, int *out_prefix)
{
    const char *slash = strchr(text, '/');
    return slash != NULL && parse_address(family, text, (size_t)(slash - text), out_bytes)
           && parse_prefix(slash + 1, family == AF_INET ? IPV4_BITS : IPV6_BITS, out_prefix);
}

static bool refuse(tf_call *call, const tf_path *path, const char *summary, const char *expected, const char *text)
{
    return tf_fail_at(call, path, summary, "%s must be %s%s.", tf_path_text(tf_call_arena(call), path), expected,
                      tf_got(call, "\"%s\"", text));
}

static bool check_ipv4_address(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    unsigned char bytes[IPV6_BYTES];
    return parse_address(AF_INET, text, strlen(text), bytes)
           || refuse(call, path, "Invalid IPv4 Address String Value", "an IPv4 address such as \"192.0.2.146\"", text);
}

static bool check_ipv6_address(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    unsigned char bytes[IPV6_BYTES];
    const char *zone;
    return parse_zoned(text, bytes, &zone)
           || refuse(call, path, "Invalid IPv6 Address String Value", "an IPv6 address such as \"2001:db8::1\"", text);
}

static bool check_ipv4_cidr(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    unsigned char bytes[IPV6_BYTES];
    int prefix;
    return parse_cidr(AF_INET, text, bytes, &prefix)
           || refuse(call, path, "Invalid IPv4 CIDR String Value", "an IPv4 range such as \"192.0.2.0/24\"", text);
}

static bool check_ipv6_cidr(tf_call *call, const tf_path *path, const char *text, const void *unused)
{
    (void)unused;
    unsigned char bytes[IPV6_BYTES];
    int prefix;
    return parse_cidr(AF_INET6, text, bytes, &prefix)
           || refuse(call, path, "Invalid IPv6 CIDR String Value", "an IPv6 range such as \"2001:db8::/32\"", text);
}

static bool is_same_ipv6_address(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    unsigned char bytes[2][IPV6_BYTES];
    const char *zones[2];
    return parse_zoned(one, bytes[0], &zones[0]) && parse_zoned(other, bytes[1], &zones[1])
           && memcmp(bytes[0], bytes[1], IPV6_BYTES) == 0 && strcmp(zones[0], zones[1]) == 0;
}

static bool is_same_ipv6_cidr(tf_arena *arena, const char *one, const char *other)
{
    (void)arena;
    unsigned char bytes[2][IPV6_BYTES];
    int prefixes[2];
    return parse_cidr(AF_INET6, one, bytes[0], &prefixes[0]) && parse_cidr(AF_INET6, other, bytes[1], &prefixes[1])
           && memcmp(bytes[0], bytes[1], IPV6_BYTES) == 0 && prefixes[0] == prefixes[1];
}

const tf_custom_type tf_ipv4_address = { .name = "an IPv4 address", .check = check_ipv4_address };
const tf_custom_type tf_ipv6_address = {
    .name = "an IPv6 address",
    .check = check_ipv6_address,
    .semantic_equals = is_same_ipv6_address,
};
const tf_custom_type tf_ipv4_cidr = { .name = "an IPv4 range", .check = check_ipv4_cidr };
const tf_custom_type tf_ipv6_cidr = {
    .name = "an IPv6 range",
    .check = check_ipv6_cidr,
    .semantic_equals = is_same_ipv6_cidr,
};
