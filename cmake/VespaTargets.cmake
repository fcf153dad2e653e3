# The four kinds of target of this project. Each links the warnings and sees its own tree's include root.
include(CMakeParseArguments)

# vespa_library(NAME SOURCES ... [LINK public...] [PRIVATE private...] [ROOT dir])
# makes the static library vespa_NAME, alias vespa::NAME. ROOT is the include root, solvers/ by default. In folders that set
# VESPA_COMMON_HEADERS_OF it takes part in those headers (see VespaPrecompile).
function(vespa_library name)
  cmake_parse_arguments(A "" "ROOT" "SOURCES;LINK;PRIVATE" ${ARGN})
  if(NOT A_ROOT)
    set(A_ROOT ${CMAKE_SOURCE_DIR}/solvers)
  endif()
  add_library(vespa_${name} STATIC ${A_SOURCES})
  add_library(vespa::${name} ALIAS vespa_${name})
  target_include_directories(vespa_${name} PUBLIC ${A_ROOT})
  target_link_libraries(vespa_${name} PUBLIC ${A_LINK} PRIVATE vespa_warnings ${A_PRIVATE})
  if(VESPA_COMMON_HEADERS_OF)
    vespa_reuse_headers(vespa_${name} ${VESPA_COMMON_HEADERS_OF})
  endif()
  set_property(GLOBAL APPEND PROPERTY VESPA_LIBRARIES vespa_${name})
endfunction()

