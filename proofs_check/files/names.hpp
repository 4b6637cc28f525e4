#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ntkcert::files {

/// "unknown WHAT 'NAME': accepted are A, B, C; the nearest is 'B'", for messages.
[[nodiscard]] std::string unknown_name(std::string_view what, std::string_view name,
                                       const std::vector<std::string>& accepted);

}  // namespace ntkcert::files
