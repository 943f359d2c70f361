#pragma once

#include <array>
#include <string>

#include "sandbox/model/attachment.hpp"

namespace sandbox {

/// Pictures made by the program: a dozen scenes of trail, sky and sign. Each attachment is one of them (its `source`)
/// with its own global id inside as a tEXt chunk (PNG specification, 11.3.3.3), so that no two have the same bytes.
class drawn_pictures : public attachment_source {
public:
  static constexpr std::uint32_t scenes = 12;

  drawn_pictures();

  std::string bytes(const attachment& which) const override;
  /// Of the whole file.
  std::uint64_t size_of(std::uint32_t scene) const;

private:
  std::array<std::string, scenes> drawn_;
};

} // namespace sandbox
