# The build's own vocabulary: keqian_library, keqian_program, keqian_test, keqian_fuzzer,
# keqian_pixel_loops.
# One target per folder, an explicit source list and explicit links: the link lines are the
# dependency rule, and tests/tidy fails on an include they do not allow.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

find_program(KEQIAN_CCACHE ccache)
if(KEQIAN_CCACHE)
  # The sloppiness is what ccache asks for beside a precompiled header (its manual says why).
  set(CMAKE_C_COMPILER_LAUNCHER ${KEQIAN_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros ${KEQIAN_CCACHE})
endif()
find_program(KEQIAN_MOLD mold)
if(KEQIAN_MOLD AND NOT KEQIAN_FUZZ)
  add_link_options(-fuse-ld=mold)
endif()

add_library(keqian_options INTERFACE)
target_include_directories(keqian_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(keqian_options INTERFACE -Wall -Wextra -Wconversion -Wshadow
                       -Wnon-virtual-dtor -Woverloaded-virtual
                       # Designated initialisers leave members to their defaults on purpose.
                       -Wno-missing-field-initializers
                       $<$<BOOL:${KEQIAN_WERROR}>:-Werror>
                       # GCC 12 sees overlaps in std::string that are not there (its bug 105651).
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
                       $<$<CXX_COMPILER_ID:Clang>:-Wreserved-identifier>)
if(KEQIAN_SANITIZE)
  target_compile_options(keqian_options INTERFACE -fsanitize=${KEQIAN_SANITIZE}
                         -fno-omit-frame-pointer -fno-sanitize-recover=all
                         # Clang 14 cannot assemble coroutines that carry the check of their types.
                         $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
  target_link_options(keqian_options INTERFACE -fsanitize=${KEQIAN_SANITIZE})
endif()
if(KEQIAN_FUZZ)
  target_compile_options(keqian_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# keqian_library(NAME SOURCES a.cpp … [PUBLIC lib …] [PRIVATE lib …])
function(keqian_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC keqian_options ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()

# keqian_pixel_loops(TARGET …): what goes over every pixel gains from more optimisation than the rest,
# and is unusable without any.
function(keqian_pixel_loops)
  foreach(target ${ARGN})
    target_compile_options(${target} PRIVATE $<IF:$<CONFIG:Debug>,-O1,-O3>)
    # The header that was compiled for the others is not optimised like this.
    set_target_properties(${target} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
  endforeach()
endfunction()

# keqian_program(NAME OUTPUT file-name SOURCES a.cpp … LINK lib …)
function(keqian_program name)
  cmake_parse_arguments(ARG "" "OUTPUT" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME ${ARG_OUTPUT})
  target_link_libraries(${name} PRIVATE keqian_options ${ARG_LINK})
endfunction()

# keqian_test(NAME SOURCES a.cpp … LINK lib …): a GoogleTest program; each test is a ctest entry.
function(keqian_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE keqian_options ${ARG_LINK} GTest::gmock GTest::gtest_main)
  target_precompile_headers(${name} REUSE_FROM test_prelude)
  target_compile_definitions(${name} PRIVATE KEQIAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             KEQIAN_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set(properties TIMEOUT ${ARG_TIMEOUT})
  foreach(property LABELS ENVIRONMENT)
    if(ARG_${property})
      list(APPEND properties ${property} "${ARG_${property}}")
    endif()
  endforeach()
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST
                       DISCOVERY_TIMEOUT 60  # a busy machine starts nothing in a second
                       PROPERTIES ${properties})
endfunction()

# keqian_fuzzer(NAME SOURCES a.cpp … LINK lib …): libFuzzer under the `fuzz` preset; with every
# other preset the same source becomes a test that replays its corpus folder tests/fuzz/corpus/NAME.
function(keqian_fuzzer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(KEQIAN_FUZZ)
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE keqian_options ${ARG_LINK})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${name} ${ARG_SOURCES} ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    target_link_libraries(${name} PRIVATE keqian_options ${ARG_LINK})
    add_test(NAME fuzz_corpus.${name}
             COMMAND ${name} ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${name})
    set_tests_properties(fuzz_corpus.${name} PROPERTIES TIMEOUT 120)
  endif()
endfunction()
