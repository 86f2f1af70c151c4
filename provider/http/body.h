/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an error says about a body that is not what was asked for: a proxy's page, another service's answer.
 */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include "http/http.h"

/**
 * The body in words that go behind "with": "an object of `message`, `code`", "\"Bad Gateway\"". Values of JSON and XML
 * are never shown, since they may be what is secret; of text and HTML it is a short line without tags, from which the
 * protected secrets are taken before it is cut.
 */
const char *http_describe_body(tf_arena *arena, const http_response *response);

/**
 * A service's own words as an error quotes them, at most 4 KiB: without secrets, of which the service may itself have
 * cut one off at the end. NULL stays NULL.
 */
const char *http_quote(tf_arena *arena, const char *words);

#endif
