#include "ntkcert/flow/double_log_norm.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ntkcert/flow/bernstein.hpp"

namespace ntkcert {
namespace {

/// Coefficients kept of the blocks' entries: the tail x^5 ≈ 1e-3 costs less than another term.
constexpr long kTerms = 5;
static_assert(kTerms <= kLanes);

struct WeighedProducts {
  const DoubleSeries& series;
  CurvatureSweep curvature;
  const double* products;  // (x̄x̄ᵀ)_e: [block][entry][lane]
  long blocks;
  long entries;
  long terms;
};

/// sums[e][k][lane]: Σ over blocks of (r̂⋆σ'')_k (x̄x̄ᵀ)_e. `space`: three series.
NTKCERT_INLINE void weigh(const WeighedProducts& p, long neuron, double* space, double* sums) {
  double* weighed = space + 2 * p.terms * kLanes;
  for (long i = 0; i < p.entries * p.terms * kLanes; ++i) {
    sums[i] = 0;
  }
  for (long b = 0; b < p.blocks; ++b) {
    p.curvature(p.series.pair(neuron, b), p.series.pair_stride(), p.terms, space);
    const double* r = p.series.residuals() + b * p.series.order() * kLanes;
    for (long k = 0; k < p.terms; ++k) {
      Lanes sum{};
      for (long j = 0; j <= k; ++j) {
        sum += load(r + j * kLanes) * load(space + (k - j) * kLanes);
      }
      store(weighed + k * kLanes, sum);
    }
    for (long e = 0; e < p.entries; ++e) {
      const Lanes x = load(p.products + (b * p.entries + e) * kLanes);
      double* sum = sums + e * p.terms * kLanes;
      for (long k = 0; k < p.terms; ++k) {
        store(sum + k * kLanes, load(sum + k * kLanes) + x * load(weighed + k * kLanes));
      }
    }
  }
}

NTKCERT_CLONES void weigh_products(const WeighedProducts& p, long neuron, double* space, double* sums) {
  weigh(p, neuron, space, sums);
}

/// Coefficients of a neuron's block: (r̂⋆σ'')_k(x̄x̄ᵀ)_e by e, k and lane; a_k; V_k by component and k.
/// `weights`: of order j in all control points, kLanes of them, by j.
struct BlockCoefficients {
  const double* sums;
  std::array<double, kTerms> outer;
  const double* slopes;
  const double* weights;
  long terms;
  long components;
};

/// ‖a⋆(…)‖_F² and |V|² at the control points.
NTKCERT_CLONES void add_squares(const BlockCoefficients& c, double* frobenius, double* slope) {
  // What order i counts for, a included.
  Lanes outer[kTerms] = {};
  for (long i = 0; i < c.terms; ++i) {
    for (long j = 0; i + j < c.terms; ++j) {
      outer[i] += c.outer[static_cast<std::size_t>(j)] * load(c.weights + (i + j) * kLanes);
    }
  }
  Lanes of_matrix{};
  const double* sums = c.sums;
  for (long row = 0; row < c.components; ++row) {
    for (long column = 0; column <= row; ++column) {
      Lanes point{};
      for (long k = 0; k < c.terms; ++k, sums += kLanes) {
        point += sum_of_lanes(load(sums)) * outer[k];
      }
      of_matrix += (row == column ? 1.0 : 2.0) * (point * point);
    }
  }
  store(frobenius, of_matrix);
  Lanes of_slope{};
  for (long i = 0; i < c.components; ++i) {
    Lanes point{};
    for (long k = 0; k < c.terms; ++k) {
      point += c.slopes[i * c.terms + k] * load(c.weights + k * kLanes);
    }
    of_slope += point * point;
  }
  store(slope, of_slope);
}

/// The blocks of some neurons at the control points, in plain doubles.
class BlockNorms {
 public:
  BlockNorms(const DoubleSeries& series, long terms, double length)
      : series_(series),
        problem_(series.problem()),
        terms_(terms),
        components_(problem_.layout.dim + 1),
        entries_(components_ * (components_ + 1) / 2),
        weights_(terms * kLanes),
        products_(problem_.blocks * entries_ * kLanes),
        curvature_(curvature_for(series.activation())) {
    const std::vector<double> weights = bernstein_weights(terms, length);
    for (long k = 0; k < terms; ++k) {
      for (long j = 0; j < terms; ++j) {
        weights_[j * kLanes + k] = weights[static_cast<std::size_t>(k * terms + j)];
      }
    }
    for (long b = 0; b < problem_.blocks; ++b) {
      long e = 0;
      for (long c = 0; c < components_; ++c) {
        for (long d = 0; d <= c; ++d, ++e) {
          const double* x = problem_.points.data() + b * components_ * kLanes;
          store(products_.data() + (b * entries_ + e) * kLanes, load(x + c * kLanes) * load(x + d * kLanes));
        }
      }
    }
  }

  struct Space {
    AlignedArray<double> series;
    AlignedArray<double> sums;
    AlignedArray<double> slopes;
  };
  [[nodiscard]] Space space() const {
    return {AlignedArray<double>(3 * terms_ * kLanes), AlignedArray<double>(entries_ * terms_ * kLanes),
            AlignedArray<double>(components_ * terms_)};
  }

