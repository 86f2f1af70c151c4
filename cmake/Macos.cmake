# Toolchain of scripts/check_macos: ziglang's compiler for macOS on Apple's processors. It brings macOS's headers and its C
# library; of the other libraries TREE has headers and descriptions alone, so that what is linked is looked for when it starts.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TREE)
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR arm64)
set(CMAKE_C_COMPILER ${TREE}/bin/cc)
set(CMAKE_AR ${TREE}/bin/ar)
set(CMAKE_RANLIB ${TREE}/bin/ranlib)
set(CMAKE_INSTALL_NAME_TOOL true)
set(CMAKE_EXE_LINKER_FLAGS_INIT -Wl,-undefined,dynamic_lookup)
set(CMAKE_SHARED_LINKER_FLAGS_INIT -Wl,-undefined,dynamic_lookup)
set(ENV{PKG_CONFIG_LIBDIR} ${TREE}/lib/pkgconfig)
