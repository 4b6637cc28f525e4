#include "ntkcert/network/limiting_gram.hpp"

#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "ntkcert/ball/polynomial.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"

namespace ntkcert {
namespace {

/// Intervals w = 2^{−j} with an interpolant, j below this; nearer to 1 the kernel itself is evaluated.
constexpr long kIntervals = 24;

/// κ at many u: on each interval [1 − w, 1 − w/2] of ρ = (1 + u)/2, w = 1, ½, ¼, …, and a little nearer to 1,
/// Chebyshev's interpolant, made when first asked for, with its error bound (docs/theory.md, "The limiting
/// kernel at many points").
class InterpolatedKernel {
 public:
  explicit InterpolatedKernel(const ZonalKernel& kernel)
      : kernel_(kernel),
        degree_(degree_for(kernel.precision())),
        seventeenth_(Rational(1, 17), kernel.precision() + 32) {
    const Precision p = kernel.precision();
    // 4Mϱ^{−N}/(ϱ − 1) for ϱ = 5.
    error_ = symmetric(kernel.at_one() / pow(Ball(5, p), static_cast<unsigned long>(degree_)));
    for (long j = 0; j <= 4 * degree_ + 3; ++j) {
      cosines_.push_back(cos(Ball::pi(p) * Ball(Rational(j, 2 * degree_ + 2), p)));
    }
  }

  [[nodiscard]] static long degree_for(Precision p) { return p.bits() * 7 / 16 + 2; }

  [[nodiscard]] Ball operator()(const Ball& u) {
    // w = 2^{−level} with w/2 < 1 − ρ ≤ w.
    const Ball rest = scaled(1 - u, -1);
    const double near = rest.midpoint().approximate();
    const auto level = near > 0 ? -static_cast<long>(std::ilogb(near)) - 1 : kIntervals;
    if (level < 0 || level >= kIntervals) {
      return kernel_(u);
    }
    // 1 − ρ = (w/64)(47 − 17x).
    const Ball x = (47 - scaled(rest, level + 6)) * seventeenth_;
    if (abs(x).upper() > Dyadic(1)) {
      return kernel_(u);
    }
    const Interpolant& f = interpolant(level);
    return f.polynomial(x).at(kernel_.precision()) + f.error;
  }

 private:
  struct Interpolant {
    Polynomial polynomial;
    Ball error;
  };

  [[nodiscard]] const Interpolant& interpolant(long level) {
    auto found = known_.find(level);
    if (found == known_.end()) {
      std::vector<Ball> values;
      for (long j = 0; j <= degree_; ++j) {
        const Ball& x = cosines_[static_cast<std::size_t>(2 * j + 1)];
        values.push_back(kernel_(1 - scaled(47 - 17 * x, -level - 5)));
      }
      // Σc_kT_k in powers of x loses some 1.3 bits an order.
      const Precision wide = kernel_.precision() + 2 * degree_;
      Polynomial before(wide);  // T_{−1} = T_1
      before.set_coefficient(1, Ball(1, wide));
      const Polynomial twice = before + before;
      Polynomial chebyshev(wide);
      chebyshev.set_coefficient(0, Ball(1, wide));
      Interpolant f{Polynomial(wide), error_};
      for (long k = 0; k <= degree_; ++k) {
        Ball sum(kernel_.precision());
        for (long j = 0; j <= degree_; ++j) {
          sum += values[static_cast<std::size_t>(j)] *
                 cosines_[static_cast<std::size_t>(k * (2 * j + 1) % (4 * degree_ + 4))];
        }
        const Ball c = sum * (k == 0 ? 1 : 2) / (degree_ + 1);
        f.polynomial = f.polynomial + chebyshev * Ball(c.midpoint(), wide);
        f.error += c - Ball(c.midpoint(), c.precision());
        before = std::exchange(chebyshev, twice * chebyshev - before);
      }
      found = known_.emplace(level, std::move(f)).first;
    }
    return found->second;
  }

  const ZonalKernel& kernel_;
  long degree_;
  Ball seventeenth_;
  Ball error_{Precision(2)};
  std::vector<Ball> cosines_;  // cos(jπ/(2N + 2))
  std::map<long, Interpolant> known_;
};

}  // namespace

Matrix limiting_gram(const std::shared_ptr<const SmoothActivation>& activation, const Points& points,
                     Precision p) {
  const ZonalKernel kernel(Architecture::paper(activation), p);
  const long n = points.size();
  InterpolatedKernel interpolated(kernel);
  const bool many = n * (n - 1) / 2 > kIntervals * InterpolatedKernel::degree_for(p);
  Matrix g(n, n, p);
  for (long i = 0; i < n; ++i) {
    g.set(i, i, kernel.at_one() / n);
    for (long j = 0; j < i; ++j) {
      const Ball u = points.inner(i, j);
      const Ball entry = (many ? interpolated(u) : kernel(u)) / n;
      g.set(i, j, entry);
      g.set(j, i, entry);
    }
  }
  return g;
}

}  // namespace ntkcert