  /// Raises most[k] to N(|u|, ‖A‖_F) at control point k.
  void visit(long neuron, Space& space, double* most) const {
    weigh_products({series_, curvature_, products_.data(), problem_.blocks, entries_, terms_}, neuron,
                   space.series.data(), space.sums.data());
    BlockCoefficients c{space.sums.data(), {}, space.slopes.data(), weights_.data(), terms_, components_};
    for (long k = 0; k < terms_; ++k) {
      c.outer[static_cast<std::size_t>(k)] = series_.coefficient(neuron, k);
      for (long i = 0; i < components_; ++i) {
        space.slopes[i * terms_ + k] = series_.mean_slope(neuron, i, k);
      }
    }
    const double scale = problem_.scale / static_cast<double>(problem_.samples);
    alignas(kLanes * sizeof(double)) std::array<double, kLanes> frobenius{};
    alignas(kLanes * sizeof(double)) std::array<double, kLanes> slope{};
    add_squares(c, frobenius.data(), slope.data());
    for (std::size_t k = 0; k < static_cast<std::size_t>(terms_); ++k) {
      const double q = scale * std::sqrt(frobenius[k]);
      const double norm = (q + std::sqrt(q * q + 4 * slope[k])) / 2;
      most[k] = norm <= most[k] ? most[k] : std::isnan(norm) ? HUGE_VAL : norm;
    }
  }

  [[nodiscard]] long entries() const { return entries_; }

 private:
  const DoubleSeries& series_;
  const DoubleProblem& problem_;
  long terms_;
  long components_;
  long entries_;
  AlignedArray<double> weights_;
  AlignedArray<double> products_;
  CurvatureSweep curvature_;
};

}  // namespace

UpperBound residual_integral(const DoubleSeries& series, double length) {
  const long terms = series.order();
  const long n = series.problem().samples;
  const std::vector<double> weights = bernstein_weights(terms, length);
  double sum = 0;
  for (long i = 0; i < n; ++i) {
    for (long k = 0; k < terms; ++k) {
      double point = 0;
      for (long j = 0; j <= k; ++j) {
        point += weights[static_cast<std::size_t>(k * terms + j)] * series.residual(i, j);
      }
      sum += std::abs(point);
    }
  }
  const UpperBound h(length);
  const UpperBound rounding =
      gamma_factor(4 * terms + 2) * bound_of_polynomial(series.norms().residual, h, 0);
  return h * (UpperBound::of_sum(sum, n * terms) / static_cast<double>(n * terms) + rounding);
}

UpperBound block_norm_integral(const DoubleSeries& series, const DoubleErrors& errors, const DoubleDisc& disc,
                               const ActivationTable& table, double length) {
  const DoubleProblem& problem = series.problem();
  const DoubleNorms& norms = series.norms();
  const long terms = std::min(kTerms, series.order());
  const BlockNorms blocks(series, terms, length);
  std::vector<std::array<double, kTerms>> most(static_cast<std::size_t>(series.threads()));
  series.for_each_worker([&](long worker, long step) {
    BlockNorms::Space space = blocks.space();
    for (long neuron = worker; neuron < problem.layout.width; neuron += step) {
      blocks.visit(neuron, space, most[static_cast<std::size_t>(worker)].data());
    }
  });
  UpperBound sum;
  for (std::size_t k = 0; k < static_cast<std::size_t>(terms); ++k) {
    UpperBound largest;
    for (const auto& m : most) {
      largest = max(largest, UpperBound(m[k]));
    }
    // Squares, their sum, roots and N: relative; 2^{−400} for squares that underflow.
    sum += largest * (UpperBound(1) + gamma_factor(2 * blocks.entries() + 12)) + UpperBound(0x1p-400);
  }

  // Errors of the coefficients (Lemma 9); sizes on [0, h] of what the products are made of.
  const UpperBound h(length);
  const auto on_step = [&](const std::vector<UpperBound>& b) {
    return bound_of_polynomial(std::span(b).first(static_cast<std::size_t>(terms)), h, 0);
  };
  const TubeFormulas<UpperBound>& f = table.formulas();
  const SeriesBound curvature = curvature_bounds(series.activation(), errors, terms);
  const UpperBound outer = on_step(norms.outer_largest) * UpperBound(1 + 0x1p-50);
  const UpperBound residual = on_step(norms.residual);
  const UpperBound rounding = gamma_factor(7 * terms + problem.blocks + 24);
  const UpperBound point_square = problem.point_size * problem.point_size;
  const UpperBound products =
      2 * on_step(curvature.error) +
      (rounding * point_square + problem.point_error * (problem.point_size + f.root2)) *
          on_step(curvature.size);
  const UpperBound slope_error = on_step(errors.mean_slope) + rounding * on_step(norms.mean_slope);
  const UpperBound error = block_norm_of(slope_error, f.scale * outer * residual * products);

  const UpperBound x = h / disc.radius;
  const UpperBound tail = power(x, terms) * reciprocal_of_complement(x) * f.scale * disc.residual *
                          block_norm_of(f.root2 * disc.derivative, 2 * (disc.second_derivative * disc.outer));
  return h * (sum / static_cast<double>(terms) + error + tail);
}

}  // namespace ntkcert
