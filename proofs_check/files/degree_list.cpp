#include "files/degree_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "ntkcert/ball/error.hpp"

namespace ntkcert::files {
namespace {

std::optional<long> read_degree(std::string_view text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

/// "7", "0..100" or "0..1000:10"; nothing for other text.
std::optional<std::vector<long>> read_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    const auto single = read_degree(text);
    return single ? std::optional(std::vector{*single}) : std::nullopt;
  }
  const std::size_t colon = text.find(':', dots);
  const auto first = read_degree(text.substr(0, dots));
  const auto last =
      read_degree(text.substr(dots + 2, colon == std::string_view::npos ? colon : colon - dots - 2));
  const auto step = colon == std::string_view::npos ? 1 : read_degree(text.substr(colon + 1));
  constexpr long kMost = 1000000;
  if (!first || !last || !step || *step < 1 || *first < 0 || *last < *first ||
      (*last - *first) / *step >= kMost) {
    return std::nullopt;
  }
  std::vector<long> range;
  for (long k = *first; k <= *last; k += *step) {
    range.push_back(k);
  }
  return range;
}

}  // namespace

std::vector<long> parse_degrees(std::string_view text) {
  const auto reject = [&](std::string_view why) {
    throw InvalidInput(fmt::format(
        "'{}': {}; accepted are lists of degrees 0 or more such as 0..100, 0..1000:10 or 0,1,2,7, up to a "
        "million of them",
        text, why));
  };
  std::vector<long> degrees;
  std::set<long> seen;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    const auto range = read_range(text.substr(start, comma - start));
    if (!range || range->front() < 0) {
      reject(fmt::format("'{}' is no such entry", text.substr(start, comma - start)));
    }
    for (const long k : *range) {
      if (!seen.insert(k).second) {
        reject(fmt::format("degree {} is there twice", k));
      }
      degrees.push_back(k);
    }
    start = comma + 1;
  }
  return degrees;
}

}  // namespace ntkcert::files
