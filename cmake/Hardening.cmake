# Everything that is built is hardened alike: our code, generated code, the framework's library. Tests read it off the binaries.
# -frecord-gcc-switches is how: what was compiled says with what, in a section that is not loaded and that strip removes.
include(CheckCCompilerFlag)
include(${CMAKE_CURRENT_LIST_DIR}/Platform.cmake)

add_compile_options(-fstack-protector-strong)
add_link_options(${LINK_HARDENED})
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-frecord-gcc-switches)
endif()

# Branches land only where they may: CET on x86-64, BTI and signed return addresses on AArch64. Clang warns of the other's, and
# on macOS of what is for large stack frames.
set(CMAKE_REQUIRED_FLAGS -Werror)
foreach(flag -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard)
  string(MAKE_C_IDENTIFIER "TAKES${flag}" takes_flag)
  check_c_compiler_flag(${flag} ${takes_flag})
  if(${takes_flag})
    add_compile_options(${flag})
  endif()
endforeach()
unset(CMAKE_REQUIRED_FLAGS)

# The checks of sizes need the optimiser, and would hide calls from the sanitizers.
if(NOT SANITIZE AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()

if(STATIC_PIE)
  add_link_options(-static-pie)
else()
  include(CheckPIESupported)
  check_pie_supported(LANGUAGES C)
endif()
