/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds bool, whole number, float and number between field and value, as kind_decode and kind_encode in kinds.h
 * say.
 */
#ifndef FRAMEWORK_VALUE_BINDING_NUMBER_H
#define FRAMEWORK_VALUE_BINDING_NUMBER_H

#include "framework/value/kinds.h"

kind_decode decode_bool, decode_int32, decode_int64, decode_float32, decode_float64, decode_number;
kind_encode encode_bool, encode_int32, encode_int64, encode_float32, encode_float64, encode_number;

/** Whether canonical digits fit the kind. */
kind_fits fits_int32, fits_int64, fits_float32, fits_float64;

/** Whether two canonical numbers become the same field. */
kind_same same_float32, same_float64;

#endif
