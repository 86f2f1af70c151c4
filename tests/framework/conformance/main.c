/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "things.h"

int main(int argc, char **argv)
{
    const char *version = getenv("CORNER_UPGRADE_VERSION");
    write_only_upgrade_schema.version = version != NULL ? strtol(version, NULL, 10) : 0;
    return tf_serve(&framework_provider, argc, argv);
}
