# Warnings, sanitizers, ccache and mold, for every target alike.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

# -Wpsabi notes an ABI change of a compiler that predates C++20; no object of ours is older.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -Wno-psabi)

if(SMARTFIN_SANITIZE)
  # g++ 12 sees uninitialised members in std::optional where sanitizers hide that it is empty.
  add_compile_options(-Wno-maybe-uninitialized)
  add_compile_options(-fsanitize=${SMARTFIN_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${SMARTFIN_SANITIZE})
  if(SMARTFIN_SANITIZE MATCHES thread)
    # g++ 12 loses the size of an array that is reached through a pointer, as at poll().
    add_compile_options(-Wno-stringop-overflow)
  endif()
  if(SMARTFIN_SANITIZE MATCHES undefined)
    # CAF's headers bind references to null; -fno-sanitize-recover turns every other finding into a failed test.
    add_compile_options(-fno-sanitize=null -fno-sanitize-recover=all)
  endif()
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
  add_compile_options(-fpch-preprocess)
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()
