/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The timeouts that a user sets. Keeping the deadline is the matter of whoever waits.
 */
#include <tfprovider/timeouts.h>

static tf_string timeout_of(const tf_timeouts *timeouts, tf_operation operation)
{
    const tf_string each[] = {
        [TF_CREATE] = timeouts->create,
        [TF_READ] = timeouts->read,
        [TF_UPDATE] = timeouts->update,
        [TF_DELETE] = timeouts->remove,
    };
    return each[operation];
}

const char *tf_call_limit_by(tf_call *call, const tf_timeouts *timeouts, tf_operation operation,
                             const char *default_text)
{
    int64_t milliseconds;
    const char *text = timeouts == NULL ? default_text : tf_text_of(timeout_of(timeouts, operation), default_text);
    if (tf_parse_duration(text, &milliseconds))
        tf_call_limit(call, tf_deadline_in_ms(milliseconds));
    return text;
}
