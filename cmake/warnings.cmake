# Warnings are errors in our code; third-party headers are system headers.
#
#   mapferry_target(NAME [TESTS])   compile options, include root, sanitizers and precompiled headers of a target of ours
#
# Tests are not optimised: most of them are compiled more often than run.
#
# Includes are rooted at the project ("core/failure.hpp"), so that every line
# says which layer it reaches into.
function(mapferry_options name)
  cmake_parse_arguments(arg "TESTS" "" "" ${ARGN})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_options(${name} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
    # g++ 12 sees what is not there in std::string and std::variant (GCC bugs
    # 105651, 105329, 105562), in its own headers and more of it when it optimises.
    -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds
    -Wno-stringop-overflow -Wno-stringop-overread
    # clang++ does not know these, and means more by -Wconversion.
    "$<$<CXX_COMPILER_ID:Clang>:-Wno-unknown-warning-option;-Wno-sign-conversion>")
  if(arg_TESTS)
    target_compile_options(${name} PRIVATE -O0)
  endif()
  mapferry_sanitize(${name})
endfunction()

function(mapferry_target name)
  mapferry_options(${name} ${ARGN})
  mapferry_precompiled(${name} ${ARGN})
  mapferry_unity(${name})
endfunction()
