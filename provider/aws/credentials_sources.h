/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sources of credentials, and what some of them share. Sources without credentials say so in the search's `looked`.
 */
#ifndef AWS_CREDENTIALS_SOURCES_H
#define AWS_CREDENTIALS_SOURCES_H

#include "aws/credentials.h"
#include "aws/sts.h"

/** `access_key`, `secret_key` and `token` of the block. credentials_block.c */
extern const aws_credentials_source aws_credentials_from_block;

/** AWS_ACCESS_KEY_ID and its kin; absent where the block names a profile. credentials_environment.c */
extern const aws_credentials_source aws_credentials_from_environment;

/** The same, wherever it is asked for by name: `credential_source = Environment`. */
extern const aws_credentials_source aws_credentials_from_variables;

/** `assume_role_with_web_identity` of the block, and AWS_WEB_IDENTITY_TOKEN_FILE. credentials_web_identity.c */
extern const aws_credentials_source aws_credentials_from_block_web_identity;
extern const aws_credentials_source aws_credentials_from_environment_web_identity;

/** The profile, with all that a profile can say. credentials_profile.c */
extern const aws_credentials_source aws_credentials_from_profile;

/** The endpoint of ECS and EKS: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI. credentials_container.c */
extern const aws_credentials_source aws_credentials_from_container;

/** The instance's metadata service, version 2. credentials_metadata.c */
extern const aws_credentials_source aws_credentials_from_metadata;

/**
 * A role by a web identity, whose token is `role`'s, else in the file `token_file`. `from` says in words who asks for
 * it. credentials_web_identity.c
 */
aws_credentials_result aws_credentials_by_web_identity(const aws_credentials_search *search, const sts_role *role,
                                                       const char *token_file, const char *from, aws_credentials *out);

/** Single sign-on, as the profile describes it. credentials_sso.c */
aws_credentials_result aws_credentials_by_sso(const aws_credentials_search *search, const char *profile,
                                              aws_credentials *out);

/** `credential_process` of the profile: the command line is run without a shell. credentials_process.c */
aws_credentials_result aws_credentials_by_process(const aws_credentials_search *search, const char *profile,
                                                  const char *command, aws_credentials *out);

/**
 * What `base` finds, or the last of the roles that the block puts on top of that, one on the other.
 * credentials_assume_role.c
 */
aws_credentials_result aws_credentials_with_block_roles(const aws_credentials_source *base,
                                                        const aws_credentials_search *search, aws_credentials *out);

#endif
