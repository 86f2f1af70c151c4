# What the linkers of Linux and macOS call what this build asks of them; nothing else in it looks at the platform.
include_guard()

if(APPLE)
  set(OTHER_PLATFORM linux)
  set(LINK_WITHOUT_UNUSED -Wl,-dead_strip)
  set(LINK_HARDENED)
else()
  set(OTHER_PLATFORM macos)
  set(LINK_WITHOUT_UNUSED -Wl,--gc-sections)
  set(LINK_HARDENED -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()

# Makes the file `object` of the objects that follow it, in which names that are hidden have become local: Apple's linker does
# so by itself.
function(add_combined_object object)
  if(APPLE)
    set(architectures ${CMAKE_OSX_ARCHITECTURES})
    list(TRANSFORM architectures PREPEND "-arch;")
    set(combine ${CMAKE_C_COMPILER} ${architectures} -r -nostdlib -o ${object} ${ARGN})
  else()
    set(combine ${CMAKE_LINKER} -r -o ${object} ${ARGN} COMMAND ${CMAKE_OBJCOPY} --localize-hidden ${object})
  endif()
  add_custom_command(OUTPUT ${object} COMMAND ${combine} DEPENDS ${ARGN} COMMAND_EXPAND_LISTS VERBATIM)
endfunction()
