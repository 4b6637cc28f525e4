#include "ntkcert/ball/nearest_name.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace ntkcert {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substitution = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substitution, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest_name(std::string_view text, std::span<const std::string> names) {
  const auto nearest = std::ranges::min_element(
      names, {}, [text](const std::string& name) { return edit_distance(text, name); });
  return nearest == names.end() ? std::string() : *nearest;
}

}  // namespace ntkcert
