/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Custom types: strings with a form and a meaning, such as an IPv6 address or a JSON document.
 *
 * An attribute of strings, or of a collection of strings, says `.custom_type = &tf_ipv6_address`. Each configured text
 * is then checked. Where create, update or read return a text that means the same as the planned or stored one, that
 * one is kept, so that another spelling is no difference; elements of sets are matched by meaning. A new spelling in
 * the configuration is an update, after which the state has the new one. Where it should be no change, use
 * tf_attribute's `semantic_equals` instead. A provider defines types of its own as constants like these.
 */
#ifndef TFPROVIDER_TYPES_H
#define TFPROVIDER_TYPES_H

#include <tfprovider/schema.h>

TF_BEGIN_DECLS

struct tf_custom_type {
    const char *name; /**< of one value, with an article: "an IPv6 address" */

    /**
     * Whether `text` has the form; otherwise reports by tf_fail_at on `path`. `unused` is NULL: the function can also
     * be the `text` of a tf_validator.
     */
    bool (*check)(tf_call *call, const tf_path *path, const char *text, const void *unused);

    /** Whether two texts mean the same; they may be malformed. NULL: only where they are equal. */
    bool (*semantic_equals)(tf_arena *arena, const char *one, const char *other);
};

/** A JSON document (RFC 8259), kept byte for byte. */
extern const tf_custom_type tf_json_exact;

/**
 * A JSON document, the same whatever its white space, escapes and order of members. Numbers are compared as they are
 * written.
 */
extern const tf_custom_type tf_json_normalized;

/** "192.0.2.146", four decimal numbers without leading zeros. */
extern const tf_custom_type tf_ipv4_address;

/**
 * An IPv6 address in any spelling (RFC 4291), also with a zone ("fe80::1%eth0"): the same where all 128 bits and the
 * zone are.
 */
extern const tf_custom_type tf_ipv6_address;

/** "192.0.2.0/24": an IPv4 address and the length of a prefix; bits behind the prefix may be set. */
extern const tf_custom_type tf_ipv4_cidr;

/** Likewise of IPv6, without zone: the same where all 128 bits and the length are. */
extern const tf_custom_type tf_ipv6_cidr;

/**
 * A time as RFC 3339 writes it, "1985-04-12T23:20:50.52Z": the same where date, time to the second and offset are, "Z"
 * being the offset "+00:00".
 */
extern const tf_custom_type tf_rfc3339;

/** A duration in Go's notation, "1h2m3s" or "-1.5h": the same where it is as long to the nanosecond. */
extern const tf_custom_type tf_go_duration;

TF_END_DECLS

#endif
