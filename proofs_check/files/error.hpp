#pragma once

#include <stdexcept>
#include <string>

namespace ntkcert::files {

/// Where something stands in a file; lines and columns count from 1, in characters. Line 0: the file as a
/// whole.
struct Place {
  std::string file;
  long line = 0;
  long column = 0;
};

/// "file:line:column", or "file".
[[nodiscard]] std::string to_text(const Place& place);

/// A file that cannot be read or has no meaning here (exit 65). The message is one line: place, value, what
/// is accepted.
class BadFile : public std::runtime_error {
 public:
  BadFile(const Place& place, const std::string& message);
};

/// Output that could not be written (exit 74).
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace ntkcert::files
