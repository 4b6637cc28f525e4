#include "ntkcert/deviation/initialisation.hpp"

#include <array>

#include "ntkcert/deviation/hypotheses.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {
namespace {

Ball independent_neurons(const Network& initial) { return {initial.width() / 2, kBoundPrecision}; }

/// E|w|^k of a standard normal w in R^d: 2^{k/2}Γ((d+k)/2)/Γ(d/2).
Ball norm_moment(long dimension, long k) {
  const auto half = [](long x) { return Ball(Rational(x, 2), kBoundPrecision); };
  return pow(Ball(2, kBoundPrecision), half(k)) * gamma(half(dimension + k)) *
         reciprocal_gamma(half(dimension));
}

struct OuterMoments {
  Ball second;
  Ball fourth;
};

OuterMoments outer_moments(const Network& initial) {
  try {
    const Ball square_size = square(common_outer_size(initial));
    return {square_size, square(square_size)};
  } catch (const UnmetHypothesis&) {
    return {Ball(1, kBoundPrecision), Ball(3, kBoundPrecision)};
  }
}

}  // namespace

Ball gram_initialisation_bound(const Network& initial, const Points& points, const Rational& delta) {
  require_doubled(initial);
  const Ball a = common_outer_size(initial);
  const Ball s2 = square(require_bounded(initial));
  const SupBounds sup = initial.activation().sup_bounds(kBoundPrecision);
  const Ball slope2 = square(a * sup.first);
  Ball size = s2 + 2 * slope2;
  if (has_sharp_sizes(initial.activation().name())) {
    Ball sum(kBoundPrecision);
    for (long i = 0; i < points.size(); ++i) {
      for (long j = 0; j < points.size(); ++j) {
        sum += square(max(s2, slope2 * abs(1 + points.inner(i, j)).at(kBoundPrecision)));
      }
    }
    size = sqrt(sum) / points.size();
  }
  const Ball factor = 1 + sqrt(2 * log(Ball(1 / delta, kBoundPrecision)));
  return size * factor / sqrt(independent_neurons(initial));
}

Ball uniform_initialisation_bound(const Network& initial, const Rational& delta) {
  require_doubled(initial);
  const Ball a = common_outer_size(initial);
  const Ball s = require_bounded(initial);
  const SupBounds sup = initial.activation().sup_bounds(kBoundPrecision);
  const long d = initial.dim();
  const Ball root2 = sqrt(Ball(2, kBoundPrecision));
  const Ball m = independent_neurons(initial);
  const auto lipschitz = [&](const Ball& w) {
    return s * sup.first * w + square(a) * (root2 * square(sup.first) + 2 * sup.first * sup.second * w);
  };
  Ball mean(kBoundPrecision);
  for (long l = 0; l < initial.width(); ++l) {
    Vector w;
    for (long j = 0; j < d; ++j) {
      w.push_back(initial.inner(l, j));
    }
    mean += norm(w).at(kBoundPrecision) / initial.width();
  }
  const Ball mesh = 1 / sqrt(m);
  const Ball logarithm = log(Ball(2 / delta, kBoundPrecision)) + 2 * d * log(1 + 2 / mesh);
  return (square(s) + 2 * square(a * sup.first)) * sqrt(2 * logarithm / m) +
         2 * mesh * (lipschitz(mean) + lipschitz(norm_moment(d, 1)));
}

Ball chebyshev_initialisation_bound(const Network& initial, const Rational& delta) {
  require_doubled(initial);
  const SupBounds sup = initial.activation().sup_bounds(kBoundPrecision);
  const Ball c = sqrt(Ball(2, kBoundPrecision)) * sup.first;
  const OuterMoments a = outer_moments(initial);
  Ball s2(kBoundPrecision);
  Ball s4(kBoundPrecision);
  if (sup.value) {
    s2 = square(*sup.value);
    s4 = square(s2);
  } else {
    const auto moment = [&](long k) {
      return pow(c, static_cast<unsigned long>(k)) * norm_moment(initial.dim() + 1, k);
    };
    const Ball& z = sup.at_zero;
    s2 = square(z) + 2 * z * moment(1) + moment(2);
    constexpr std::array<long, 5> kBinomial = {1, 4, 6, 4, 1};
    for (long k = 0; k <= 4; ++k) {
      s4 += pow(z, static_cast<unsigned long>(4 - k)) * moment(k) * kBinomial[static_cast<std::size_t>(k)];
    }
  }
  const Ball v = s4 + 2 * square(c) * s2 * a.second + square(square(c)) * a.fourth;
  return sqrt(v / (independent_neurons(initial) * Ball(delta, kBoundPrecision)));
}

}  // namespace ntkcert