# vespa_program(NAME SOURCES ... [LINK ...]) makes and installs the program vespa-NAME (target vespa-NAME).
function(vespa_program name)
  cmake_parse_arguments(A "" "" "SOURCES;LINK" ${ARGN})
  add_executable(vespa-${name} ${A_SOURCES})
  target_link_libraries(vespa-${name} PRIVATE vespa_warnings ${A_LINK})
  set_target_properties(vespa-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  install(TARGETS vespa-${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# vespa_link_statically(NAME): the program vespa-NAME starts in a third of the time, where the system has static libraries. They
# have no name service, so no user names, hosts or locales in such a program; sanitizers need the dynamic ones.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_LINK_OPTIONS -static)
check_cxx_source_compiles("#include <string>\nint main(int n, char** a) { return int(std::string(a[0]).size()) == n; }"
  VESPA_STATIC_LIBRARIES)
unset(CMAKE_REQUIRED_LINK_OPTIONS)
function(vespa_link_statically name)
  if(VESPA_STATIC_LIBRARIES AND NOT VESPA_SANITIZE AND NOT VESPA_FUZZ)
    target_link_options(vespa-${name} PRIVATE -static -Wl,--gc-sections)
  endif()
endfunction()

# What mpirun needs wherever tests run: as root in a container, more ranks than cores, beside other jobs.
set(VESPA_MPI_ENVIRONMENT
  OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
  OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_mpi_yield_when_idle=1
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1)
if(VESPA_SANITIZE)
  list(APPEND VESPA_MPI_ENVIRONMENT
    "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/cmake/lsan.supp:print_suppressions=0:fast_unwind_on_malloc=0")
endif()

# For tests of programs that are to fail: mpirun else sleeps for a second after every exit code but 0, before it kills
# what is left.
set(VESPA_HASTY_MPI_ENVIRONMENT ${VESPA_MPI_ENVIRONMENT} OMPI_MCA_odls_base_sigkill_timeout=0)

# vespa_test(NAME SOURCES ... LINK ... LABELS ... [RANKS 1 2 3 4] [TIMEOUT s] [BESIDE script])
# With BESIDE it is run by that script, which provides what it needs and ends with 77 if it cannot.
# With RANKS the test is an MPI program (tests/support/mpi_main.cpp) that ctest runs once a rank count.
function(vespa_test name)
  cmake_parse_arguments(A "" "TIMEOUT;BESIDE" "SOURCES;LINK;LABELS;RANKS" ${ARGN})
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  add_executable(test_${name} ${A_SOURCES})
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_options(test_${name} PRIVATE ${VESPA_LIGHT_OPTIONS})
  vespa_reuse_headers(test_${name} tests)
  target_compile_definitions(test_${name} PRIVATE
    VESPA_SOURCE_DIR="${CMAKE_SOURCE_DIR}" VESPA_BINARY_DIR="${CMAKE_BINARY_DIR}")
  target_link_libraries(test_${name} PRIVATE vespa_warnings ${A_LINK} GTest::gtest)
  if(A_RANKS)
    target_link_libraries(test_${name} PRIVATE vespa_mpi_test_main)
    foreach(ranks IN LISTS A_RANKS)
      add_test(NAME ${name}.np${ranks}
        COMMAND ${MPIEXEC_EXECUTABLE} ${MPIEXEC_NUMPROC_FLAG} ${ranks} $<TARGET_FILE:test_${name}>)
      set_tests_properties(${name}.np${ranks} PROPERTIES PROCESSORS ${ranks} TIMEOUT ${A_TIMEOUT}
        LABELS "${A_LABELS}" ENVIRONMENT "${VESPA_MPI_ENVIRONMENT}" SKIP_REGULAR_EXPRESSION "ALL TESTS SKIPPED")
    endforeach()
  else()
    target_link_libraries(test_${name} PRIVATE GTest::gtest_main)
    add_test(NAME ${name} COMMAND ${A_BESIDE} $<TARGET_FILE:test_${name}>)
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT ${A_TIMEOUT} LABELS "${A_LABELS}"
      ENVIRONMENT "${VESPA_MPI_ENVIRONMENT}")
  endif()
endfunction()

# vespa_benchmark(NAME SOURCES ... LINK ...) makes the Google Benchmark program benchmark_NAME.
function(vespa_benchmark name)
  cmake_parse_arguments(A "" "" "SOURCES;LINK" ${ARGN})
  add_executable(benchmark_${name} ${A_SOURCES})
  target_link_libraries(benchmark_${name} PRIVATE vespa_warnings ${A_LINK} benchmark::benchmark)
  set_target_properties(benchmark_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/benchmarks)
endfunction()

# vespa_fuzz(NAME SOURCES ... LINK ... [WORDS dictionary]) makes fuzz_NAME, of a function LLVMFuzzerTestOneInput, and a
# test that gives it the seeds of the folder seeds/NAME beside its sources and some thousand changes of them: random ones
# of libFuzzer with VESPA_FUZZ, else always the same (replay_NAME).
function(vespa_fuzz name)
  cmake_parse_arguments(A "" "WORDS" "SOURCES;LINK" ${ARGN})
  if(NOT VESPA_FUZZ)
    add_executable(replay_${name} ${A_SOURCES} ${CMAKE_SOURCE_DIR}/tests/fuzz/support/replay_main.cpp)
    target_include_directories(replay_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(replay_${name} PRIVATE vespa_warnings ${A_LINK})
    add_test(NAME replay_${name} COMMAND replay_${name} ${CMAKE_CURRENT_SOURCE_DIR}/seeds/${name})
    set_tests_properties(replay_${name} PROPERTIES LABELS "unit;fuzz" TIMEOUT 300)
    return()
  endif()
  add_executable(fuzz_${name} ${A_SOURCES})
  target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(fuzz_${name} PRIVATE vespa_warnings ${A_LINK})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(fuzz_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  set(corpus ${CMAKE_BINARY_DIR}/fuzz/corpus/${name})
  file(MAKE_DIRECTORY ${corpus})
  set(options -runs=5000 -rss_limit_mb=2048 -timeout=20)
  if(A_WORDS)
    list(APPEND options -dict=${CMAKE_CURRENT_SOURCE_DIR}/${A_WORDS})
  endif()
  add_test(NAME fuzz_${name} COMMAND fuzz_${name} ${options} ${corpus} ${CMAKE_CURRENT_SOURCE_DIR}/seeds/${name}
    WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  set_tests_properties(fuzz_${name} PROPERTIES LABELS fuzz TIMEOUT 600 ENVIRONMENT "${VESPA_MPI_ENVIRONMENT}")
endfunction()
