/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server on loopback that plays a script: for each request, in the order of their arrival, one step.
 */
#ifndef SCRIPTED_SERVER_H
#define SCRIPTED_SERVER_H

#include <stdbool.h>
#include <stddef.h>

typedef enum server_action {
    SERVER_ANSWER, /**< sends `text` and keeps the connection */
    SERVER_CLOSE,  /**< sends `text` (NULL: nothing) and closes the connection */
    SERVER_HOLD,   /**< sends nothing until the client or the test ends */
} server_action;

typedef struct server_step {
    server_action action;
    const char *text; /**< the whole answer, as it goes over the wire */
} server_step;

typedef struct server server;

/**
 * Starts it with `count` steps, which have to live as long as it does. A request beyond them is closed without an
 * answer.
 */
server *server_start(const server_step *steps, size_t count);

/** Ends it. */
void server_stop(server *running);

/** "http://127.0.0.1:<port>/". */
const char *server_url(const server *running);

/** Waits until so many requests were received whole. */
void server_wait_for_requests(server *running, size_t count);

/** How many requests and connections there were. */
size_t server_request_count(server *running);
size_t server_connection_count(server *running);

/** The text of a request, counted from 0, head and body. Valid until the server is stopped. */
const char *server_request(server *running, size_t index);

#endif
