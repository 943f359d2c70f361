# Tests of the sandbox's data and file makers, included by CMakeLists.txt of this folder.
#
#   sandbox_files_test       unit tests
#   sandbox_sample_files     makes one file of each kind, for readers that others wrote

find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)

mapferry_test(sandbox_files_test
  SOURCES
    ${CMAKE_CURRENT_LIST_DIR}/area_filter_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/bundle_writer_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/clip_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/esri_json_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geodatabase_checker.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geodatabase_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geography_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geometry_blob_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/grid_polygons_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/projection_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/raster_map_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/raster_package_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/selection_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/tiling_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/vector_map_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/vector_package_test.cpp
  LIBRARIES sandbox_files SQLite::SQLite3 ZLIB::ZLIB PkgConfig::LIBZIP)

add_executable(sandbox_sample_files ${CMAKE_CURRENT_LIST_DIR}/sample_files.cpp)
mapferry_target(sandbox_sample_files)
target_link_libraries(sandbox_sample_files PRIVATE sandbox_files)

foreach(target sandbox_files_test sandbox_sample_files)
  target_compile_definitions(${target} PRIVATE SANDBOX_DATA="${PROJECT_SOURCE_DIR}/sandbox/data")
endforeach()

add_test(NAME Sandbox.FilesAreReadByMapProxyAndGdal
  COMMAND ${MAPFERRY_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/independent_readers_test.py
    $<TARGET_FILE:sandbox_sample_files> ${PROJECT_SOURCE_DIR}/sandbox/data)
set_tests_properties(Sandbox.FilesAreReadByMapProxyAndGdal PROPERTIES TIMEOUT 300)
