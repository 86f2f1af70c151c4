/* SPDX-License-Identifier: Apache-2.0 */
/* Which log tells why a revision failed. */
#include "control_plane/logs.h"

#include <string.h>

#include "control_plane/api.h"

/* Lines of a log that an error quotes. */
#define QUOTED_LINES 20

const char *control_plane_failure_log(const control_plane_session *session, const char *id, const char *revision_id,
                                      const char *status)
{
    const char *kinds[] = { "deploy", "build" };
    if (strcmp(status, "BUILD_FAILED") == 0) {
        kinds[0] = "build";
        kinds[1] = "deploy";
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const char *log = "";
        control_plane_error error;
        if (control_plane_get_log(session, id, revision_id, kinds[i], QUOTED_LINES, &log, &error) && *log != '\0')
            return log;
    }
    return "";
}
