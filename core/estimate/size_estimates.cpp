#include "core/estimate/size_estimates.hpp"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

using bytes = std::uint64_t;

/// From the recorded packages (reference, tile export: 2.2 to 23.7 kB a raster tile on
/// average, 0.5 kB a very thin vector tile), with room on both sides: a blank tile
/// has a hundred bytes, an aerial photograph a hundred thousand.
struct weights {
  bytes least_file, most_file; ///< without any row or tile
  bytes least, most;           ///< of a row or tile
};
constexpr weights of_replica{40'000, 2'000'000, 20, 20'000};
constexpr weights of_layer{0, 300'000, 0, 0};
constexpr weights of_raster{1'000, 1'000'000, 100, 100'000};
constexpr weights of_vector{1'000, 100'000'000, 30, 300'000}; // with the glyphs of a world's fonts

/// Estimates this narrow count as measured.
constexpr double firm = 10;

/// The index of a bundle of 128 x 128 tiles (reference, tile packages: compact cache 2).
constexpr bytes bundle_index = 131'136, bundle_tiles = 128 * 128;

/// At most: a level lies in as many bundles as its block touches.
bytes bundles_of(const proto::tile_numbers& tiles) {
  bytes bundles = 0;
  for (const auto& level : tiles.levels)
    bundles += 4 + level.tiles.upper.value_or(0) / bundle_tiles * 2;
  return bundles;
}

/// How many times denser or emptier one place may be than another of the same service.
constexpr double local_spread = 1.8;

std::optional<bytes> most_of(const weights& each, const std::optional<bytes>& count, bytes factor = 1) {
  constexpr bytes countable = 1'000'000'000'000; // beyond it nobody takes anything offline
  if (!count || *count > countable)
    return std::nullopt;
  return each.most_file + each.most * factor * *count;
}

} // namespace

proto::byte_estimate replica_bytes(const std::vector<proto::row_numbers>& rows) {
  proto::plan_number all = proto::exactly(0), attachments = proto::exactly(0);
  for (const auto& layer : rows) {
    all = all + layer.rows;
    if (layer.attachment_bytes)
      attachments = attachments + *layer.attachment_bytes;
  }
  proto::byte_estimate estimate{of_replica.least_file + of_replica.least * all.lower + attachments.lower, {}, {}};
  if (const auto most = most_of(of_replica, all.upper); most && attachments.upper)
    estimate.upper = *most + of_layer.most_file * rows.size() + *attachments.upper;
  estimate.basis = attachments.upper > 0u && estimate.factor().value_or(firm + 1) <= firm
    ? proto::estimate_basis::measured
    : proto::estimate_basis::usual;
  return estimate;
}

proto::byte_estimate tile_bytes(proto::export_kind kind, int tile_size, const proto::tile_numbers& tiles,
  const std::optional<proto::size_estimate>& told) {
  if (told) // of tiles alone
    return {told->bytes / 2, told->bytes * 2 + bundle_index * bundles_of(tiles) + of_raster.most_file / 2,
      proto::estimate_basis::server};
  const auto& each = kind == proto::export_kind::vector_tiles ? of_vector : of_raster;
  const auto factor = static_cast<bytes>(std::clamp(tile_size, 256, 4096) / 256);
  auto most = most_of(each, tiles.total.upper, factor * factor);
  if (most)
    *most += bundle_index * bundles_of(tiles);
  return {each.least_file + each.least * tiles.total.lower, most, proto::estimate_basis::usual};
}

/// Between all of the file growing with what it holds and nothing of it, with room for
/// denser and emptier places.
std::optional<proto::byte_estimate> learned_bytes(const std::vector<export_experience>& experience,
  const std::string& service, proto::export_kind kind, const proto::plan_number& holds) {
  std::optional<proto::byte_estimate> best;
  for (const auto& earlier : experience) {
    if (earlier.service != service || earlier.kind != kind || !holds.upper || earlier.holds == 0)
      continue;
    const auto scaled = [&](bytes count, double room) {
      const double share = static_cast<double>(count) / static_cast<double>(earlier.holds);
      const double weight = static_cast<double>(earlier.bytes);
      return static_cast<bytes>(
        (room < 1 ? std::min(weight, weight * share) : std::max(weight, weight * share)) * room);
    };
    const proto::byte_estimate one{
      scaled(holds.lower, 1 / local_spread), scaled(*holds.upper, local_spread), proto::estimate_basis::learned};
    if (one.factor().value_or(firm + 1) <= firm && (!best || one.factor() < best->factor()))
      best = one;
  }
  return best;
}

proto::byte_estimate disk_peak(const proto::byte_estimate& files, std::uint64_t documents) {
  auto peak = files;
  peak.lower += documents;
  if (peak.upper)
    *peak.upper += 4 * documents + 1'000'000;
  if (peak.factor().value_or(firm + 1) > firm)
    peak.basis = proto::estimate_basis::usual;
  return peak;
}

} // namespace core
