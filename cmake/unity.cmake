# Files of a target are compiled several at a time: most of the time goes into
# templates that they have in common. A name in an unnamed namespace must then be
# told apart within its target. -DMAPFERRY_UNITY=OFF compiles each file by itself,
# which is quicker after a change and shows a missing include.
#
#   mapferry_unity(NAME)
function(mapferry_unity name)
  if(MAPFERRY_UNITY)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 7)
    # g++ takes a type in an unnamed namespace of an included file for one of a header.
    target_compile_options(${name} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()
