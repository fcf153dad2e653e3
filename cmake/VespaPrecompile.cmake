# The headers of others that most sources of the server and of the tests include, parsed once for each of the two: a fifth of
# the time to compile one. (Solvers gain nothing.) Sources include what they use all the same; the presets sanitize and tidy
# parse every header in every source, so that it shows.
option(VESPA_PRECOMPILE "Parse the common headers of the server's sources, and of the tests', once" ON)

set(VESPA_COMMON_HEADERS <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <cstring> <filesystem> <fstream>
  <functional> <limits> <map> <memory> <numeric> <optional> <random> <set> <span> <sstream> <stdexcept> <string>
  <string_view> <unordered_map> <utility> <variant> <vector> <nlohmann/json.hpp>)

# vespa_precompile(KIND HEADERS ... OPTIONS ... [LINK ...]): what vespa_reuse_headers gives targets of that kind. They are
# compiled with the same options, or the compiler says that it can't use it (-Winvalid-pch).
function(vespa_precompile kind)
  cmake_parse_arguments(A "" "" "HEADERS;LINK;OPTIONS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/headers/${kind}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Here for its headers alone.\n")
  add_library(vespa_headers_of_${kind} OBJECT ${source})
  target_compile_options(vespa_headers_of_${kind} PRIVATE ${A_OPTIONS})
  target_link_libraries(vespa_headers_of_${kind} PRIVATE ${A_LINK})
  target_precompile_headers(vespa_headers_of_${kind} PRIVATE ${A_HEADERS})
endfunction()

# vespa_reuse_headers(TARGET KIND)
function(vespa_reuse_headers target kind)
  if(TARGET vespa_headers_of_${kind})
    target_precompile_headers(${target} REUSE_FROM vespa_headers_of_${kind})
    target_compile_options(${target} PRIVATE -Winvalid-pch)
  endif()
endfunction()

# Only with g++ are these options known to be the same for all that share the headers.
if(VESPA_PRECOMPILE AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  if(VESPA_BUILD_WRAPPER)
    vespa_precompile(server HEADERS ${VESPA_COMMON_HEADERS} LINK nlohmann_json::nlohmann_json OPTIONS ${VESPA_LIGHT_OPTIONS})
  endif()
  if(VESPA_BUILD_TESTS)
    vespa_precompile(tests HEADERS ${VESPA_COMMON_HEADERS} <gtest/gtest.h> LINK nlohmann_json::nlohmann_json GTest::gtest
      OPTIONS -fPIE ${VESPA_LIGHT_OPTIONS})
    set_target_properties(vespa_headers_of_tests PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  endif()
endif()
