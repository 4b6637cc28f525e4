#include "ntkcert/spectrum/certificate_cache.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"

namespace ntkcert {
namespace {

/// FNV-1a: against damage, not against malice.
std::string checksum(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return fmt::format("{:016x}", hash);
}

std::string head_of(const Architecture& a, const std::string& version) {
  return fmt::format("ntkcert/certificates/1\nversion {}\nkernel {} {} v1={} v={} b={} depth={} trained={}\n",
                     version, a.activation->name(), to_text(a.kind), to_text(a.first_weight_variance),
                     to_text(a.weight_variance), to_text(a.bias_variance), a.depth, to_text(a.trained));
}

/// False only if |F| is above the bound at some point of the upper half of the ellipse's boundary, which |F|
/// on the lower one mirrors.
bool is_plausible(const ZonalKernel& kernel, const BernsteinEllipse& ellipse, const Ball& bound) {
  if (!bound.is_finite()) {
    return true;
  }
  const Precision p = kernel.precision();
  constexpr long kPoints = 5;
  for (long i = 0; i < kPoints; ++i) {
    const Ball angle = Ball::pi(p) * i / (kPoints - 1);
    const ComplexBall value = kernel.continuation(
        {scaled(Ball::pi(p), -1) + ellipse.major * cos(angle), ellipse.minor * sin(angle)});
    const Ball magnitude = sqrt(square(value.real()) + square(value.imaginary()));
    if (is_no(magnitude <= bound)) {
      return false;
    }
  }
  return true;
}

/// The bounds after `head`, or what is wrong with the text.
std::pair<std::map<long, Ball>, std::string> parse(const std::string& text, const std::string& head,
                                                   const Architecture& architecture) {
  const std::string_view mark = "checksum ";
  const std::size_t end = text.rfind(mark);
  if (end == std::string::npos ||
      text.substr(end) != fmt::format("{}{}\n", mark, checksum(text.substr(0, end)))) {
    return {{}, "is damaged"};
  }
  if (text.compare(0, head.size(), head) != 0) {
    return {{}, "belongs to another version or kernel"};
  }
  const auto kernel = bounding_kernel(architecture);
  const Precision p = kernel->precision();
  std::map<long, Ball> bounds;
  std::istringstream lines(text.substr(head.size(), end - head.size()));
  long i = 0;
  std::string hex;
  while (lines >> i >> hex) {
    if (i < 0 || i >= EllipseCertificates::kCount) {
      return {{}, "names an unknown ellipse"};
    }
    const Dyadic upper = Dyadic::from_hex(hex);
    const Ball bound = upper.is_finite() ? Ball(upper, p) : Ball::whole_line(p);
    if (!is_plausible(*kernel, EllipseCertificates::ellipse(i), bound)) {
      return {{}, "holds a bound that is too small"};
    }
    bounds.insert_or_assign(i, bound);
  }
  return {std::move(bounds), std::string()};
}

}  // namespace

CertificateCache::CertificateCache(std::filesystem::path folder, std::string version, Report report)
    : folder_(std::move(folder)), version_(std::move(version)), report_(std::move(report)) {}

std::optional<std::filesystem::path> CertificateCache::user_folder() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  if (const auto cache = variable("XDG_CACHE_HOME"); !cache.empty()) {
    return cache / "ntkcert";
  }
  if (const auto home = variable("HOME"); !home.empty()) {
    return home / ".cache" / "ntkcert";
  }
  return std::nullopt;
}

std::filesystem::path CertificateCache::file_of(const Architecture& architecture) const {
  return folder_ / ("certificates-" + checksum(head_of(architecture, version_)) + ".txt");
}

std::map<long, Ball> CertificateCache::load(const Architecture& architecture) const {
  const std::filesystem::path path = file_of(architecture);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return {};
  }
  std::ostringstream text;
  text << file.rdbuf();
  std::string problem;
  try {
    auto [bounds, wrong] = parse(text.str(), head_of(architecture, version_), architecture);
    if (wrong.empty()) {
      return std::move(bounds);
    }
    problem = wrong;
  } catch (const InvalidInput& error) {
    problem = error.what();
  }
  report_(fmt::format("{}: {}; it is computed anew", path.string(), problem));
  return {};
}

void CertificateCache::store(const Architecture& architecture, const std::map<long, Ball>& bounds) const {
  std::string text = head_of(architecture, version_);
  for (const auto& [i, bound] : bounds) {
    text += fmt::format("{} {}\n", i, bound.upper().to_hex());
  }
  text += fmt::format("checksum {}\n", checksum(text));
  const std::filesystem::path path = file_of(architecture);
  std::filesystem::path part = path;
  part += fmt::format(".{}", getpid());
  std::error_code failure;
  std::filesystem::create_directories(folder_, failure);
  std::ofstream file(part, std::ios::binary);
  file << text;
  file.close();
  if (!file) {
    report_(fmt::format("{}: cannot be written", part.string()));
    return;
  }
  std::filesystem::rename(part, path, failure);
  if (failure) {
    report_(fmt::format("{}: {}", path.string(), failure.message()));
    std::filesystem::remove(part, failure);
  }
}

}  // namespace ntkcert
