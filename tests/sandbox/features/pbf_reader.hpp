#pragma once

#include <map>
#include <string>
#include <vector>

#include <protozero/pbf_reader.hpp>

namespace sandbox {

/// What a PBF answer says, read by the rules of Esri's FeatureCollection.proto and nothing of ours.
struct pbf_answer {
  struct feature {
    std::vector<std::string> values; ///< bytes of each value, its tag among them
    std::vector<std::uint32_t> lengths;
    std::vector<std::int64_t> coordinates;
  };
  std::map<int, std::string> members; ///< of the feature result but fields and features: the last bytes of each tag
  std::vector<std::string> fields;    ///< bytes
  std::vector<std::string> field_names;
  std::vector<feature> features;

  static pbf_answer of(const std::string& bytes) {
    pbf_answer made;
    protozero::pbf_reader result = inner(inner(protozero::pbf_reader{bytes}, 2), 1);
    while (result.next()) {
      if (result.tag() == 13) {
        made.fields.push_back(text(result));
        protozero::pbf_reader field{made.fields.back()};
        if (field.next(1))
          made.field_names.push_back(text(field));
      } else if (result.tag() == 15) {
        made.features.push_back(read_feature(result.get_message()));
      } else if (result.wire_type() == protozero::pbf_wire_type::length_delimited) {
        const int tag = static_cast<int>(result.tag());
        made.members[tag] = text(result);
      } else {
        const int tag = static_cast<int>(result.tag());
        made.members[tag] = std::to_string(result.get_uint64());
      }
    }
    return made;
  }

  /// The message at a tag.
  static protozero::pbf_reader inner(protozero::pbf_reader from, protozero::pbf_tag_type tag) {
    return from.next(tag) ? from.get_message() : protozero::pbf_reader{};
  }

private:
  static std::string text(protozero::pbf_reader& from) {
    const auto view = from.get_view();
    return {view.data(), view.size()};
  }

  static feature read_feature(protozero::pbf_reader from) {
    feature made;
    while (from.next()) {
      if (from.tag() == 1) {
        made.values.push_back(text(from));
      } else if (from.tag() == 2) {
        protozero::pbf_reader shape = from.get_message();
        while (shape.next()) {
          if (shape.tag() == 2) {
            for (const std::uint32_t length : shape.get_packed_uint32())
              made.lengths.push_back(length);
          } else if (shape.tag() == 3) {
            for (const std::int64_t number : shape.get_packed_sint64())
              made.coordinates.push_back(number);
          } else {
            shape.skip();
          }
        }
      } else {
        from.skip();
      }
    }
    return made;
  }
};

} // namespace sandbox
