# The sandbox's data and file makers, included by CMakeLists.txt of this folder.
#
#   sandbox_files   library: geography, replicas, raster and vector tile packages

find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PROJ CONFIG REQUIRED)
find_package(nlohmann_json REQUIRED)
# libzip by pkg-config: its CMake file names a program that Debian packages apart.
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo)
pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
pkg_check_modules(GEOS REQUIRED IMPORTED_TARGET geos)

add_library(sandbox_files STATIC
  ${CMAKE_CURRENT_LIST_DIR}/area_filter.cpp
  ${CMAKE_CURRENT_LIST_DIR}/bundle_writer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/clip.cpp
  ${CMAKE_CURRENT_LIST_DIR}/esri_json.cpp
  ${CMAKE_CURRENT_LIST_DIR}/feature_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/font.cpp
  ${CMAKE_CURRENT_LIST_DIR}/geodatabase.cpp
  ${CMAKE_CURRENT_LIST_DIR}/geodatabase_catalog.cpp
  ${CMAKE_CURRENT_LIST_DIR}/geodatabase_columns.cpp
  ${CMAKE_CURRENT_LIST_DIR}/geodatabase_types.cpp
  ${CMAKE_CURRENT_LIST_DIR}/geodatabase_xml.cpp
  ${CMAKE_CURRENT_LIST_DIR}/geography.cpp
  ${CMAKE_CURRENT_LIST_DIR}/geometry.cpp
  ${CMAKE_CURRENT_LIST_DIR}/geometry_blob.cpp
  ${CMAKE_CURRENT_LIST_DIR}/glyphs.cpp
  ${CMAKE_CURRENT_LIST_DIR}/grid_polygons.cpp
  ${CMAKE_CURRENT_LIST_DIR}/map_labels.cpp
  ${CMAKE_CURRENT_LIST_DIR}/map_shapes.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mvt_writer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/package_documents.cpp
  ${CMAKE_CURRENT_LIST_DIR}/package_zip.cpp
  ${CMAKE_CURRENT_LIST_DIR}/projection.cpp
  ${CMAKE_CURRENT_LIST_DIR}/raster_map.cpp
  ${CMAKE_CURRENT_LIST_DIR}/raster_package.cpp
  ${CMAKE_CURRENT_LIST_DIR}/selection.cpp
  ${CMAKE_CURRENT_LIST_DIR}/sqlite_file.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tile_cache.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tiling.cpp
  ${CMAKE_CURRENT_LIST_DIR}/vector_map.cpp
  ${CMAKE_CURRENT_LIST_DIR}/vector_package.cpp
  ${CMAKE_CURRENT_LIST_DIR}/vector_resources.cpp
  ${CMAKE_CURRENT_LIST_DIR}/xml_writer.cpp)
mapferry_target(sandbox_files)
target_link_libraries(sandbox_files
  PUBLIC sandbox_text nlohmann_json::nlohmann_json
  PRIVATE SQLite::SQLite3 ZLIB::ZLIB PROJ::proj PkgConfig::LIBZIP PkgConfig::CAIRO PkgConfig::FREETYPE PkgConfig::GEOS)
