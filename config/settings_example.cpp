#include "config/settings_schema.hpp"
#include "config/yaml_settings.hpp"
#include "proto/duration.hpp"

#include <sstream>

namespace config {
namespace {

/// Writes each key with its default (settings_schema.hpp).
class example_writer {
public:
  explicit example_writer(std::ostream& out, std::string indent = "") : out_(out), indent_(std::move(indent)) {}

  void text(std::string_view key, const std::string& value, check, const char* about, const char* sample = "") {
    line(key, value.empty() ? sample : value, about, value.empty());
  }
  void texts(std::string_view key, const std::vector<std::string>& values, check, const char* about) {
    std::string list;
    for (const auto& value : values)
      list += (list.empty() ? "" : ", ") + value;
    line(key, "[" + list + "]", about, false);
  }
  void flag(std::string_view key, bool value, const char* about) { line(key, value ? "true" : "false", about, false); }
  void number(std::string_view key, std::uint32_t value, std::pair<std::uint32_t, std::uint32_t>, const char* about) {
    line(key, std::to_string(value), about, false);
  }
  void duration(std::string_view key, std::chrono::seconds value, const char* about) {
    line(key, proto::duration_text(value), about, false);
  }
  template <class Choices, class Enum>
  void word(std::string_view key, Enum value, const Choices& choices, const char* about) {
    for (const auto& [name, meaning] : choices)
      if (meaning == value)
        line(key, std::string(name), about, false);
  }
  template <class Describe>
  void section(std::string_view key, Describe describe_inside) {
    out_ << "\n" << indent_ << key << ":\n";
    example_writer inner(out_, indent_ + "  ");
    describe_inside(inner);
  }
  template <class Entry>
  void entries(std::string_view key, const std::map<std::string, Entry>&, const char* sample, const char* about) {
    line(key, "", about, false);
    std::istringstream samples(sample);
    for (std::string one; std::getline(samples, one);)
      out_ << indent_ << "#  " << one << "\n";
  }
  void pairs(std::string_view key, const std::map<std::string, std::string>& values, check, check, const char* sample,
    const char* about) {
    entries(key, values, sample, about);
  }
  void later(std::string_view) {}

private:
  /// Whole sentences above the keys of the file, a few words beside those of a section.
  void line(std::string_view key, const std::string& value, const std::string& about, bool commented_out) {
    if (indent_.empty())
      out_ << "\n# " << about << "\n";
    out_ << (commented_out ? "#" : "") << indent_ << key << ":" << (value.empty() ? "" : " ") << value;
    if (!indent_.empty())
      out_ << "  # " << about;
    out_ << "\n";
  }

  std::ostream& out_;
  std::string indent_;
};

} // namespace

std::string example_settings() {
  std::ostringstream out;
  out << "# Configuration of mapferryd: every key with its default. Copy it to\n"
         "# /etc/mapferry/mapferry.yaml and check your changes with\n"
         "#   mapferryd --config /etc/mapferry/mapferry.yaml --check\n";
  settings defaults;
  example_writer writer(out);
  describe(writer, defaults);
  return out.str();
}

} // namespace config
