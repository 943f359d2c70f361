#include "sandbox/features/pbf_features.hpp"

#include <gtest/gtest.h>

#include "tests/sandbox/features/pbf_reader.hpp"
#include "tests/sandbox/features/small_service.hpp"
#include "tests/support/fixtures.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

field_type type_named(const std::string& word) {
  for (const field_type type : {field_type::object_id, field_type::global_id, field_type::guid, field_type::text,
         field_type::small_integer, field_type::integer, field_type::single, field_type::real, field_type::date}) {
    if (word == esri_name(type))
      return type;
  }
  ADD_FAILURE() << "no type " << word;
  return field_type::text;
}

value value_of(const json& held, field_type type) {
  if (held.is_null())
    return {};
  if (held.is_string())
    return held.get<std::string>();
  return is_whole(type) ? value{held.get<std::int64_t>()} : value{held.get<double>()};
}

/// All fields of ours are `sqlTypeOther`, those of the recorded service came from a database: tag 4, the last byte.
void forget_sql_types(std::vector<std::string>& fields) {
  for (std::string& one : fields) {
    if (one.size() > 2 && one[one.size() - 2] == '\x20')
      one.back() = '\x10';
  }
}

/// A recorded answer in JSON as the set that it was made of.
class recorded_set {
public:
  explicit recorded_set(const json& answer) {
    made_.object_id_field = answer.at("objectIdFieldName");
    made_.global_id_field = answer.at("globalIdFieldName");
    made_.wkid = answer.at("spatialReference").at("latestWkid");
    made_.has_z = answer.value("hasZ", false);
    made_.exceeded = answer.value("exceededTransferLimit", false);
    made_.grid = coordinate_grid::fine(made_.wkid);
    for (const json& column : answer.at("fields")) {
      field one;
      one.name = column.at("name");
      one.alias = column.at("alias");
      one.type = type_named(column.at("type"));
      made_.fields.push_back(one);
    }
    for (const json& feature : answer.at("features"))
      add(feature, answer.at("geometryType"));
  }

  const feature_set& set() const { return made_; }

private:
  void add(const json& feature, const std::string& type) {
    std::vector<value> held;
    for (const field& column : made_.fields)
      held.push_back(value_of(feature.at("attributes").at(column.name), column.type));
    made_.attributes.push_back(held);
    geometry shape;
    const json& place = feature.at("geometry");
    if (type == "esriGeometryPoint") {
      shape.type = geometry_type::point;
      shape.parts = {{{place.at("x"), place.at("y")}}};
      if (made_.has_z)
        shape.heights = {{place.at("z").get<double>()}};
    } else {
      shape.type = type == "esriGeometryPolygon" ? geometry_type::polygon : geometry_type::polyline;
      for (const json& part : place.at(shape.type == geometry_type::polygon ? "rings" : "paths")) {
        shape.parts.emplace_back();
        std::vector<double> heights;
        for (const json& vertex : part) {
          shape.parts.back().push_back({vertex.at(0), vertex.at(1)});
          if (made_.has_z)
            heights.push_back(vertex.at(2));
        }
        if (made_.has_z)
          shape.heights.push_back(heights);
      }
    }
    made_.type = shape.type;
    made_.shapes.push_back(made_.grid->snapped(shape));
  }

  feature_set made_;
};

struct twin {
  const char* json_file;
  const char* pbf_file;

  friend void PrintTo(const twin& row, std::ostream* out) { *out << row.pbf_file; }
};

class PbfTwins : public testing::TestWithParam<twin> {};

TEST_P(PbfTwins, SayTheSameAsRecordedAnswers) {
  NEEDS_FIXTURES();
  const std::string folder = "featureserver/pbf/";
  const recorded_set from{fixtures::json(folder + GetParam().json_file)};
  pbf_answer recorded = pbf_answer::of(fixtures::text(folder + GetParam().pbf_file));
  const pbf_answer made = pbf_answer::of(pbf_features(from.set(), small_service()));
  forget_sql_types(recorded.fields);
  recorded.members.erase(5); // names of fields with areas and lengths, which our layers do not have

  EXPECT_EQ(made.members, recorded.members);
  EXPECT_EQ(made.fields, recorded.fields);
  ASSERT_EQ(made.features.size(), recorded.features.size());
  ASSERT_FALSE(made.features.empty());
  const std::size_t dimensions = from.set().has_z ? 3 : 2;
  for (std::size_t i = 0; i < made.features.size(); ++i) {
    EXPECT_EQ(made.features[i].values, recorded.features[i].values) << i;
    if (recorded.features[i].lengths.empty()) // points are written with and without
      recorded.features[i].lengths = {1};
    EXPECT_EQ(made.features[i].lengths, recorded.features[i].lengths) << i;
    ASSERT_EQ(made.features[i].coordinates.size(), recorded.features[i].coordinates.size());
    for (std::size_t k = 0; k < made.features[i].coordinates.size(); ++k) {
      // The recorded JSON was rounded before we could: a cell more or less, and two in a difference.
      const auto off = made.features[i].coordinates[k] - recorded.features[i].coordinates[k];
      EXPECT_LE(std::abs(off), k % dimensions == 2 ? 1 : 2) << i << " " << k;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Recorded, PbfTwins,
  testing::Values(twin{"arcGISPointResponse.json", "PBFPointResponse.pbf"},
    twin{"arcGISLineResponse.json", "PBFLineResponse.pbf"},
    twin{"arcGISPolygonResponse.json", "PBFPolygonResponse.pbf"}, twin{"PointHasZ.json", "PBFPointHasZ.pbf"},
    twin{"LineHasZ.json", "PBFLineHasZ.pbf"}, twin{"PolygonHasZ.json", "PBFPolygonHasZ.pbf"}));

TEST(PbfFeatures, WritesNullAsAnEmptyValueAndZeroAsZero) {
  feature_set from;
  from.fields.resize(3);
  from.fields[0].type = field_type::integer;
  from.fields[1].type = field_type::real;
  from.fields[2].type = field_type::text;
  from.attributes = {{value{}, value{0.0}, value{std::string{}}}};
  const auto made = pbf_answer::of(pbf_features(from, small_service()));
  ASSERT_EQ(made.features.size(), 1u);
  EXPECT_EQ(made.features[0].values[0], "");
  EXPECT_EQ(made.features[0].values[1], std::string("\x19\0\0\0\0\0\0\0\0", 9));
  EXPECT_EQ(made.features[0].values[2], std::string("\x0a\0", 2));
  EXPECT_EQ(made.members.count(12), 0u) << "no transform without geometry";
}

TEST(PbfFeatures, AnswersWithNumbersAlone) {
  const std::string number = pbf_count(42);
  protozero::pbf_reader count = pbf_answer::inner(pbf_answer::inner(protozero::pbf_reader{number}, 2), 2);
  ASSERT_TRUE(count.next(1));
  EXPECT_EQ(count.get_uint64(), 42u);
  const std::string bytes = pbf_ids("OBJECTID", {3, 5});
  protozero::pbf_reader ids = pbf_answer::inner(pbf_answer::inner(protozero::pbf_reader{bytes}, 2), 3);
  ASSERT_TRUE(ids.next(3));
  const auto range = ids.get_packed_uint64();
  EXPECT_EQ(std::vector<std::uint64_t>(range.begin(), range.end()), (std::vector<std::uint64_t>{3, 5}));
}

} // namespace
} // namespace sandbox
