# Language level, warnings and the variants of a build.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# Debug information without a price in speed; -O3 is measured to gain on the scalar kernels.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O3 -g1 -DNDEBUG")

# What every target of this project is compiled with.
add_library(vespa_warnings INTERFACE)
target_compile_options(vespa_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow -Wno-psabi)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND NOT VESPA_CLANG_TIDY)
  # g++ 12 warns of std::string's own code (GCC bug 105651).
  target_compile_options(vespa_warnings INTERFACE -Wno-restrict)
endif()

# Contracting a*b+c to one rounding differs between instruction sets; the lane kernels ask for it where they
# want it, the plain code stays the same everywhere.
add_compile_options(-ffp-contract=off)

# For tests (their own statements alone), and the server: what they wait for is not the processor, and they take a quarter to a
# third less time to compile.
set(VESPA_LIGHT_OPTIONS $<$<CONFIG:Release,RelWithDebInfo>:-O1>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # With -O1 g++ 12 takes short strings for overrun ones, in std::string's own code.
  list(APPEND VESPA_LIGHT_OPTIONS -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()

if(VESPA_SANITIZE)
  add_compile_definitions(VESPA_SANITIZED)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
if(VESPA_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    message(FATAL_ERROR "VESPA_FUZZ needs clang's libFuzzer: use the preset fuzz (scripts/install-packages fuzz).")
  endif()
  # Every library counts its branches; main() comes from libFuzzer, in the targets alone.
  add_compile_definitions(VESPA_SANITIZED)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
if(VESPA_CLANG_TIDY)
  find_program(VESPA_CLANG_TIDY_PROGRAM NAMES clang-tidy clang-tidy-14 REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${VESPA_CLANG_TIDY_PROGRAM} --quiet)
endif()
find_program(VESPA_CCACHE ccache)
if(VESPA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What it wants to be told before it keeps what was compiled with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${VESPA_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${VESPA_CCACHE})
endif()
