# mapferry_sanitize(NAME)   address and undefined behaviour, when asked for; for fuzzing
#                           also what an input reaches, which libFuzzer goes by
function(mapferry_sanitize name)
  if(MAPFERRY_FUZZ)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
    set(more ,float-cast-overflow)
  endif()
  if(MAPFERRY_SANITIZE OR MAPFERRY_FUZZ)
    target_compile_options(${name} PRIVATE
      -fsanitize=address,undefined${more} -fno-sanitize-recover=undefined${more} -fno-omit-frame-pointer)
    target_link_options(${name} PUBLIC -fsanitize=address,undefined)
  endif()
endfunction()
