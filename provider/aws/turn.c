/* SPDX-License-Identifier: Apache-2.0 */
#include "aws/turn.h"

void aws_turn_init(aws_turn *turn)
{
    tf_gate_init(&turn->gate);
    turn->taken = false;
}

void aws_turn_destroy(aws_turn *turn)
{
    tf_gate_destroy(&turn->gate);
}

bool aws_turn_take(aws_turn *turn, tf_call *call)
{
    tf_cancel *cancel = tf_call_cancel(call);
    tf_gate_lock(&turn->gate);
    while (turn->taken && tf_gate_wait(&turn->gate, cancel, tf_call_deadline(call)))
        ;
    const bool got = !turn->taken && !tf_cancel_fired(cancel);
    turn->taken = turn->taken || got;
    tf_gate_unlock(&turn->gate);
    if (got)
        return true;
    return tf_cancel_fired(cancel) ? tf_fail(call, "Cancelled", "The operation was cancelled while it waited for AWS.")
                                   : tf_fail(call, "Timed out", "Time ran out while waiting for AWS.");
}

void aws_turn_give(aws_turn *turn)
{
    tf_gate_lock(&turn->gate);
    turn->taken = false;
    tf_gate_wake(&turn->gate);
    tf_gate_unlock(&turn->gate);
}
