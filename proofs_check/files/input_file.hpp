#pragma once

#include <string>
#include <string_view>

namespace ntkcert::files {

/// A file that took part in a result.
struct InputFile {
  std::string path;
  std::string sha256;
};

/// The whole content of a file; throws BadFile naming the path if it cannot be read.
[[nodiscard]] std::string read_text(const std::string& path);

/// SHA-256 in hexadecimal (OpenSSL).
[[nodiscard]] std::string sha256(std::string_view content);

/// `path` as seen from the directory of the file `from`, unless it is absolute.
[[nodiscard]] std::string beside(const std::string& from, const std::string& path);

}  // namespace ntkcert::files
