#include "ntkcert/sphere/zonal_forms.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/harmonic_basis.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

const Precision kRadiusPrecision(64);

Ball inner_product(const std::vector<Ball>& x, const std::vector<Ball>& y, Precision p) {
  Ball sum(p);
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    arb_addmul(sum.raw(), x[i].raw(), y[i].raw(), p.bits());
  }
  return sum;
}

/// P_k'(1).
Ball slope_at_one(long dimension, long degree, Precision p) {
  return Ball(degree, p) * (degree + dimension - 2) / (dimension - 1);
}

/// What a pair of points contributes, whatever the harmonics.
struct Pair {
  std::vector<Ball> value;   // P_k(C)
  std::vector<Ball> slope;   // P_k'(C)
  std::vector<Ball> second;  // P_k''(C)
  Ball forward;              // ⟨u_i, v_j⟩
  Ball backward;             // ⟨v_i, u_j⟩
  Ball tangents;             // ⟨v_i, v_j⟩
  bool with_tangents;
};

class Pairs {
 public:
  Pairs(const ZonalFrame& frame, long max_degree, Precision p)
      : frame_(frame), max_degree_(max_degree), precision_(p) {
    for (long k = 0; k <= max_degree; ++k) {
      first_factors_.push_back(slope_at_one(frame.dimension, k, p));
      second_factors_.push_back(first_factors_.back() *
                                (k > 0 ? slope_at_one(frame.dimension + 2, k - 1, p) : Ball(p)));
    }
  }

  [[nodiscard]] Pair operator()(std::size_t i, std::size_t j) const {
    const Precision p = precision_;
    const std::vector<Ball>& v = frame_.tangents[i];
    const std::vector<Ball>& w = frame_.tangents[j];
    const Ball c = i == j ? Ball(1, p) : inner_product(frame_.points[i], frame_.points[j], p);
    Pair pair{gegenbauer_values(frame_.dimension, max_degree_, c),
              {},
              {},
              Ball(p),
              Ball(p),
              Ball(p),
              !v.empty() || !w.empty()};
    if (!pair.with_tangents) {
      return pair;
    }
    pair.slope = shifted(first_factors_, 1, c);
    pair.second = shifted(second_factors_, 2, c);
    pair.tangents = inner_product(v, w, p);
    if (i != j) {
      pair.forward = inner_product(frame_.points[i], w, p);
      pair.backward = inner_product(v, frame_.points[j], p);
    }
    return pair;
  }

 private:
  /// factor_k·P_{k−shift} of dimension d + 2·shift at c.
  [[nodiscard]] std::vector<Ball> shifted(const std::vector<Ball>& factors, long shift, const Ball& c) const {
    std::vector<Ball> r(factors.size(), Ball(precision_));
    if (shift > max_degree_) {
      return r;
    }
    const std::vector<Ball> values = gegenbauer_values(frame_.dimension + 2 * shift, max_degree_ - shift, c);
    for (std::size_t k = 0; k < values.size(); ++k) {
      const std::size_t degree = k + static_cast<std::size_t>(shift);
      r[degree] = factors[degree] * values[k];
    }
    return r;
  }

  const ZonalFrame& frame_;
  long max_degree_;
  Precision precision_;
  std::vector<Ball> first_factors_;
  std::vector<Ball> second_factors_;
};

void check(const ZonalFrame& frame, std::span<const ZonalHarmonic> harmonics) {
  const std::size_t size = frame.points.size();
  if (frame.tangents.size() != size) {
    throw InvalidInput(fmt::format("{} tangents for {} points", frame.tangents.size(), size));
  }
  for (const ZonalHarmonic& h : harmonics) {
    check_degree(h.degree);
    if (h.value.size() != size || h.tangent.size() != size) {
      throw InvalidInput(fmt::format("{} and {} coefficients of a harmonic on {} points", h.value.size(),
                                     h.tangent.size(), size));
    }
  }
}

std::vector<Ball> midpoints(const std::vector<Ball>& x, Precision p) {
  std::vector<Ball> r;
  r.reserve(x.size());
  for (const Ball& ball : x) {
    // The whole line has midpoint 0 and an infinite radius.
    r.emplace_back(ball.midpoint(), p);
  }
  return r;
}

/// α_iα_jP + (α_iτ_j⟨u_i, v_j⟩ + τ_iα_j⟨v_i, u_j⟩)P' + τ_iτ_j(⟨v_i, u_j⟩⟨u_i, v_j⟩P'' + ⟨v_i, v_j⟩P').
Ball term(const ZonalHarmonic& h, const Pair& pair, std::size_t i, std::size_t j) {
  const auto k = static_cast<std::size_t>(h.degree);
  Ball sum = h.value[i] * h.value[j] * pair.value[k];
  if (pair.with_tangents) {
    sum += (h.value[i] * h.tangent[j] * pair.forward + h.tangent[i] * h.value[j] * pair.backward) *
           pair.slope[k];
    sum += h.tangent[i] * h.tangent[j] *
           (pair.backward * pair.forward * pair.second[k] + pair.tangents * pair.slope[k]);
  }
  return sum;
}

long largest_degree(std::span<const ZonalHarmonic> harmonics) {
  long largest = 0;
  for (const ZonalHarmonic& h : harmonics) {
    largest = std::max(largest, h.degree);
  }
  return largest;
}

