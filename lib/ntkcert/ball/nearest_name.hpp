#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ntkcert {

/// The name with the least Levenshtein distance from `text` (the first of equals), for messages about unknown
/// names; empty if `names` is empty.
[[nodiscard]] std::string nearest_name(std::string_view text, std::span<const std::string> names);

}  // namespace ntkcert
