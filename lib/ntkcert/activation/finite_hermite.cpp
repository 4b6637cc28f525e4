#include "ntkcert/activation/finite_hermite.hpp"

#include <algorithm>

namespace ntkcert {

Ball shifted_coefficient(std::span<const Ball> f, long r, const Ball& y) {
  const long last = std::ssize(f) - 1;
  Ball sum(y.precision());
  for (long m = (last - r) / 2; m >= 0; --m) {
    sum = sum * y / (2 * (m + 1)) + f[static_cast<std::size_t>(r + 2 * m)];
  }
  return sum;
}

FiniteHermite::FiniteHermite(const Ball& variance, Basis basis, std::vector<Ball> f)
    : HermiteSeries(variance), squares_(std::ssize(f)) {
  const Ball y = basis == Basis::powers ? variance : variance - 1;
  Ball scale(1, precision());  // q^p/p!
  for (long p = 0; p < squares_.size(); ++p) {
    arb_set(squares_.at(p), (scale * square(shifted_coefficient(f, p, y))).raw());
    scale = scale * variance / (p + 1);
  }
}

BallArray FiniteHermite::squares(long length) const {
  BallArray result(length);
  _arb_vec_set(result.at(0), squares_.at(0), std::min(length, squares_.size()));
  return result;
}

Ball FiniteHermite::tail(long length) const {
  Ball sum(Precision(64));
  for (long p = length; p < squares_.size(); ++p) {
    arb_addmul_ui(sum.raw(), squares_.at(p), static_cast<unsigned long>(p + 1), sum.precision().bits());
  }
  return sum;
}

}  // namespace ntkcert
