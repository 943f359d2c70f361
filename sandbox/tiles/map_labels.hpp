#pragma once

#include <array>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "sandbox/model/base_map.hpp"

namespace sandbox {

enum class label_kind { country, state, county };

struct map_label {
  label_kind kind = label_kind::country;
  std::string text;
  point place;             ///< the text's middle, in the reference of the map
  double width_pixels = 0; ///< of the text
  double height_pixels = 0;
  double rank = 0; ///< square kilometres of what it names
};

/// Pixels that a text takes at its kind's size.
using text_measure = std::function<double(label_kind, const std::string&)>;

/// Size of the letters in pixels.
double letter_size(label_kind kind);

/// The last detail (a level of the 256 pixel web mercator grid) at which a kind is named: finer, it names nothing that
/// could be seen as a whole.
int last_named(label_kind kind);

/// Which labels a level of detail has: those that fit into what they name and do not touch a more important one. Where
/// one county fills the screen, `repeated` ones say so all over it. Chosen for the whole world at once, so that
/// neighbouring tiles agree. Safe for several threads.
class map_labels {
public:
  /// The base map is borrowed.
  map_labels(const base_map& base, int wkid, bool repeated, text_measure measure);

  const std::vector<map_label>& at(int detail) const;

private:
  std::vector<map_label> choose(int detail) const;
  void add_repetitions(std::vector<map_label>& to, int detail) const;
  void add_candidates(
    std::vector<map_label>& to, label_kind kind, const std::vector<region>& regions, int detail) const;

  static constexpr int levels = 24;

  const base_map& base_;
  int wkid_;
  bool repeated_;
  text_measure measure_;
  mutable std::array<std::once_flag, levels> made_;
  mutable std::array<std::vector<map_label>, levels> chosen_;
};

} // namespace sandbox
