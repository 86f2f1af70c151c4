/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leaves out of OpenSSL's default provider, in a static program, what no connection of ours uses. OpenSSL 3.0 prepares
 * all algorithms of a kind when it looks for the first one, and reads a key or certificate by trying every format that
 * it knows: a quarter of the time from the program's start to its first answer. The linker puts the function here in
 * the place of the provider's own (--wrap), which it calls; an OpenSSL without a function of that name does not link.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core.h>
#include <openssl/core_dispatch.h>

#define MOST_ALGORITHMS 192
#define MOST_FUNCTIONS 16

/* How the names of what is left out begin. */
static const char *const unused[] = {
    "ARIA",   "BLAKE2", "CAMELLIA", "DES", "DSA", "ED448", "KECCAK", "KMAC",
    "RIPEMD", "SEED",   "SIPHASH",  "SM2", "SM3", "SM4",   "X448",   "X942",
};

OSSL_provider_init_fn __real_ossl_default_provider_init;
OSSL_provider_init_fn __wrap_ossl_default_provider_init;

/* By operation, each with OpenSSL's own end. OpenSSL makes the provider once. */
static OSSL_ALGORITHM used[OSSL_OP__HIGHEST + 1][MOST_ALGORITHMS];
static OSSL_DISPATCH functions[MOST_FUNCTIONS];

static bool is_used(const char *names)
{
    for (size_t i = 0; i < sizeof unused / sizeof unused[0]; i++) {
        if (strncmp(names, unused[i], strlen(unused[i])) == 0)
            return false;
    }
    return true;
}

static void choose(OSSL_ALGORITHM *chosen, const OSSL_ALGORITHM *all)
{
    size_t count = 0;
    for (; all != NULL && all->algorithm_names != NULL; all++) {
        if (!is_used(all->algorithm_names))
            continue;
        if (count == MOST_ALGORITHMS - 1)
            abort();
        chosen[count++] = *all;
    }
}

static const OSSL_ALGORITHM *query(void *provider, int operation, int *no_cache)
{
    (void)provider;
    *no_cache = 0;
    return operation >= 0 && operation <= OSSL_OP__HIGHEST && used[operation][0].algorithm_names != NULL
               ? used[operation]
               : NULL;
}

int __wrap_ossl_default_provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in,
                                      const OSSL_DISPATCH **out, void **out_provider)
{
    const OSSL_DISPATCH *all = NULL;
    if (__real_ossl_default_provider_init(handle, in, &all, out_provider) != 1)
        return 0;
    for (size_t i = 0; all[i].function_id != 0; i++) {
        if (i == MOST_FUNCTIONS - 1)
            abort();
        functions[i] = all[i];
        if (all[i].function_id != OSSL_FUNC_PROVIDER_QUERY_OPERATION)
            continue;
        for (int operation = 0; operation <= OSSL_OP__HIGHEST; operation++) {
            int no_cache = 0;
            choose(used[operation], OSSL_FUNC_provider_query_operation(&all[i])(*out_provider, operation, &no_cache));
        }
        functions[i].function = (void (*)(void))query;
    }
    *out = functions;
    return 1;
}
