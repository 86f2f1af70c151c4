/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The access token of single sign-on, which `aws sso login` leaves in a cache for everybody.
 */
#ifndef AWS_SSO_TOKEN_H
#define AWS_SSO_TOKEN_H

#include <stdbool.h>

#include "aws/credentials.h"

/** Where somebody has signed in. */
typedef struct aws_sso_session {
    const char *cache_key; /**< the session's name, else the start URL: by it the token's file is named */
    const char *start_url;
    const char *region;
    bool is_renewable; /**< of an `sso-session` section: the token is renewed by its refresh token */
} aws_sso_session;

/**
 * The access token, in the call's arena: from the cache, renewed in it where it ends within minutes and can be. NULL
 * after reporting that there is none, that it has ended, or that it is of another start URL; `login` is the command
 * that helps.
 */
const char *aws_sso_token(const aws_credentials_search *search, const aws_sso_session *session, const char *login);

#endif
