#pragma once

#include "core/ports/operation.hpp"
#include "proto/arcgis/geometry.hpp"
#include "proto/record/export_task.hpp"
#include "proto/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace core {

/// A part file, open for writing at offsets. Used by the transfer thread; one
/// writer. Writing does not make bytes durable (disk::sync_part does).
class part_file {
public:
  virtual ~part_file() = default;
  /// Allocates the whole file's size without changing what is read below it; what
  /// an earlier, longer file left beyond it is cut off.
  virtual proto::outcome reserve(std::uint64_t size) = 0;
  virtual proto::outcome write(std::uint64_t offset, std::span<const std::byte> bytes) = 0;
  /// Reads up to the span's length; the number read.
  virtual proto::result<std::size_t> read(std::uint64_t offset, std::span<std::byte> into) = 0;
};

/// A file of a job: below `<target>.partial/p13/`, or inside the target where
/// that is a mount point.
struct part_ref {
  std::string target; ///< absolute download directory of the job
  std::string name;   ///< `<uuid>.part` or a final name
  bool operator==(const part_ref&) const = default;
};

/// What a file must be.
struct check_request {
  proto::export_kind kind = proto::export_kind::feature_sync;
  std::vector<int> service_layers; ///< feature sync: ids that GDB_ServiceItems must have
  bool replica = false;            ///< feature sync: GDB_Items must hold a sync replica
  int wkid = 0;                    ///< tiles: of the tiling scheme
  int tile_size = 0;               ///< tiles: pixels
  std::vector<int> levels;         ///< tiles: asked for; at least one tile in one of them
};

/// What was found. Only a file that is well-formed and fit has one.
struct check_report {
  std::string extension; ///< geodatabase, tpkx, tpk, vtpk
  std::uint64_t bytes = 0;
  std::string sha256;                 ///< hex
  std::map<int, std::uint64_t> tiles; ///< per level
  std::map<int, int> item_ids;        ///< feature sync: service layer id → GDB_ServiceItems.ItemId
  std::string replica_id;             ///< feature sync, if it holds one
  std::uint64_t rows = 0;             ///< feature sync: current rows of all its layers
  std::vector<std::string> notes;     ///< empty levels, unknown pictures, missing fonts
};

/// What a tile package says of itself.
struct basemap_facts {
  std::string extension;                      ///< tpkx, tpk, vtpk
  proto::spatial_reference spatial_reference; ///< of the tiling scheme; not given where it states none
  std::optional<proto::envelope> extent;      ///< of its service; the tiles may be fewer
};

/// Letters that a tile package of the package has, to be copied beside a style.
struct font_copy {
  std::string package; ///< `name.vtpk` in p13
  std::string folder;  ///< in p13; they go into its `fonts`
};

/// Files that make a package beside the downloaded ones, in the order in which
/// they are written; the last one makes it a package.
struct package_files {
  std::vector<std::pair<std::string, std::string>> files; ///< relative path, content; folders within p13 are made
  std::string report;                                     ///< content of `<target>.report.json`
  std::string guid;                                       ///< of package.info: recognises a package of this job
  std::vector<font_copy> fonts{};
  std::vector<std::string> keep; ///< downloaded files that belong to it; others in p13 are removed
};

/// All file work. Everything runs on one thread of its own, in order; callbacks
/// are called there. Paths of targets were checked against the output roots by
/// the implementation, component by component, without following links.
class disk {
public:
  using done = std::function<void(proto::outcome)>;

  virtual ~disk() = default;

  /// Refuses a target outside the roots or not empty (failure codes
  /// directoryNotAllowed, directoryNotEmpty), without creating anything.
  virtual operation_ptr examine_target(std::string target, done finished) = 0;
  /// Makes `<target>.partial/p13` and keeps `job_copy` (the job record as JSON)
  /// beside the parts; directories and their new parents synced.
  virtual operation_ptr prepare(std::string target, std::string job_copy, done finished) = 0;
  /// Opens or makes a part file; its directory entry is durable when called back.
  virtual operation_ptr open_part(
    part_ref part, std::function<void(proto::result<std::shared_ptr<part_file>>)> finished) = 0;
  /// Makes the bytes written so far durable.
  virtual operation_ptr sync_part(part_ref part, done finished) = 0;
  /// length → kind → well-formed → fit → hash. `size` is the length promised by the
  /// server, if any. A part that is not there is damaged, here and in finish and assemble.
  virtual operation_ptr check(part_ref part, check_request request, std::optional<std::uint64_t> size,
    std::function<void(proto::result<check_report>)> finished) = 0;
  /// Syncs, renames a checked part to its final name and syncs the directory.
  /// Success too where the final file is already there and the part is not.
  virtual operation_ptr finish(part_ref part, std::string final_name, done finished) = 0;
  /// Removes one part or final file of a job; success if it is not there.
  virtual operation_ptr discard(part_ref part, done finished) = 0;
  /// Writes the report, then the package files in order, syncs, renames
  /// `.partial` to the target, syncs the parent. Success at once where the
  /// target's package.info already bears the guid.
  virtual operation_ptr assemble(std::string target, package_files files, done finished) = 0;
  /// Removes `<target>.partial` (or, in a mount point, the job's files) and the report,
  /// where the copy beside the parts is of this job. Never a finished package, nothing of another job.
  virtual operation_ptr remove_staging(std::string target, std::string job, done finished) = 0;

  /// The plan document of a job, in the state directory.
  virtual operation_ptr save_plan(std::string job, std::string document, done finished) = 0;
  virtual operation_ptr load_plan(std::string job, std::function<void(proto::result<std::string>)> finished) = 0;
  virtual operation_ptr remove_plan(std::string job, done finished) = 0;

  /// Reads what a tile package says of itself, and none of its tiles: it may be large.
  /// `file` is absolute. Refused where it lies outside of the folders for basemaps and
  /// for packages, or behind a link (directoryNotAllowed), is not there
  /// (referenceBasemapMissing) or is no tile package of its name's kind (damaged, notFit).
  virtual operation_ptr examine_basemap(
    std::string file, std::function<void(proto::result<basemap_facts>)> finished) = 0;

  /// Bytes available to us on the file system of the target.
  virtual operation_ptr free_space(std::string target, std::function<void(proto::result<std::uint64_t>)> finished) = 0;
};

} // namespace core
