#pragma once

#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "ntkcert/kernel/zonal_kernel.hpp"

namespace ntkcert {

/// Upper bounds of |F| (see ZonalKernel::ellipse_bound) on the Bernstein ellipses of a fixed grid, each found
/// when first asked for and kept: they depend on the kernel alone and are costly for a deep one.
class EllipseCertificates {
 public:
  /// Number of ellipses of the grid; r = 1 + 2^{3 − i/2} for i = 0, 1, …: the larger come first.
  static constexpr long kCount = 26;

  explicit EllipseCertificates(Architecture architecture) : architecture_(std::move(architecture)) {}
  /// Begins with bounds known from elsewhere: proved upper bounds of |F| on ellipses of the grid.
  EllipseCertificates(Architecture architecture, std::map<long, Ball> known)
      : architecture_(std::move(architecture)), bounds_(std::move(known)) {}

  [[nodiscard]] static BernsteinEllipse ellipse(long i);
  /// A bound on ellipse i, infinite if F is not proved to be analytic there.
  [[nodiscard]] Ball bound(long i);
  /// The bounds found so far.
  [[nodiscard]] const std::map<long, Ball>& known() const { return bounds_; }
  /// κ(1), which no bound is below.
  [[nodiscard]] Ball at_one() { return kernel().at_one(); }

  struct Plan {
    BernsteinEllipse ellipse;
    Ball bound;
    long exactness;  ///< the degree of exactness it asks for, rounded up
  };
  /// The exactness that an ellipse asks for if |F| ≤ bound on it, as an estimate that rises with the bound.
  using Needed = std::function<double(const BernsteinEllipse& ellipse, const Ball& bound)>;
  /// The ellipse that asks for the least, with its bound. Few of them are tried: one is skipped if even κ(1)
  /// in place of its bound would not make it the best. Throws Exhausted if none asks for less than 2^32.
  [[nodiscard]] Plan plan(const Needed& needed);

 private:
  [[nodiscard]] const ZonalKernel& kernel();

  Architecture architecture_;
  std::shared_ptr<const ZonalKernel> kernel_;  ///< made when first needed
  std::map<long, Ball> bounds_;
};

}  // namespace ntkcert