/// The squared norms of harmonics with exact coefficients.
std::vector<Ball> forms_by_pairs(const ZonalFrame& frame, std::span<const ZonalHarmonic> exact, Precision p) {
  const Pairs pairs(frame, largest_degree(exact), p);
  std::vector<Ball> squares(exact.size(), Ball(p));
  for (std::size_t i = 0; i < frame.points.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const Pair pair = pairs(i, j);
      for (std::size_t e = 0; e < exact.size(); ++e) {
        squares[e] += (i == j ? 1 : 2) * term(exact[e], pair, i, j);
      }
    }
  }
  for (std::size_t e = 0; e < exact.size(); ++e) {
    squares[e] *= Ball(multiplicity(frame.dimension, exact[e].degree), p);
  }
  return squares;
}

std::vector<Ball> forms_by_harmonics(const ZonalFrame& frame, std::span<const ZonalHarmonic> exact,
                                     Precision p) {
  const HarmonicBasis basis(frame.dimension, largest_degree(exact), p);
  std::vector<BallArray> coordinates;
  for (const ZonalHarmonic& h : exact) {
    coordinates.emplace_back(basis.begin(h.degree + 1) - basis.begin(h.degree));
  }
  constexpr long kValueAndSlope = 2;
  for (std::size_t i = 0; i < frame.points.size(); ++i) {
    BallArray line(kValueAndSlope * frame.dimension);  // u_i + s·v_i
    for (std::size_t j = 0; j < frame.points[i].size(); ++j) {
      arb_set(line.at(kValueAndSlope * static_cast<long>(j)), frame.points[i][j].raw());
    }
    for (std::size_t j = 0; j < frame.tangents[i].size(); ++j) {
      arb_set(line.at(kValueAndSlope * static_cast<long>(j) + 1), frame.tangents[i][j].raw());
    }
    const BallArray harmonics = basis(line, kValueAndSlope);
    for (std::size_t e = 0; e < exact.size(); ++e) {
      const ZonalHarmonic& h = exact[e];
      for (long b = 0; b < coordinates[e].size(); ++b) {
        const arb_struct* y = harmonics.at(kValueAndSlope * (basis.begin(h.degree) + b));
        arb_addmul(coordinates[e].at(b), h.value[i].raw(), y, p.bits());
        arb_addmul(coordinates[e].at(b), h.tangent[i].raw(), y + 1, p.bits());
      }
    }
  }
  std::vector<Ball> squares(exact.size(), Ball(p));
  for (std::size_t e = 0; e < exact.size(); ++e) {
    arb_dot(squares[e].raw(), nullptr, 0, coordinates[e].at(0), 1, coordinates[e].at(0), 1,
            coordinates[e].size(), p.bits());
  }
  return squares;
}

}  // namespace

ZonalHarmonic operator+(ZonalHarmonic a, const ZonalHarmonic& b) {
  for (std::size_t i = 0; i < a.value.size(); ++i) {
    a.value[i] += b.value[i];
    a.tangent[i] += b.tangent[i];
  }
  return a;
}

ZonalHarmonic operator-(ZonalHarmonic a, const ZonalHarmonic& b) {
  for (std::size_t i = 0; i < a.value.size(); ++i) {
    a.value[i] -= b.value[i];
    a.tangent[i] -= b.tangent[i];
  }
  return a;
}

ZonalHarmonic operator*(const Ball& c, ZonalHarmonic a) {
  for (std::size_t i = 0; i < a.value.size(); ++i) {
    a.value[i] *= c;
    a.tangent[i] *= c;
  }
  return a;
}

std::vector<Ball> zonal_norms(const ZonalFrame& frame, std::span<const ZonalHarmonic> harmonics,
                              Precision p) {
  check_dimension(frame.dimension);
  check(frame, harmonics);
  std::vector<ZonalHarmonic> exact;
  for (const ZonalHarmonic& h : harmonics) {
    exact.push_back({h.degree, midpoints(h.value, p), midpoints(h.tangent, p)});
  }
  const bool few =
      HarmonicBasis::is_cheaper_than_pairs(frame.dimension, largest_degree(exact), std::ssize(frame.points));
  const std::vector<Ball> squares =
      few ? forms_by_harmonics(frame, exact, p) : forms_by_pairs(frame, exact, p);

  std::vector<Ball> norms;
  for (std::size_t e = 0; e < exact.size(); ++e) {
    const ZonalHarmonic& h = harmonics[e];
    Ball moved(kRadiusPrecision);
    const Ball slope = sqrt(slope_at_one(frame.dimension, h.degree, kRadiusPrecision));
    for (std::size_t i = 0; i < frame.points.size(); ++i) {
      const std::vector<Ball>& v = frame.tangents[i];
      const Ball size = sqrt_nonnegative(inner_product(v, v, kRadiusPrecision));
      moved += Ball(h.value[i].radius(), kRadiusPrecision);
      if (!h.tangent[i].is_exact()) {
        moved += Ball(h.tangent[i].radius(), kRadiusPrecision) * size * slope;
      }
    }
    const Ball n(multiplicity(frame.dimension, h.degree), p);
    norms.push_back(max(sqrt_nonnegative(squares[e]).widened(sqrt(n) * moved), Ball(p)));
  }
  return norms;
}

}  // namespace ntkcert
