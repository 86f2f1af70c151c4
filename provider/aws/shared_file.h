/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AWS's shared config and credentials files: sections of settings, read as the AWS CLI and hashicorp/aws read them.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
#ifndef AWS_SHARED_FILE_H
#define AWS_SHARED_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <tfprovider/arena.h>

/** A line `key = value`. */
typedef struct aws_setting {
    const struct aws_setting *next;
    const char *key; /**< in lower case */
    const char *value;
    const struct aws_setting *parts; /**< the indented settings below one without a value; NULL where there are none */
} aws_setting;

typedef enum aws_file_kind {
    AWS_CONFIG_FILE,
    AWS_CREDENTIALS_FILE,
} aws_file_kind;

/** What a section is about. */
typedef enum aws_section_kind {
    AWS_SECTION_PROFILE,     /**< `[default]`, `[profile name]`; in a credentials file `[name]` */
    AWS_SECTION_SSO_SESSION, /**< `[sso-session name]` */
    AWS_SECTION_SERVICES,    /**< `[services name]` */
    AWS_SECTION_OTHER,
} aws_section_kind;

typedef struct aws_section {
    const struct aws_section *next;
    aws_section_kind kind;
    aws_file_kind file; /**< that it is in */
    const char *name;
    const aws_setting *settings; /**< the last line first */
} aws_section;

/** Files larger than this, in bytes, are refused. */
#define AWS_SHARED_FILE_MOST ((size_t)1024 * 1024)

/**
 * Adds the sections of a file's text in front of `*sections`, so that what is read later is found first. Copies into
 * `arena`. Returns false with the number of the line (from 1) where the text is malformed.
 */
bool aws_shared_file_parse(tf_arena *arena, const char *text, size_t size, aws_file_kind kind,
                           const aws_section **sections, size_t *out_line);

/** The first setting of that key with a value, or with parts; NULL where there is none. */
const aws_setting *aws_find_setting(const aws_setting *settings, const char *key);

#endif
