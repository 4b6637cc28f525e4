#include "ntkcert/flow/double_gram.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ntkcert/flow/double_features.hpp"

namespace ntkcert {
namespace {

using Bounds = std::vector<UpperBound>;

/// Neurons whose features are held at a time: a time's two matrices stay in the cache.
constexpr long kFeatureRows = 64;
/// About the rounding of K.
constexpr double kLeastWanted = 0x1p-42;
/// Degree of interpolation times samples: what is affordable beside the step.
constexpr long kDegreeTimesSamples = 448;
/// The share of the other errors that orders left out may have.
constexpr double kDroppedShare = 0x1p-5;
const UpperBound kOnePlus(1 + 0x1p-50);

/// size_k·ρ^k for k < terms.
Bounds scaled_sizes(const Bounds& sizes, UpperBound rho, long terms) {
  Bounds result;
  UpperBound power(1);
  for (long k = 0; k < terms; ++k, power *= rho) {
    result.push_back(sizes[static_cast<std::size_t>(k)] * power);
  }
  return result;
}

Bounds product_of(const Bounds& a, const Bounds& b) {
  Bounds result(a.size() + b.size() - 1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      result[i + j] += a[i] * b[j];
    }
  }
  return result;
}

UpperBound total(const Bounds& b) { return bound_of_polynomial(b, UpperBound(1), 0); }

UpperBound squared(UpperBound x) { return x * x; }

struct SeriesIndices {
  std::size_t value;
  std::size_t slope;
};
SeriesIndices series_indices(DoubleActivation activation) {
  return with_recurrence(activation, []<typename R>(R /*recurrence*/) {
    return SeriesIndices{static_cast<std::size_t>(R::kValue), static_cast<std::size_t>(R::kSlope)};
  });
}

}  // namespace

DoubleGramSource::DoubleGramSource(const DoubleSeries& series)
    : series_(series), products_(series.problem().samples, series.problem().samples) {
  const DoubleProblem& problem = series.problem();
  const long components = problem.layout.dim + 1;
  LaneMatrix points(components, problem.samples);
  for (long c = 0; c < components; ++c) {
    for (long i = 0; i < problem.samples; ++i) {
      points(c, i) = problem.points[((i / kLanes) * components + c) * kLanes + i % kLanes];
    }
  }
  add_transposed_product(points, points, {0, components}, products_, {0, products_.blocks()});
}

void DoubleGramSource::evaluate_features(long first, long last, std::span<const double> times, long terms) {
  const long count = std::ssize(times);
  const long order = series_.order();
  const auto [value, slope] = series_indices(series_.activation());
  series_.for_each_worker([&](long worker, long step) {
    std::array<double, kMostInterpolated + 1> outer{};
    std::array<double*, kMostInterpolated + 1> values{};
    std::array<double*, kMostInterpolated + 1> slopes{};
    for (long neuron = first + worker; neuron < last; neuron += step) {
      for (long j = 0; j < count; ++j) {
        const auto at = static_cast<std::size_t>(j);
        double a = 0;
        for (long k = order; k >= 0; --k) {
          a = a * times[at] + series_.coefficient(neuron, k);
        }
        outer[at] = a;
        values[at] = values_[at].block(0, neuron - first);
        slopes[at] = slopes_[at].block(0, neuron - first);
      }
      const double* pair = series_.pair(neuron, 0);
      const FeatureArrays features{pair + static_cast<long>(value) * kLanes,
                                   pair + static_cast<long>(slope) * kLanes,
                                   series_.pair(neuron, 1) - pair,
                                   series_.pair_stride(),
                                   series_.problem().blocks,
                                   values_.front().block_size(),
                                   terms,
                                   times.data(),
                                   outer.data(),
                                   values.data(),
                                   slopes.data()};
      evaluate_features_of_neuron(features, times.size());
    }
  });
}

