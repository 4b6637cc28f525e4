#include "ntkcert/spectrum/ellipse_certificates.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

const Precision kCertificatePrecision(64);
constexpr double kMostExactness = 1L << 32;

}  // namespace

const ZonalKernel& EllipseCertificates::kernel() {
  if (!kernel_) {
    kernel_ = bounding_kernel(architecture_);
  }
  return *kernel_;
}

BernsteinEllipse EllipseCertificates::ellipse(long i) {
  const Ball size = scaled(Ball(1, kCertificatePrecision), 3 - i / 2);
  return BernsteinEllipse(1 + (i % 2 == 0 ? size : scaled(size, -1) * sqrt(Ball(2, kCertificatePrecision))));
}

Ball EllipseCertificates::bound(long i) {
  const auto found = bounds_.find(i);
  if (found != bounds_.end()) {
    return found->second;
  }
  // Ellipses are nested, and F is not known to be analytic on those around one that failed.
  for (const auto& [j, value] : bounds_) {
    if (j > i && !value.is_finite()) {
      return value;
    }
  }
  return bounds_.emplace(i, kernel().ellipse_bound(ellipse(i)).at(kCertificatePrecision)).first->second;
}

EllipseCertificates::Plan EllipseCertificates::plan(const Needed& needed) {
  const Ball least = at_one();
  std::vector<std::pair<double, long>> candidates;
  for (long i = 0; i < kCount; ++i) {
    candidates.emplace_back(needed(ellipse(i), least), i);
  }
  std::sort(candidates.begin(), candidates.end());
  std::optional<Plan> best;
  for (const auto& [optimistic, i] : candidates) {
    constexpr double kWorthTrying = 0.95;
    if (best && optimistic > kWorthTrying * static_cast<double>(best->exactness)) {
      break;
    }
    const Ball value = bound(i);
    if (value.is_finite()) {
      const BernsteinEllipse e = ellipse(i);
      const double exactness = std::ceil(std::max(0.0, needed(e, value)));
      // An immense bound asks for more points than there can be, or for a number of them that is none.
      if (exactness < kMostExactness && (!best || exactness < static_cast<double>(best->exactness))) {
        best = Plan{e, value, static_cast<long>(exactness)};
      }
    }
  }
  if (!best) {
    throw Exhausted("no Bernstein ellipse on which the kernel is proved to be analytic and small enough");
  }
  return *best;
}

}  // namespace ntkcert
