/// libFuzzer's view of the target that MAPFERRY_FUZZ_TARGET names. Most changes of what is
/// JSON are made to the tree, so that it stays JSON.
#include "proto/json.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/odd_json.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

using nlohmann::json;

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

const fuzz::target& find_chosen() {
  const char* name = std::getenv("MAPFERRY_FUZZ_TARGET");
  for (const auto& one : fuzz::targets())
    if (name && one.name == name)
      return one;
  std::cerr << "MAPFERRY_FUZZ_TARGET must name a target\n";
  std::exit(2);
}

const fuzz::target& chosen() {
  static const auto& target = find_chosen();
  return target;
}

std::string mutated(std::string text) {
  const auto size = text.size();
  text.resize(size + 32);
  text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
  return text;
}

/// What was mutated may be no UTF-8 any more.
std::string text_of(const json& document) { return document.dump(-1, ' ', false, json::error_handler_t::replace); }

void rename_a_member(json& object, std::mt19937& random) {
  auto member = object.begin();
  std::advance(member, static_cast<std::ptrdiff_t>(random() % object.size()));
  const auto name = mutated(member.key());
  auto value = std::move(*member);
  object.erase(member);
  object[name] = std::move(value);
}

void change(json& document, std::mt19937& random) {
  std::vector<json*> places;
  collect_places(document, places);
  auto& place = *places[random() % places.size()];
  const json other = *places[random() % places.size()]; // a copy: it may hold the place, or lie in it
  switch (random() % 6) {
  case 0: place = odd_values()[random() % odd_values().size()]; break;
  case 1: place = other; break;
  case 2:
    if (place.is_structured() && !place.empty())
      place.erase(std::next(place.begin(), static_cast<std::ptrdiff_t>(random() % place.size())));
    break;
  case 3:
    if (place.is_object() && !place.empty())
      rename_a_member(place, random);
    break;
  case 4:
    if (place.is_array())
      place.insert(place.begin() + static_cast<std::ptrdiff_t>(random() % (place.size() + 1)), other);
    else if (place.is_object())
      place[mutated("member")] = other;
    break;
  default: place = mutated(place.is_string() ? place.get<std::string>() : text_of(place));
  }
}

} // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(
  std::uint8_t* data, std::size_t size, std::size_t most, unsigned int seed) {
  std::mt19937 random{seed};
  auto document = proto::parse_json({reinterpret_cast<const char*>(data), size});
  if (!document || random() % 4 == 0)
    return LLVMFuzzerMutate(data, size, most);
  for (auto changes = 1 + random() % 3; changes > 0; --changes)
    change(*document, random);
  const auto text = text_of(*document);
  if (text.size() > most)
    return LLVMFuzzerMutate(data, size, most);
  std::ranges::copy(text, data);
  return text.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bool is_input = fuzz::run(chosen(), {reinterpret_cast<const char*>(data), size});
  return is_input ? 0 : -1;
}
