/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that a terminal shows as it is. Messages quote what services and their logs say, which whoever feeds them can
 * write: a control sequence in them could clear the screen and print another result.
 */
#ifndef FRAMEWORK_FOUNDATION_VISIBLE_H
#define FRAMEWORK_FOUNDATION_VISIBLE_H

#include <tfprovider/arena.h>

/**
 * `text` in UTF-8 with everything made visible that acts instead of showing: control characters but line ends and tabs
 * ("\x1b"), what turns the direction of writing or has no width ("\u202e"), bytes that are no UTF-8 ("\xff"). `text`
 * itself where there is nothing of the kind; NULL stays NULL.
 */
const char *visible_text(tf_arena *arena, const char *text);

/** A value of a log line, or a text of a diagnostic, is cut to this many bytes. */
#define SHOWN_MOST ((size_t)64 * 1024)

/**
 * `text` as it may leave the process, in a log line or a diagnostic: without secrets, cut to SHOWN_MOST, visible.
 * Everything that Terraform or a log gets to show passes through here. NULL stays NULL.
 */
const char *shown_text(tf_arena *arena, const char *text);

#endif