LaneMatrix DoubleGramSource::combined(const LaneMatrix& values, const LaneMatrix& slopes) const {
  const DoubleProblem& problem = series_.problem();
  const double scale = problem.scale * problem.scale;
  const auto n = static_cast<double>(problem.samples);
  LaneMatrix result(problem.samples, problem.samples);
  for (long b = 0; b < problem.blocks; ++b) {
    const long last = std::min((b + 1) * kLanes, problem.samples);
    for (long i = 0; i < last; ++i) {
      for (long j = std::max(i, b * kLanes); j < last; ++j) {
        result(i, j) = (scale * (values(i, j) + products_(i, j) * slopes(i, j)) + 1) / n;
        result(j, i) = result(i, j);
      }
    }
  }
  return result;
}

std::vector<LaneMatrix> DoubleGramSource::evaluate(std::span<const double> times, long terms) {
  const DoubleProblem& problem = series_.problem();
  const long n = problem.samples;
  const auto count = times.size();
  values_.assign(count, LaneMatrix(kFeatureRows, n));
  slopes_.assign(count, LaneMatrix(kFeatureRows, n));
  std::vector<LaneMatrix> value_sums(count, LaneMatrix(n, n));
  std::vector<LaneMatrix> slope_sums(count, LaneMatrix(n, n));
  for (long first = 0; first < problem.layout.width; first += kFeatureRows) {
    const long last = std::min(first + kFeatureRows, problem.layout.width);
    evaluate_features(first, last, times, terms);
    series_.for_each_worker([&](long worker, long workers) {
      for (long row = worker; row < problem.blocks; row += workers) {
        for (std::size_t j = 0; j < count; ++j) {
          const Range neurons{0, last - first};
          const Range rows{row, row + 1};
          add_transposed_product(values_[j], values_[j], neurons, value_sums[j], rows, true);
          add_transposed_product(slopes_[j], slopes_[j], neurons, slope_sums[j], rows, true);
        }
      }
    });
  }
  std::vector<LaneMatrix> at_times;
  for (std::size_t j = 0; j < count; ++j) {
    at_times.push_back(combined(value_sums[j], slope_sums[j]));
  }
  return at_times;
}

UpperBound DoubleGramSource::rounding(long of_features, UpperBound kernel) const {
  const ParameterLayout& layout = series_.problem().layout;
  const long chunks = (layout.width + kFeatureRows - 1) / kFeatureRows;
  return gamma_factor(2 * of_features + kFeatureRows + chunks + layout.dim + 12) * kernel;
}

UpperBound DoubleGramSource::error_along(const Sizes& s) const {
  const DoubleProblem& problem = series_.problem();
  const UpperBound points = problem.point_error * (problem.point_size + UpperBound(1.5));
  const UpperBound slope = s.slope + s.slope_error;
  return (2 * s.value + s.value_error) * s.value_error +
         squared(s.outer) *
             (2 * ((2 * s.slope + s.slope_error) * s.slope_error + UpperBound(4 * kUnit) * squared(slope)) +
              points * squared(s.slope));
}

DoubleGram DoubleGramSource::at_start(const DoubleErrors& errors, const DoubleStep& step) {
  const DoubleProblem& problem = series_.problem();
  const auto [value, slope] = series_indices(series_.activation());
  const SeriesBound& of_value = errors.series[value];
  const SeriesBound& of_slope = errors.series[slope];
  const Sizes sizes{of_value.size.front(), of_slope.size.front(),
                    UpperBound(problem.scale) * kOnePlus * series_.norms().outer.front(),
                    of_value.error.front(), of_slope.error.front()};
  const UpperBound kernel =
      squared(sizes.value) + squared(problem.point_size * (sizes.outer * sizes.slope)) + UpperBound(1);
  const UpperBound moved = step.network_hessian * problem.initial_error;
  DoubleGram gram{evaluate(std::array<double, 1>{0}, 1),
                  {},
                  rounding(2, kernel) + error_along(sizes) + moved * (2 * step.gradient + moved)};
  gram.entry_error = gram.norm_error / static_cast<double>(problem.samples);
  return gram;
}

