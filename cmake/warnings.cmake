# Warnings are errors in our code; third-party headers are system headers.
#
#   mapferry_target(NAME)   compile options, include root and sanitizers of a target of ours
#
# Includes are rooted at the project ("core/failure.hpp"), so that every line
# says which layer it reaches into.
function(mapferry_target name)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_options(${name} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
    # g++ 12 sees overlaps in std::string that are not there (GCC bug 105651).
    -Wno-restrict)
  mapferry_sanitize(${name})
endfunction()
