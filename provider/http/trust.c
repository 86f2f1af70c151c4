/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every distribution keeps its trusted certificates somewhere else, and a program that runs on all of them has to look.
 * What is in the files is left to OpenSSL.
 */
#include "http/trust.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const system_files[] = {
    "/etc/ssl/certs/ca-certificates.crt",                /* Debian, Ubuntu, Alpine, Arch, Gentoo */
    "/etc/pki/tls/certs/ca-bundle.crt",                  /* Fedora, RHEL, Amazon Linux */
    "/etc/ssl/ca-bundle.pem",                            /* SUSE */
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* RHEL, its newer place */
    "/etc/ssl/cert.pem",                                 /* Alpine, macOS */
    NULL,
};

static const char *const system_directories[] = { "/etc/ssl/certs", "/etc/pki/tls/certs", NULL };

const http_trust_places http_system_trust = { .files = system_files, .directories = system_directories };

static const char *value_of(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static const char *first_readable(const char *const *paths)
{
    while (*paths != NULL && access(*paths, R_OK) != 0)
        paths++;
    return *paths;
}

static http_trust of_environment(tf_arena *arena, const char *file, const char *directories)
{
    http_trust trust = { .file = file, .directories = directories };
    if (file != NULL && directories != NULL) {
        trust.looked =
            tf_format(arena, "trusted is what SSL_CERT_FILE (%s) and SSL_CERT_DIR (%s) name", file, directories);
    } else if (file != NULL) {
        trust.looked = tf_format(arena, "trusted are the certificates in %s, which SSL_CERT_FILE names", file);
    } else {
        trust.looked = tf_format(arena, "trusted are the certificates in %s, which SSL_CERT_DIR names", directories);
    }
    return trust;
}

static const char *describe_search(tf_arena *arena, const http_trust_places *places)
{
    tf_text_builder text = { .arena = arena };
    tf_append_format(
        &text, "no trusted certificates were found: SSL_CERT_FILE and SSL_CERT_DIR are not set, and there is none of");
    const char *separator = " ";
    for (const char *const *each = places->files; *each != NULL; each++, separator = ", ")
        tf_append_format(&text, "%s%s", separator, *each);
    for (const char *const *each = places->directories; *each != NULL; each++, separator = ", ")
        tf_append_format(&text, "%s%s", separator, *each);
    return tf_built_text(&text);
}

http_trust http_find_trust(tf_arena *arena, const char *ca_bundle, const http_trust_places *places)
{
    if (ca_bundle != NULL) {
        return (http_trust){ .file = ca_bundle,
                             .looked = tf_format(arena, "trusted are the certificates in %s", ca_bundle) };
    }
    const char *file = value_of("SSL_CERT_FILE");
    const char *directories = value_of("SSL_CERT_DIR");
    if (file != NULL || directories != NULL)
        return of_environment(arena, file, directories);
    file = first_readable(places->files);
    directories = file == NULL ? first_readable(places->directories) : NULL;
    const char *found = file != NULL ? file : directories;
    return (http_trust){
        .file = file,
        .directories = directories,
        .looked = found != NULL ? tf_format(arena, "trusted are the certificates in %s", found)
                                : describe_search(arena, places),
    };
}

const char *http_trust_problem(tf_arena *arena, const http_trust *trust)
{
    struct stat status;
    if (trust->file == NULL || stat(trust->file, &status) != 0 || S_ISREG(status.st_mode))
        return NULL;
    return tf_format(arena, "%s is no regular file", trust->file);
}
