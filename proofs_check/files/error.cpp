#include "files/error.hpp"

#include <fmt/core.h>

namespace ntkcert::files {

std::string to_text(const Place& place) {
  return place.line == 0 ? place.file : fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

BadFile::BadFile(const Place& place, const std::string& message)
    : std::runtime_error(fmt::format("{}: {}", to_text(place), message)) {}

}  // namespace ntkcert::files
