/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program that a provider is: its arguments, and the life of the process that serves. The calls are answered in
 * rpc/.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include <tfprovider/provider.h>

#include "framework/rpc/command.h"
#include "framework/rpc/describe.h"
#include "framework/serve/certificate.h"
#include "framework/serve/command.h"
#include "framework/serve/handshake.h"
#include "framework/serve/lifetime.h"
#include "framework/serve/process.h"
#include "framework/serve/socket.h"
#include "framework/serve/transport.h"

/* How long calls have to come back with what they have done so far, once the process is to end. */
#define STOP_MILLISECONDS 10000
/* How long a plugin lives without a call: as long as Terraform waits for its start. */
#define UNUSED_MILLISECONDS 60000
/* How long the library has to release what connections held that were refused or lost just now. */
#define RELEASE_MILLISECONDS 2000

/* The last part of the source address: "langgraph". */
static const char *short_name(const tf_provider *provider)
{
    const char *slash = strrchr(provider->address, '/');
    return slash == NULL ? provider->address : slash + 1;
}

static int print_help(const tf_provider *provider)
{
    printf("terraform-provider-%s %s: a provider for Terraform and OpenTofu, which start it themselves.\n\n",
           short_name(provider), provider->version);
    for (const tf_command *const *each = provider->commands; each != NULL && *each != NULL; each++)
        printf("  %-10s  %s\n", (*each)->name, (*each)->description);
    printf("  --debug     serve until interrupted, and print what Terraform needs to attach\n"
           "  --describe  print the schema, as `terraform providers schema -json` does\n"
           "  --version   print the version\n"
           "  --help      print this\n");
    return EXIT_SUCCESS;
}

static int print_version(const tf_provider *provider)
{
    printf("terraform-provider-%s %s\n", short_name(provider), provider->version);
    return EXIT_SUCCESS;
}

static int explain_start(const tf_provider *provider)
{
    fprintf(
        stderr,
        "This is a plugin for Terraform and OpenTofu, which start it themselves: it is not meant to be run by hand.\n"
        "To use it, name it in your configuration and run `terraform init`:\n\n"
        "  terraform {\n    required_providers {\n      %s = { source = \"%s\" }\n    }\n  }\n\n"
        "To debug it, start it with --debug; --help lists what else it does.\n",
        short_name(provider), provider->address);
    return EXIT_FAILURE;
}

static int fail(const char *problem)
{
    fprintf(stderr, "%s\n", problem);
    return EXIT_FAILURE;
}

static void end_lifetime(void *lifetime)
{
    lifetime_end(lifetime);
}

/* What is printed once the socket is there. */
typedef const char *announcement(tf_arena *arena, const tf_provider *provider, const struct handshake *handshake,
                                 const struct transport_options *options);

static const char *announce_plugin(tf_arena *arena, const tf_provider *provider, const struct handshake *handshake,
                                   const struct transport_options *options)
{
    (void)provider;
    return handshake_line(arena, handshake, options->socket_path,
                          options->certificate == NULL ? "" : options->certificate->base64);
}

static const char *announce_debugging(tf_arena *arena, const tf_provider *provider, const struct handshake *handshake,
                                      const struct transport_options *options)
{
    (void)handshake;
    return tf_format(arena,
                     "Provider started. To attach Terraform, set this in its environment; an interrupt ends the "
                     "provider.\n\n"
                     "TF_REATTACH_PROVIDERS='{\"%s\":{\"Protocol\":\"grpc\",\"ProtocolVersion\":%d,\"Pid\":%ld,"
                     "\"Test\":true,\"Addr\":{\"Network\":\"unix\",\"String\":\"%s\"}}}'\n",
                     provider->address, HANDSHAKE_PROTOCOL, (long)getpid(), options->socket_path);
}

/* Its parent may have been gone before it could be watched: a plugin that nobody calls is nobody's. */
static const char *wait_for_end(struct transport *transport, const struct lifetime *lifetime,
                                int64_t unused_milliseconds)
{
    const char *reason = lifetime_wait(lifetime, tf_deadline_in_ms(unused_milliseconds));
    if (reason == NULL && !transport_was_called(transport))
        return "not called";
    return reason != NULL ? reason : lifetime_wait(lifetime, TF_NEVER);
}

/*
 * Serves until the end. Where a call does not come back even then, or a client does not read, the process ends under
 * it. `unused_milliseconds` is how long nobody need call.
 */
static int serve(const struct transport_options *options, const struct handshake *handshake, struct lifetime *lifetime,
                 const char *line, int64_t unused_milliseconds)
{
    tf_arena *arena = tf_arena_new();
    const char *problem = NULL;
    struct transport *transport = transport_start(options);
    if (transport == NULL) {
        problem = tf_format(arena, "gRPC cannot listen on %s.", options->socket_path);
    } else if (handshake->socket_group != NULL
               && !socket_share(arena, options->socket_path, handshake->socket_group, &problem)) {
        lifetime_end(lifetime);
    } else if (fputs(line, stdout) < 0 || fflush(stdout) != 0) {
        problem = "Nobody reads the handshake on stdout.";
    }
    if (transport != NULL && problem == NULL)
        tf_log(TF_LOG_DEBUG, "provider.serve", "ending: %s", wait_for_end(transport, lifetime, unused_milliseconds));
    if (transport != NULL && !transport_stop(transport, tf_deadline_in_ms(STOP_MILLISECONDS))) {
        tf_log(TF_LOG_WARN, "provider.serve", "a call has not come back, or a client has not read, in time");
        _exit(EXIT_FAILURE);
    }
    transport_release(tf_deadline_in_ms(RELEASE_MILLISECONDS));
    const int status = problem == NULL ? EXIT_SUCCESS : fail(problem);
    tf_arena_free(arena);
    return status;
}

