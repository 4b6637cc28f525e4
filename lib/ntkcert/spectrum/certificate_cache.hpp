#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "ntkcert/spectrum/ellipse_certificates.hpp"

namespace ntkcert {

/// A folder that keeps the bounds of EllipseCertificates from one run to the next, a small text file an
/// architecture. What a file says is believed only if its schema, tool version, architecture and checksum are
/// as they must be and every bound is at least |F| at points of its ellipse; else it is as good as absent.
/// Nothing fails because of the cache: whatever goes wrong is told to `report` in a line, and the bounds are
/// computed anew.
class CertificateCache {
 public:
  using Report = std::function<void(const std::string&)>;

  /// `version` stands for whatever computes the bounds: files of other versions are not used.
  CertificateCache(std::filesystem::path folder, std::string version, Report report);

  /// $XDG_CACHE_HOME/ntkcert, else $HOME/.cache/ntkcert; empty if neither is set.
  [[nodiscard]] static std::optional<std::filesystem::path> user_folder();

  [[nodiscard]] std::filesystem::path file_of(const Architecture& architecture) const;
  [[nodiscard]] std::map<long, Ball> load(const Architecture& architecture) const;
  /// Replaces the file as a whole: a reader sees the old one or the new one.
  void store(const Architecture& architecture, const std::map<long, Ball>& bounds) const;

 private:
  std::filesystem::path folder_;
  std::string version_;
  Report report_;
};

}  // namespace ntkcert
