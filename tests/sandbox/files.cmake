# Tests of the sandbox's data and file makers, included by CMakeLists.txt of this folder.

find_package(SQLite3 REQUIRED)

mapferry_test(sandbox_files_test
  SOURCES
    ${CMAKE_CURRENT_LIST_DIR}/area_filter_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/esri_json_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geodatabase_checker.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geodatabase_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geography_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/geometry_blob_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/projection_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/selection_test.cpp
    ${CMAKE_CURRENT_LIST_DIR}/tiling_test.cpp
  LIBRARIES sandbox_files SQLite::SQLite3)
target_compile_definitions(sandbox_files_test PRIVATE SANDBOX_DATA="${PROJECT_SOURCE_DIR}/sandbox/data")
