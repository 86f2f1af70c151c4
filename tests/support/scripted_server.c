/* SPDX-License-Identifier: Apache-2.0 */
#include "scripted_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_REQUESTS 256
#define MOST_CONNECTIONS 256
#define LONGEST_REQUEST 65536

typedef struct connection {
    server *server;
    int descriptor;
    pthread_t thread;
} connection;

struct server {
    const server_step *steps;
    size_t step_count;
    int listener;
    /* A pipe, at whose end are those who wait for the server to stop. */
    int stop[2];
    char url[64];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t received;
    char *requests[MOST_REQUESTS];
    size_t request_count;
    connection connections[MOST_CONNECTIONS];
    size_t connection_count;
};

static void check(bool holds, const char *what)
{
    if (!holds) {
        perror(what);
        abort();
    }
}

/* Waits until there is something to read on `descriptor`. False where the server is to stop. */
/* A descriptor that programs which a test starts do not get. */
static int own(int descriptor)
{
    check(descriptor >= 0 && fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0, "a descriptor");
    return descriptor;
}

static bool wait_readable(const server *running, int descriptor)
{
    struct pollfd events[] = { { .fd = descriptor, .events = POLLIN }, { .fd = running->stop[0], .events = POLLIN } };
    check(poll(events, 2, -1) > 0, "poll");
    return events[1].revents == 0;
}

static size_t whole_size(const char *text)
{
    const char *head_end = strstr(text, "\r\n\r\n");
    if (head_end == NULL)
        return 0;
    const char *length = strcasestr(text, "\r\ncontent-length:");
    return (size_t)(head_end - text) + 4 + (length != NULL && length < head_end ? strtoul(length + 17, NULL, 10) : 0);
}

/* Reads one request into `text`. False where the connection or the server ends before. */
static bool read_request(const server *running, int descriptor, char *text)
{
    size_t size = 0;
    text[0] = '\0';
    while (whole_size(text) == 0 || size < whole_size(text)) {
        if (!wait_readable(running, descriptor))
            return false;
        const ssize_t received = recv(descriptor, text + size, LONGEST_REQUEST - 1 - size, 0);
        if (received <= 0)
            return false;
        size += (size_t)received;
        text[size] = '\0';
    }
    return true;
}

/* Plays the step of the request at `index`. False where the connection is to be closed. */
static bool play(const server *running, int descriptor, size_t index)
{
    if (index >= running->step_count)
        return false;
    const server_step *step = &running->steps[index];
    if (step->text != NULL)
        (void)send(descriptor, step->text, strlen(step->text), MSG_NOSIGNAL);
    if (step->action == SERVER_HOLD) {
        char byte = 0;
        if (wait_readable(running, descriptor))
            (void)recv(descriptor, &byte, 1, 0);
    }
    return step->action == SERVER_ANSWER;
}

static void *serve(void *context)
{
    const connection *served = context;
    server *running = served->server;
    char *text = malloc(LONGEST_REQUEST);
    check(text != NULL, "malloc");
    while (read_request(running, served->descriptor, text)) {
        pthread_mutex_lock(&running->lock);
        const size_t index = running->request_count++;
        check(index < MOST_REQUESTS, "too many requests");
        running->requests[index] = strdup(text);
        pthread_cond_broadcast(&running->received);
        pthread_mutex_unlock(&running->lock);
        if (!play(running, served->descriptor, index))
            break;
    }
    free(text);
    close(served->descriptor);
    return NULL;
}

static void *run(void *context)
{
    server *running = context;
    while (wait_readable(running, running->listener)) {
        const int descriptor = own(accept(running->listener, NULL, NULL));
        pthread_mutex_lock(&running->lock);
        check(running->connection_count < MOST_CONNECTIONS, "too many connections");
        connection *accepted = &running->connections[running->connection_count++];
        *accepted = (connection){ .server = running, .descriptor = descriptor };
        check(pthread_create(&accepted->thread, NULL, serve, accepted) == 0, "pthread_create");
        pthread_mutex_unlock(&running->lock);
    }
    return NULL;
}

server *server_start(const server_step *steps, size_t count)
{
    server *running = calloc(1, sizeof *running);
    check(running != NULL, "calloc");
    running->steps = steps;
    running->step_count = count;
    running->listener = own(socket(AF_INET, SOCK_STREAM, 0));
    check(pipe(running->stop) == 0, "pipe");
    own(running->stop[0]);
    own(running->stop[1]);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    check(bind(running->listener, (const struct sockaddr *)&address, size) == 0, "bind");
    check(listen(running->listener, 128) == 0, "listen");
    check(getsockname(running->listener, (struct sockaddr *)&address, &size) == 0, "getsockname");
    (void)snprintf(running->url, sizeof running->url, "http://127.0.0.1:%d/", ntohs(address.sin_port));
    pthread_mutex_init(&running->lock, NULL);
    pthread_cond_init(&running->received, NULL);
    check(pthread_create(&running->thread, NULL, run, running) == 0, "pthread_create");
    return running;
}

void server_stop(server *running)
{
    close(running->stop[1]);
    pthread_join(running->thread, NULL);
    for (size_t i = 0; i < running->connection_count; i++)
        pthread_join(running->connections[i].thread, NULL);
    for (size_t i = 0; i < running->request_count; i++)
        free(running->requests[i]);
    close(running->listener);
    close(running->stop[0]);
    pthread_cond_destroy(&running->received);
    pthread_mutex_destroy(&running->lock);
    free(running);
}

const char *server_url(const server *running)
{
    return running->url;
}

void server_wait_for_requests(server *running, size_t count)
{
    pthread_mutex_lock(&running->lock);
    while (running->request_count < count)
        pthread_cond_wait(&running->received, &running->lock);
    pthread_mutex_unlock(&running->lock);
}

size_t server_request_count(server *running)
{
    pthread_mutex_lock(&running->lock);
    const size_t count = running->request_count;
    pthread_mutex_unlock(&running->lock);
    return count;
}

size_t server_connection_count(server *running)
{
    pthread_mutex_lock(&running->lock);
    const size_t count = running->connection_count;
    pthread_mutex_unlock(&running->lock);
    return count;
}

const char *server_request(server *running, size_t index)
{
    pthread_mutex_lock(&running->lock);
    const char *text = index < running->request_count ? running->requests[index] : "";
    pthread_mutex_unlock(&running->lock);
    return text;
}
