# Both programs and what systemd must know of them.
#
#   cmake --install BUILD [--prefix /usr]
install(TARGETS mapferryd mapferry RUNTIME DESTINATION bin)
# The unit names its program by the prefix, which is known only now.
install(CODE "set(bin \"\${CMAKE_INSTALL_PREFIX}/bin\")
  configure_file(\"${PROJECT_SOURCE_DIR}/systemd/mapferryd.service.in\" \"${PROJECT_BINARY_DIR}/mapferryd.service\" @ONLY)")
install(FILES ${PROJECT_BINARY_DIR}/mapferryd.service DESTINATION lib/systemd/system)
install(FILES systemd/mapferry.sysusers.conf DESTINATION lib/sysusers.d RENAME mapferry.conf)
install(FILES systemd/mapferry.tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME mapferry.conf)
install(FILES config/mapferry.example.yaml DESTINATION share/doc/mapferry)
