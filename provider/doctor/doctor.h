/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The doctor: what Terraform will find where this is run, said on the command line. Whose AWS credentials there are,
 * what the LangSmith key can do, and the preflight. It only reads.
 */
#ifndef DOCTOR_DOCTOR_H
#define DOCTOR_DOCTOR_H

#include <tfprovider/command.h>

extern const tf_command doctor_command;

#endif
