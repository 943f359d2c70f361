# mapferry_sanitize(NAME)   address and undefined behaviour, when asked for
function(mapferry_sanitize name)
  if(MAPFERRY_SANITIZE)
    target_compile_options(${name} PRIVATE
      -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(${name} PUBLIC -fsanitize=address,undefined)
  endif()
endfunction()
