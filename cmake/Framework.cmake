# The framework: its layers, and the library for other providers, static and shared, with what a build of theirs needs to find it.
# Only what the public headers declare is visible in the library.
pkg_check_modules(GRPC REQUIRED IMPORTED_TARGET grpc)
pkg_check_modules(PROTOBUF_C REQUIRED IMPORTED_TARGET libprotobuf-c)
pkg_check_modules(CRYPTO REQUIRED IMPORTED_TARGET libcrypto)
pkg_search_module(MSGPACK REQUIRED IMPORTED_TARGET msgpack msgpack-c)
find_program(PROTOC_C protoc-c REQUIRED)

# protobuf-c's code is generated at build time and never committed.
set(PROTO_SOURCES)
file(GLOB PROTO_FILES CONFIGURE_DEPENDS ${REPOSITORY}/proto/*.proto)
foreach(proto IN LISTS PROTO_FILES)
  get_filename_component(name ${proto} NAME_WE)
  set(generated ${PROJECT_BINARY_DIR}/generated/${name}.pb-c)
  add_custom_command(
    OUTPUT ${generated}.c ${generated}.h
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/generated
    COMMAND ${PROTOC_C} --c_out=${PROJECT_BINARY_DIR}/generated --proto_path=${REPOSITORY}/proto ${proto}
    DEPENDS ${proto} VERBATIM)
  list(APPEND PROTO_SOURCES ${generated}.c ${generated}.h)
endforeach()
if(PROTO_SOURCES)
  add_library(proto STATIC ${PROTO_SOURCES})
  target_compile_options(proto PRIVATE -fvisibility=hidden)
  target_include_directories(proto SYSTEM PUBLIC ${PROJECT_BINARY_DIR}/generated)
  target_link_libraries(proto PUBLIC PkgConfig::PROTOBUF_C)
endif()

add_layer(foundation provider/framework/foundation PkgConfig::CRYPTO Threads::Threads)
add_layer(value provider/framework/value foundation PkgConfig::MSGPACK)
add_layer(plan provider/framework/plan value)
add_layer(rpc provider/framework/rpc plan proto)
add_layer(serve provider/framework/serve rpc PkgConfig::GRPC)

include(CheckSymbolExists)
block()
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
  set(CMAKE_REQUIRED_INCLUDES ${GRPC_INCLUDE_DIRS})
  check_symbol_exists(gpr_set_log_function grpc/support/log.h GRPC_HAS_LOG_FUNCTION)
endblock()
if(GRPC_HAS_LOG_FUNCTION)
  target_compile_definitions(serve_objects PRIVATE GRPC_HAS_LOG_FUNCTION)
endif()

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The framework has a version of its own. Until 1.0 a minor version may change the interface, so that the name of the shared library
# has it.
file(STRINGS ${REPOSITORY}/include/tfprovider/version.h framework_version REGEX "define TFPROVIDER_VERSION \"")
string(REGEX REPLACE ".*\"([0-9.]+)\".*" "\\1" TFPROVIDER_VERSION "${framework_version}")
string(REGEX MATCH "^[0-9]+\\.[0-9]+" TFPROVIDER_SOVERSION "${TFPROVIDER_VERSION}")

set(framework_objects)
foreach(layer foundation value plan rpc serve)
  list(APPEND framework_objects $<TARGET_OBJECTS:${layer}_objects>)
endforeach()
list(APPEND framework_objects $<TARGET_OBJECTS:proto>)
set(framework_dependencies
  PkgConfig::GRPC PkgConfig::PROTOBUF_C PkgConfig::MSGPACK PkgConfig::CRYPTO Threads::Threads)

# The static library is one object, in which hidden names are local: they cannot meet a provider's own.
set(framework_object ${PROJECT_BINARY_DIR}/tfprovider.o)
add_combined_object(${framework_object} ${framework_objects})
set(framework_contents_STATIC ${framework_object})
set(framework_contents_SHARED ${framework_objects})

foreach(kind STATIC SHARED)
  string(TOLOWER ${kind} name)
  add_library(tfprovider_${name} ${kind} ${framework_contents_${kind}})
  target_include_directories(tfprovider_${name} INTERFACE
    $<BUILD_INTERFACE:${REPOSITORY}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  set_target_properties(tfprovider_${name} PROPERTIES
    OUTPUT_NAME tfprovider EXPORT_NAME ${name} LINKER_LANGUAGE C VERSION ${TFPROVIDER_VERSION} SOVERSION ${TFPROVIDER_SOVERSION}
    ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
endforeach()
# A static library's dependencies are looked for by the package's own configuration file, wherever it was installed.
target_link_libraries(tfprovider_static PUBLIC $<BUILD_INTERFACE:${framework_dependencies}>)
target_link_libraries(tfprovider_shared PRIVATE ${framework_dependencies})
add_library(tfprovider::tfprovider ALIAS tfprovider_static)

install(TARGETS tfprovider_static tfprovider_shared EXPORT tfproviderTargets COMPONENT framework
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${REPOSITORY}/include/tfprovider DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT framework)
install(EXPORT tfproviderTargets NAMESPACE tfprovider:: COMPONENT framework
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tfprovider)
configure_package_config_file(${REPOSITORY}/cmake/tfproviderConfig.cmake.in
  ${PROJECT_BINARY_DIR}/tfproviderConfig.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tfprovider)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tfproviderConfigVersion.cmake
  VERSION ${TFPROVIDER_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tfproviderConfig.cmake ${PROJECT_BINARY_DIR}/tfproviderConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tfprovider COMPONENT framework)
# Found from where the file is, so that the installation can be moved.
file(RELATIVE_PATH TFPROVIDER_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${REPOSITORY}/cmake/tfprovider.pc.in ${PROJECT_BINARY_DIR}/tfprovider.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tfprovider.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT framework)
