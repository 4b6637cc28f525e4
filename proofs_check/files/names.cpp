#include "files/names.hpp"

#include <fmt/format.h>

#include "ntkcert/ball/nearest_name.hpp"

namespace ntkcert::files {

std::string unknown_name(std::string_view what, std::string_view name,
                         const std::vector<std::string>& accepted) {
  return fmt::format("unknown {} '{}': accepted are {}; the nearest is '{}'", what, name,
                     fmt::join(accepted, ", "), nearest_name(name, accepted));
}

}  // namespace ntkcert::files
