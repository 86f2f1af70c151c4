/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ephemeral framework_schema, which shows every type, and framework_lifecycle, which shows renewing and closing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance.h"
#include "schema.h"
#include "things.h"

#define RENEW_MILLISECONDS 5000

const tf_ephemeral_resource schema_ephemeral = {
    .type_name = "framework_schema",
    .schema = &every_type,
    .open = keep_as_it_is,
};

struct lifecycle {
    tf_string name;
    tf_string token;
};

static const tf_attribute attributes[] = {
    { TF_STRING(struct lifecycle, name), .mode = TF_REQUIRED },
    { TF_STRING(struct lifecycle, token), .mode = TF_COMPUTED },
};

/* Tells the test's spy, a file, what was called. */
static bool note(tf_call *call, const char *line)
{
    const char *spy = getenv("CORNER_EPHEMERAL_SPY");
    if (spy == NULL)
        return true;
    const int file = open(spy, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    const bool noted = file >= 0 && write(file, line, strlen(line)) == (ssize_t)strlen(line);
    if (!noted)
        (void)tf_fail(call, "Error writing the spy's file", "%s: %s.", spy, strerror(errno));
    if (file >= 0)
        (void)close(file);
    return noted;
}

static bool lifecycle_open(tf_call *call, void *result)
{
    struct lifecycle *lifecycle = result;
    if (tf_unknown(lifecycle->name))
        return tf_fail_on(call, "name", "Unknown value encountered in Open", "The name has to be known.");
    lifecycle->token = tf_string_of("fake-token-12345");
    tf_renew_after(call, RENEW_MILLISECONDS);
    return true;
}

static bool lifecycle_renew(tf_call *call)
{
    tf_renew_after(call, RENEW_MILLISECONDS);
    return note(call, "renew\n");
}

static bool lifecycle_close(tf_call *call)
{
    return note(call, "close\n");
}

const tf_ephemeral_resource lifecycle_ephemeral = {
    .type_name = "framework_lifecycle",
    .schema = TF_SCHEMA(struct lifecycle, attributes,
                        .description = "A token that is renewed every five seconds and closed at the end."),
    .open = lifecycle_open,
    .renew = lifecycle_renew,
    .close = lifecycle_close,
};
