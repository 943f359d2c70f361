#include "sandbox/model/iso_date.hpp"

#include <chrono>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

/// Takes a number of so many digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits || text.find_first_not_of("0123456789") < digits)
    return std::nullopt;
  const auto number = number_in<int>(text.substr(0, digits));
  text.remove_prefix(digits);
  return number;
}

bool take_sign(std::string_view& text, char sign) {
  if (text.empty() || text.front() != sign)
    return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_day(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take_sign(text, '-'))
    return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take_sign(text, '-'))
    return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
    std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok())
    return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

/// `08:30`, in minutes.
std::optional<int> take_minutes(std::string_view& text) {
  const auto hours = take_digits(text, 2);
  if (!hours || !take_sign(text, ':'))
    return std::nullopt;
  const auto minutes = take_digits(text, 2);
  return minutes && *hours < 24 && *minutes < 60 ? std::optional{*hours * 60 + *minutes} : std::nullopt;
}

/// `:15.25` where it is there.
std::optional<int> take_seconds_ms(std::string_view& text) {
  if (!take_sign(text, ':'))
    return 0;
  const auto seconds = take_digits(text, 2);
  if (!seconds || *seconds > 60)
    return std::nullopt;
  int milliseconds = *seconds * 1000;
  if (take_sign(text, '.')) {
    int place = 100;
    if (text.empty())
      return std::nullopt;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; place /= 10) {
      milliseconds += (text.front() - '0') * place;
      text.remove_prefix(1);
    }
  }
  return milliseconds;
}

/// What stands behind the time, in minutes east of Greenwich.
std::optional<int> take_zone(std::string_view& text) {
  if (text.empty() || text == "Z")
    return 0;
  const int sign = text.front() == '-' ? -1 : 1;
  if (!take_sign(text, '+') && !take_sign(text, '-'))
    return std::nullopt;
  const auto minutes = take_minutes(text);
  return minutes && text.empty() ? std::optional{sign * *minutes} : std::nullopt;
}

} // namespace

std::optional<std::int64_t> read_iso_date(std::string_view text) {
  constexpr std::int64_t day_ms = 86'400'000;
  const auto days = take_day(text);
  if (!days)
    return std::nullopt;
  if (text.empty())
    return *days * day_ms;
  if (!take_sign(text, 'T') && !take_sign(text, ' '))
    return std::nullopt;
  const auto minutes = take_minutes(text);
  if (!minutes)
    return std::nullopt;
  const auto milliseconds = take_seconds_ms(text);
  if (!milliseconds)
    return std::nullopt;
  const auto zone = take_zone(text);
  if (!zone)
    return std::nullopt;
  return *days * day_ms + (*minutes - *zone) * 60'000LL + *milliseconds;
}

} // namespace sandbox
