#include "sandbox/options.hpp"

#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

using setter = std::function<bool(options&, const std::string&)>;

std::optional<std::int64_t> milliseconds(const std::string& text, double unit_ms) {
  const auto number = number_in<double>(text);
  constexpr double longest_ms = 366.0 * 24 * 60 * 60 * 1000;
  if (!number || !(*number >= 0) || *number * unit_ms > longest_ms)
    return {};
  return std::llround(*number * unit_ms);
}

setter duration(std::int64_t options::*member, double unit_ms) {
  return [=](options& into, const std::string& text) {
    const auto value = milliseconds(text, unit_ms);
    if (value)
      into.*member = *value;
    return value.has_value();
  };
}

setter file(std::filesystem::path options::*member) {
  return [=](options& into, const std::string& text) {
    into.*member = text;
    return !text.empty();
  };
}

/// `127.0.0.1:8080`, `[::1]:0`
bool read_address(options& into, const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0)
    return false;
  std::string host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  const auto port = number_in<std::uint16_t>(std::string_view{text}.substr(colon + 1));
  into.host = host;
  into.port = port.value_or(0);
  return port.has_value() && !host.empty();
}

bool read_dialect(options& into, const std::string& text) {
  into.speaks = text == "online" ? dialect::online : dialect::enterprise;
  return text == "online" || text == "enterprise";
}

bool read_storage_port(options& into, const std::string& text) {
  const auto port = number_in<std::uint16_t>(text);
  into.storage_port = port.value_or(0);
  return port.has_value();
}

bool read_added_folder(options& into, const std::string& text) {
  into.with.emplace_back(text);
  return !text.empty();
}

bool read_max_tiles(options& into, const std::string& text) {
  into.max_tiles = number_in<decltype(into.max_tiles)>(text).value_or(0);
  return into.max_tiles > 0;
}

const std::map<std::string, setter>& settings() {
  static const std::map<std::string, setter> all{
    {"--listen", read_address},
    {"--dialect", read_dialect},
    {"--data", file(&options::data)},
    {"--with", read_added_folder},
    {"--describe", file(&options::describe)},
    {"--storage-port", read_storage_port},
    {"--faults", file(&options::faults)},
    {"--log", file(&options::log)},
    {"--state", file(&options::state)},
    {"--token-minutes", duration(&options::token_ms, 60'000)},
    {"--result-minutes", duration(&options::result_ms, 60'000)},
    {"--signature-minutes", duration(&options::signature_ms, 60'000)},
    {"--job-seconds", duration(&options::job_ms, 1000)},
    {"--max-tiles", read_max_tiles},
  };
  return all;
}

} // namespace

outcome<options> read_options(const std::vector<std::string>& arguments) {
  options result;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--tls") {
      result.tls = true;
    } else if (word == "--auth") {
      result.auth = true;
    } else if (word == "--help") {
      result.help = true;
    } else {
      const auto known = settings().find(word);
      if (known == settings().end())
        return problem{"unknown option " + word};
      if (i + 1 == arguments.size())
        return problem{word + " needs a value"};
      if (!known->second(result, arguments[++i]))
        return problem{word + " cannot be " + arguments[i]};
    }
  }
  return result;
}

std::string usage() {
  return "mapferry-sandbox: a portal with a web map and its services, on this machine\n"
         "\n"
         "  --listen HOST:PORT       where to listen (127.0.0.1:0 = any free port)\n"
         "  --tls                    https, with an authority of its own\n"
         "  --dialect WORD           enterprise (as it is without this) or online\n"
         "  --auth                   items and services are private: user field, password field.sandbox\n"
         "  --data DIR               what to serve in place of the data that came with the program\n"
         "  --with DIR               serve this, too: a folder of GeoJSON files or one like DATA; may be repeated\n"
         "  --describe DIR           write what a folder of GeoJSON files would be served as into it, and end\n"
         "  --storage-port N         port of the second origin, the storage (0 = any free port)\n"
         "  --faults FILE            a YAML script of what goes wrong\n"
         "  --log FILE               one JSON line a request\n"
         "  --state DIR              certificates and results; otherwise a temporary directory\n"
         "  --token-minutes N        life of tokens (60)\n"
         "  --result-minutes N       life of results (10)\n"
         "  --signature-minutes N    life of signed addresses (5)\n"
         "  --job-seconds N          no server job ends sooner (0)\n"
         "  --max-tiles N            most tiles in one export, whatever the data say\n";
}

} // namespace sandbox
