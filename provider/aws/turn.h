/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A turn: a lock that is held across API calls, and that a waiting call leaves when it is cancelled or out of time.
 * What is asked of AWS once for all (the account, the list of subnets) is asked by whoever has the turn; the others
 * find the answer when theirs comes.
 */
#ifndef AWS_TURN_H
#define AWS_TURN_H

#include <stdbool.h>

#include <tfprovider/call.h>
#include <tfprovider/gate.h>

typedef struct aws_turn {
    tf_gate gate;
    bool taken;
} aws_turn;

/** Makes a turn that nobody has; aws_turn_destroy ends it. */
void aws_turn_init(aws_turn *turn);
void aws_turn_destroy(aws_turn *turn);

/** Waits for the turn. Reports and returns false where `call` is cancelled or out of time before. */
bool aws_turn_take(aws_turn *turn, tf_call *call);

/** Hands the turn on. */
void aws_turn_give(aws_turn *turn);

#endif