/* Makes what a transport needs, and says what is missing. */
static const char *prepare(tf_arena *arena, const struct handshake *handshake, struct transport_options *options)
{
    const char *problem = NULL;
    const char *const directories[] = { handshake->socket_directory, handshake->directory_is_asked_for ? NULL : "/tmp",
                                        "/var/tmp", "/dev/shm", NULL };
    options->socket_path = socket_choose_path(arena, directories, &problem);
    if (options->socket_path == NULL || handshake->client_certificate == NULL)
        return problem;
    options->client_certificate = certificate_of_client(arena, handshake->client_certificate);
    if (options->client_certificate == NULL)
        return "PLUGIN_CLIENT_CERT is not one certificate in PEM form.";
    struct certificate *own = tf_alloc(arena, sizeof *own);
    options->certificate = own;
    return certificate_make(arena, own) ? NULL : "OpenSSL cannot make a certificate.";
}

static int run(const tf_provider *provider, const struct handshake *handshake, announcement *announce, bool debugging)
{
    struct lifetime lifetime;
    if (!lifetime_begin(&lifetime, debugging, !debugging))
        return fail("The system has no file descriptors left.");
    tf_arena *arena = tf_arena_new();
    struct transport_options options = { .on_shutdown = end_lifetime, .context = &lifetime };
    const char *problem = prepare(arena, handshake, &options);
    if (problem == NULL)
        options.rpc = rpc_server_new(provider, arena, &problem);
    int status = EXIT_FAILURE;
    if (problem == NULL) {
        status = serve(&options, handshake, &lifetime, announce(arena, provider, handshake, &options),
                       debugging ? TF_NEVER : UNUSED_MILLISECONDS);
    } else {
        fail(problem);
    }
    rpc_server_free(options.rpc);
    tf_arena_free(arena);
    return status;
}

static int print_description(const tf_provider *provider)
{
    tf_arena *arena = tf_arena_new();
    const char *problem = NULL;
    rpc_server *server = rpc_server_new(provider, arena, &problem);
    if (server != NULL && fputs(rpc_describe(server, arena), stdout) < 0)
        problem = "The description cannot be written to stdout.";
    const int status = problem == NULL ? EXIT_SUCCESS : fail(problem);
    rpc_server_free(server);
    tf_arena_free(arena);
    return status;
}

static int serve_plugin(const tf_provider *provider)
{
    tf_arena *arena = tf_arena_new();
    struct handshake handshake;
    const char *problem = NULL;
    const int status =
        handshake_read(arena, &handshake, &problem) ? run(provider, &handshake, announce_plugin, false) : fail(problem);
    tf_arena_free(arena);
    return status;
}

static int serve_debugging(const tf_provider *provider)
{
    const char *temporary = getenv("TMPDIR");
    const struct handshake handshake = {
        .socket_directory = temporary == NULL || *temporary == '\0' ? "/tmp" : temporary,
    };
    return run(provider, &handshake, announce_debugging, true);
}

/* Go programs take their flags with one dash as well. */
static bool is_flag(const char *argument, const char *name)
{
    return *argument == '-' && strcmp(argument + (argument[1] == '-' ? 2 : 1), name) == 0;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && *value != '\0';
}

/* Whoever asks for a log looks for an error, for which a core may be needed. */
static bool is_debugged(void)
{
    return is_set("TF_LOG") || is_set("TF_LOG_PROVIDER");
}

const char *tf_library_version(void)
{
    return TFPROVIDER_VERSION;
}

/* Whether the tables are laid out as this library reads them; says on stderr where they are not. */
static bool check_abi(const tf_abi *abi)
{
    const tf_abi *own = TF_ABI;
    if (abi->number == own->number && abi->size_of_attribute == own->size_of_attribute
        && abi->size_of_provider == own->size_of_provider && abi->size_of_resource == own->size_of_resource)
        return true;
    fprintf(
        stderr,
        "This provider was compiled with version %s of the framework (ABI %u; tables of %u, %u and %u bytes) and runs with "
        "the library of version %s (ABI %u; %u, %u and %u bytes). Compile it again, or install the library of version %s.\n",
        abi->version, abi->number, abi->size_of_attribute, abi->size_of_provider, abi->size_of_resource, own->version,
        own->number, own->size_of_attribute, own->size_of_provider, own->size_of_resource, abi->version);
    return false;
}

int tf_serve_with(const tf_provider *provider, const tf_abi *abi, int argc, char **argv)
{
    if (!check_abi(abi))
        return EXIT_FAILURE;
    process_forget_traces();
    /*
     * Threads of gRPC's may still end when the process does: they are to find OpenSSL, and what it keeps for them, in
     * place.
     */
    /*
     * A configuration file of OpenSSL's may name libraries, made for another program than one that is linked
     * statically.
     */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    tf_log_configure_from_environment();
    if (argc > 1 && (is_flag(argv[1], "help") || is_flag(argv[1], "h")))
        return print_help(provider);
    if (argc > 1 && is_flag(argv[1], "version"))
        return print_version(provider);
    if (argc > 1 && is_flag(argv[1], "describe"))
        return print_description(provider);
    if (argc > 1 && is_flag(argv[1], "debug"))
        return serve_debugging(provider);
    const tf_command *command = argc > 1 ? rpc_find_command(provider, argv[1]) : NULL;
    if (command == NULL && argc > 1) {
        fprintf(stderr, "Unknown argument %s; --help lists those that there are.\n", argv[1]);
        return EXIT_FAILURE;
    }
    if (command == NULL && !handshake_is_plugin())
        return explain_start(provider);
    if (!is_debugged())
        process_deny_dumps();
    return command != NULL ? command_run(provider, command, (const char *const *)&argv[2]) : serve_plugin(provider);
}
