/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notes: text files in one directory, which the provider block names.
 */
#ifndef NOTES_H
#define NOTES_H

#include <tfprovider/provider.h>

/** The path of a note, in the call's arena. NULL after reporting that the directory is not known yet. */
const char *notes_path(tf_call *call, const char *name);

/** Reads a note. `*out_text` is NULL where there is none. False after reporting why it cannot be read. */
bool notes_read(tf_call *call, const char *path, const char **out_text);

/** Writes a note; a new one must not exist. False after reporting why it cannot be written. */
bool notes_write(tf_call *call, const char *path, const char *text, bool is_new);

extern const tf_resource note_resource;
extern const tf_data_source note_data_source;
extern const tf_function slug_function;

#endif
