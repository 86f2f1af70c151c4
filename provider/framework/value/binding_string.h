/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kind string and the collections of strings between field and value, as kind_decode and kind_encode in kinds.h
 * say.
 */
#ifndef FRAMEWORK_VALUE_BINDING_STRING_H
#define FRAMEWORK_VALUE_BINDING_STRING_H

#include "framework/value/kinds.h"

kind_decode decode_string, decode_string_list, decode_string_set, decode_string_map;
kind_encode encode_string, encode_string_list, encode_string_set, encode_string_map;

#endif
