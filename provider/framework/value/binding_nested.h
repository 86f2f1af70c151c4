/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of nested objects, and values of any type, between field and value, as kind_decode and kind_encode in
 * kinds.h say.
 */
#ifndef FRAMEWORK_VALUE_BINDING_NESTED_H
#define FRAMEWORK_VALUE_BINDING_NESTED_H

#include "framework/value/kinds.h"

kind_decode decode_object, decode_objects, decode_object_map, decode_any;
kind_encode encode_object, encode_objects, encode_any;

#endif
