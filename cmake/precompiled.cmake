# Most of a file's compile time goes into reading the same large headers; they
# are read once for the product and once for the tests. Every file includes what
# it uses all the same: -DMAPFERRY_PRECOMPILED=OFF builds without.
#
#   mapferry_precompiled(NAME [TESTS])
set(MAPFERRY_COMMON_HEADERS
  <algorithm> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional>
  <string> <string_view> <variant> <vector> <nlohmann/json.hpp>)
set(MAPFERRY_TEST_HEADERS ${MAPFERRY_COMMON_HEADERS} <fstream> <gmock/gmock.h> <gtest/gtest.h>)

function(mapferry_precompiled name)
  cmake_parse_arguments(arg "TESTS" "" "" ${ARGN})
  if(NOT MAPFERRY_PRECOMPILED)
    return()
  endif()
  set(shared precompiled_common)
  if(arg_TESTS)
    set(shared precompiled_tests)
  endif()
  if(NOT TARGET ${shared})
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/${shared}.cpp CONTENT "") # unlike WRITE not touched again
    add_library(${shared} OBJECT ${PROJECT_BINARY_DIR}/${shared}.cpp)
    mapferry_options(${shared} ${ARGN})
    if(arg_TESTS)
      target_link_libraries(${shared} PRIVATE GTest::gmock)
      target_precompile_headers(${shared} PRIVATE ${MAPFERRY_TEST_HEADERS})
    else()
      target_precompile_headers(${shared} PRIVATE ${MAPFERRY_COMMON_HEADERS})
    endif()
  endif()
  target_precompile_headers(${name} REUSE_FROM ${shared})
endfunction()
