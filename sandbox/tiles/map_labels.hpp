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
  point place;             ///< web mercator, the text's middle
  double width_pixels = 0; ///< of the text
  double height_pixels = 0;
  double rank = 0; ///< square kilometres of what it names
};

/// Pixels that a text takes at its kind's size.
using text_measure = std::function<double(label_kind, const std::string&)>;

/// Size of the letters in pixels.
double letter_size(label_kind kind);

/// Which labels a level has: those that fit into what they name and do not touch a more important one. Chosen for
/// the whole world at once, so that neighbouring tiles agree. Safe for several threads.
class map_labels {
public:
  /// The base map is borrowed. `resolution` is metres a pixel of level 0.
  map_labels(const base_map& base, double resolution, text_measure measure);

  const std::vector<map_label>& at(int level) const;

private:
  std::vector<map_label> choose(int level) const;
  void add_candidates(std::vector<map_label>& to, label_kind kind, const std::vector<region>& regions, int level) const;

  static constexpr int levels = 24;

  const base_map& base_;
  double resolution_;
  text_measure measure_;
  mutable std::array<std::once_flag, levels> made_;
  mutable std::array<std::vector<map_label>, levels> chosen_;
};

} // namespace sandbox
