/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The timeouts that a user sets. Keeping the deadline is the matter of whoever waits.
 */
#include <tfprovider/timeouts.h>

const char *tf_timeout_of(const tf_timeouts *timeouts, tf_operation operation, const char *default_text)
{
    if (timeouts == NULL)
        return default_text;
    const tf_string each[] = {
        [TF_CREATE] = timeouts->create,
        [TF_READ] = timeouts->read,
        [TF_UPDATE] = timeouts->update,
        [TF_DELETE] = timeouts->delete,
    };
    return tf_text_of(each[operation], default_text);
}

const char *tf_call_limit_by(tf_call *call, const tf_timeouts *timeouts, tf_operation operation,
                             const char *default_text)
{
    int64_t milliseconds;
    const char *text = tf_timeout_of(timeouts, operation, default_text);
    if (tf_parse_duration(text, &milliseconds))
        tf_call_limit(call, tf_deadline_in_ms(milliseconds));
    return text;
}
