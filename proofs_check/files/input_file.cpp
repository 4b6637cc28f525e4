#include "files/input_file.hpp"

#include <fmt/core.h>
#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "files/error.hpp"

namespace ntkcert::files {

std::string read_text(const std::string& path) {
  if (std::filesystem::is_directory(path)) {
    throw BadFile({path}, "this is a directory: a file is wanted");
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  if (!in || (in.peek() != std::ifstream::traits_type::eof() && !(content << in.rdbuf()))) {
    throw BadFile({path}, fmt::format("cannot read this file: {}", std::strerror(errno)));
  }
  return content.str();
}

std::string sha256(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(content.data(), content.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL offers no SHA-256");
  }
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    text += fmt::format("{:02x}", digest.at(i));
  }
  return text;
}

std::string beside(const std::string& from, const std::string& path) {
  return (std::filesystem::path(from).parent_path() / path).string();
}

}  // namespace ntkcert::files
