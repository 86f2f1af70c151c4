/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The version of the framework that a provider is compiled with. It is the framework's own, not that of any provider.
 */
#ifndef TFPROVIDER_VERSION_H
#define TFPROVIDER_VERSION_H

#define TFPROVIDER_VERSION_MAJOR 0
#define TFPROVIDER_VERSION_MINOR 2
#define TFPROVIDER_VERSION_PATCH 0
#define TFPROVIDER_VERSION "0.2.0"

/**
 * Counts the layouts of the tables: it changes with every change of a struct that a provider fills in. See
 * stability.md.
 */
#define TFPROVIDER_ABI 3

#endif
