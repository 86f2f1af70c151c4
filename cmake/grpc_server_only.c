/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leaves out of a static program what gRPC core has for clients and service meshes: balancers, resolvers, xDS, a third
 * of it. Each part is linked because gRPC's registry calls a function that adds it to the configuration; here are
 * functions of these names that add nothing. The names are those of gRPC 1.51's C++ functions, in which the argument's
 * type is part of the name: another gRPC does not link, or links the parts that it names otherwise.
 */

/* Linked under the name of grpc_core::<name>(grpc_core::CoreConfiguration::Builder *), `length` characters long. */
#define LEAVE_OUT(length, name)                                                                                      \
    void leave_out_##name(void *builder) __asm__("_ZN9grpc_core" #length #name "EPNS_17CoreConfiguration7BuilderE"); \
    void leave_out_##name(void *builder)                                                                             \
    {                                                                                                                \
        (void)builder;                                                                                               \
    }

LEAVE_OUT(20, RegisterExtraFilters)
LEAVE_OUT(19, RegisterRlsLbPolicy)
LEAVE_OUT(20, RegisterFakeResolver)
LEAVE_OUT(20, RegisterGrpcLbPolicy)
LEAVE_OUT(23, RegisterAresDnsResolver)
LEAVE_OUT(25, RegisterNativeDnsResolver)
LEAVE_OUT(24, RegisterSockaddrResolver)
LEAVE_OUT(23, RegisterHttpProxyMapper)
LEAVE_OUT(24, RegisterPriorityLbPolicy)
LEAVE_OUT(24, RegisterRingHashLbPolicy)
LEAVE_OUT(25, RegisterPickFirstLbPolicy)
LEAVE_OUT(26, RegisterRoundRobinLbPolicy)
LEAVE_OUT(30, RegisterWeightedTargetLbPolicy)
LEAVE_OUT(32, RegisterOutlierDetectionLbPolicy)
LEAVE_OUT(28, FaultInjectionFilterRegister)
LEAVE_OUT(28, RegisterTCPConnectHandshaker)
LEAVE_OUT(29, RegisterHttpConnectHandshaker)
LEAVE_OUT(29, RegisterClientAuthorityFilter)
LEAVE_OUT(31, BuildClientChannelConfiguration)

/* Name resolution is started and ended without being asked for. */
void leave_out_name_resolution(void) __asm__("_Z27grpc_resolver_dns_ares_initv");
void leave_out_name_resolution_end(void) __asm__("_Z31grpc_resolver_dns_ares_shutdownv");

void leave_out_name_resolution(void)
{
}

void leave_out_name_resolution_end(void)
{
}
