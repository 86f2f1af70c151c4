# The framework as a library for other providers: static and shared, with what a build of theirs needs to find it.
# Only what the public headers declare is visible in it.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(framework_objects)
foreach(layer foundation value plan rpc serve)
  list(APPEND framework_objects $<TARGET_OBJECTS:${layer}_objects>)
endforeach()
list(APPEND framework_objects $<TARGET_OBJECTS:proto>)
set(framework_dependencies
  PkgConfig::GRPC PkgConfig::PROTOBUF_C PkgConfig::MSGPACK PkgConfig::CRYPTO Threads::Threads)

# The static library is one object, in which hidden names are local: they cannot meet a provider's own.
set(framework_object ${PROJECT_BINARY_DIR}/tfprovider.o)
add_custom_command(OUTPUT ${framework_object}
  COMMAND ${CMAKE_LINKER} -r -o ${framework_object} ${framework_objects}
  COMMAND ${CMAKE_OBJCOPY} --localize-hidden ${framework_object}
  DEPENDS ${framework_objects} COMMAND_EXPAND_LISTS VERBATIM)
set(framework_contents_STATIC ${framework_object})
set(framework_contents_SHARED ${framework_objects})

foreach(kind STATIC SHARED)
  string(TOLOWER ${kind} name)
  add_library(tfprovider_${name} ${kind} ${framework_contents_${kind}})
  target_include_directories(tfprovider_${name} INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  set_target_properties(tfprovider_${name} PROPERTIES
    OUTPUT_NAME tfprovider EXPORT_NAME ${name} LINKER_LANGUAGE C VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
    ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
endforeach()
# A static library's dependencies are looked for by the package's own configuration file, wherever it was installed.
target_link_libraries(tfprovider_static PUBLIC $<BUILD_INTERFACE:${framework_dependencies}>)
target_link_libraries(tfprovider_shared PRIVATE ${framework_dependencies})
add_library(tfprovider::tfprovider ALIAS tfprovider_static)

install(TARGETS tfprovider_static tfprovider_shared EXPORT tfproviderTargets COMPONENT framework
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/tfprovider DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT framework)
install(EXPORT tfproviderTargets NAMESPACE tfprovider:: COMPONENT framework
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tfprovider)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/tfproviderConfig.cmake.in
  ${PROJECT_BINARY_DIR}/tfproviderConfig.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tfprovider)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tfproviderConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tfproviderConfig.cmake ${PROJECT_BINARY_DIR}/tfproviderConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tfprovider COMPONENT framework)
# Found from where the file is, so that the installation can be moved.
file(RELATIVE_PATH TFPROVIDER_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/cmake/tfprovider.pc.in ${PROJECT_BINARY_DIR}/tfprovider.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tfprovider.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT framework)