DoubleGram DoubleGramSource::on_step(const DoubleErrors& errors, const DoubleDisc& disc,
                                     const DoubleStep& step) {
  const DoubleProblem& problem = series_.problem();
  const long order = series_.order();
  const UpperBound rho(step.share);
  const auto [value_index, slope_index] = series_indices(series_.activation());

  // Sizes of the coefficients in τ: v_k of σ̂, w_k of c·âσ̂' (norms over neurons), by order.
  const Bounds values = scaled_sizes(errors.series[value_index].size, rho, order);
  const Bounds slopes = scaled_sizes(errors.series[slope_index].size, rho, order);
  Bounds outer = scaled_sizes(series_.norms().outer, rho, order + 1);
  for (UpperBound& a : outer) {
    a *= UpperBound(problem.scale) * kOnePlus;
  }
  const Bounds features = product_of(outer, slopes);
  Bounds sizes = product_of(features, features);
  const Bounds of_values = product_of(values, values);
  const UpperBound point_square = squared(problem.point_size);
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    sizes[k] = point_square * sizes[k] + (k < of_values.size() ? of_values[k] : UpperBound());
  }

  const UpperBound moved = step.network_hessian * step.radius;
  const UpperBound transfer = moved * (2 * step.gradient + moved);
  const double least_wanted = transfer.value() + kLeastWanted;
  const long most = std::clamp(kDegreeTimesSamples / problem.samples, 1L, kMostInterpolated);
  long degree = 1;
  UpperBound between = interpolation_error(interpolation(degree), sizes);
  while (degree < most && !(between.value() <= least_wanted)) {
    between = interpolation_error(interpolation(++degree), sizes);
  }
  const Interpolation& by = interpolation(degree);
  std::vector<double> times;
  for (const double tau : by.nodes) {
    times.push_back(step.share * tau);
  }

  // The orders from `terms` on are left out: they matter less than what else is not known.
  const double wanted = kDroppedShare * (between.value() + least_wanted);
  Sizes along{total(values), total(slopes), total(outer) * kOnePlus, {}, {}};
  const UpperBound kernel = squared(along.value) + point_square * squared(total(features)) + UpperBound(1);
  long terms = order;
  for (; terms > 2; --terms) {
    const UpperBound value = along.value_error + values[static_cast<std::size_t>(terms - 1)];
    const UpperBound slope = along.slope_error + slopes[static_cast<std::size_t>(terms - 1)];
    const UpperBound effect = along.value * value + 2 * (squared(along.outer) * (along.slope * slope));
    if (!(effect.value() <= wanted)) {
      break;
    }
    along.value_error = value;
    along.slope_error = slope;
  }

  const std::vector<LaneMatrix> at_times = evaluate(times, terms);
  const auto count = times.size();
  DoubleGram gram;
  for (std::size_t k = 0; k < count; ++k) {
    LaneMatrix point(problem.samples, problem.samples);
    for (std::size_t q = 0; q < count; ++q) {
      const double weight = by.matrix[k * count + q];
      const AlignedArray<double>& from = at_times[q].values();
      for (long i = 0; i < from.size(); ++i) {
        point.values()[i] += weight * from[i];
      }
    }
    gram.points.push_back(std::move(point));
  }

  // Lemma 11.
  const UpperBound at_node = rounding(2 * terms + 2 * order + 4, kernel);
  const UpperBound computed = kernel + at_node;
  const UpperBound interpolated = between + by.lebesgue * (at_node + by.defect * computed) +
                                  gamma_factor(degree + 3) * by.norm * computed;
  const UpperBound x = rho / disc.radius;
  const UpperBound beyond = power(x, order) * reciprocal_of_complement(x);
  along.value_error += bound_of_polynomial(errors.series[value_index].error, rho, 0) + disc.value * beyond;
  along.slope_error +=
      bound_of_polynomial(errors.series[slope_index].error, rho, 0) + disc.derivative * beyond;
  gram.norm_error = interpolated + error_along(along) + transfer;
  gram.entry_error = gram.norm_error / static_cast<double>(problem.samples);
  return gram;
}

}  // namespace ntkcert
