#pragma once

#include <algorithm>
#include <vector>

#include "ntkcert/deviation/sample_deviation.hpp"

/// A dynamics that is known in closed form: r̂' = −Hr̂ with H = diag(h), compared with another fixed symmetric
/// G. The oracle for e^{−Gt} is Arb's scaling and squaring.
namespace linear_flow {

using namespace ntkcert;

inline const Precision kPrecision(128);

inline Ball number(long numerator, long denominator = 1) {
  return Ball(Rational(numerator, denominator), kPrecision);
}

inline Vector initial() { return {number(1), number(-3, 2), number(2, 3)}; }
inline Vector rates() { return {number(1), number(1, 2), number(1, 10)}; }

inline Matrix other_operator() {
  const std::vector<std::vector<long>> entries = {{9, 2, -1}, {2, 6, 1}, {-1, 1, 3}};
  Matrix g(3, 3, kPrecision);
  for (long i = 0; i < 3; ++i) {
    for (long j = 0; j < 3; ++j) {
      g.set(i, j, number(entries[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)], 10));
    }
  }
  return g;
}

/// other_operator() with every entry ±2^{−bits} off: a corner of its enclosure of that radius.
inline Matrix corner_operator(long bits) {
  Matrix g = other_operator();
  for (long i = 0; i < 3; ++i) {
    for (long j = 0; j < 3; ++j) {
      g.set(i, j, g(i, j) + scaled(number((i + j) % 2 == 0 ? 1 : -1), -bits));
    }
  }
  return g;
}

inline Matrix wide_operator(long bits) {
  Matrix g = other_operator();
  for (long i = 0; i < 3; ++i) {
    for (long j = 0; j < 3; ++j) {
      g.set(i, j, g(i, j).widened(scaled(number(1), -bits)));
    }
  }
  return g;
}

/// −1 if the two bases chose eigenvectors i of opposite directions, or else 1.
inline long orientation(const EigenBasis& a, const EigenBasis& b, long i) {
  return is_yes(dot(a.eigen().approximate_vector(i), b.eigen().approximate_vector(i)) < 0) ? -1 : 1;
}

inline Vector residual_at(const Ball& t) {
  Vector r = initial();
  for (std::size_t i = 0; i < r.size(); ++i) {
    r[i] *= exp(-(rates()[i] * t));
  }
  return r;
}

inline Vector linear_oracle(const Ball& t, const Matrix& g) {
  Matrix e = g * (-t);
  arb_mat_exp(e.raw(), e.raw(), kPrecision.bits());
  return e * initial();
}

inline Vector deviation_oracle(const Ball& t) {
  Vector r = residual_at(t);
  const Vector linear = linear_oracle(t, other_operator());
  for (std::size_t i = 0; i < r.size(); ++i) {
    r[i] -= linear[i];
  }
  return r;
}

/// (G − H)r̂_t.
inline Vector driver_oracle(const Ball& t, const Matrix& g = other_operator()) {
  const Vector r = residual_at(t);
  Vector d = g * r;
  for (std::size_t i = 0; i < r.size(); ++i) {
    d[i] -= rates()[i] * r[i];
  }
  return d;
}

struct Models {
  std::vector<TaylorModel> residual;
  std::vector<TaylorModel> rate;
};

inline Models models(const Dyadic& start, const Dyadic& length) {
  Models m;
  const Vector now = residual_at(Ball(start, kPrecision));
  for (std::size_t i = 0; i < now.size(); ++i) {
    m.residual.push_back(exponential_model(-rates()[i], length) * now[i]);
    m.rate.push_back(m.residual.back() * (-rates()[i]));
  }
  return m;
}

inline DeviationStep step(const SampleDeviation& deviation, const Dyadic& start, const Dyadic& length) {
  const Models m = models(start, length);
  return deviation.on_step(start, m.residual, m.rate);
}

}  // namespace linear_flow
