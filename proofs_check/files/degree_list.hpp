#pragma once

#include <string_view>
#include <vector>

namespace ntkcert::files {

/// "0..100", "0..1000:10" and lists of these and of single numbers, separated by commas, in this order: at
/// least one, none twice, none negative, at most a million; else InvalidInput "'TEXT': … accepted are …".
[[nodiscard]] std::vector<long> parse_degrees(std::string_view text);

}  // namespace ntkcert::files
