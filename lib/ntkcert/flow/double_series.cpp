#include "ntkcert/flow/double_series.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace ntkcert {
namespace {

long series_of(DoubleActivation activation) {
  return with_recurrence(activation,
                         []<typename R>(R /*recurrence*/) { return static_cast<long>(R::kSeries); });
}

}  // namespace

DoubleSeries::DoubleSeries(const DoubleProblem& problem, DoubleActivation activation, long order,
                           long threads, bool measured)
    : problem_(problem),
      activation_(activation),
      sweep_(sweep_for(activation, measured)),
      measured_(measured),
      series_(series_of(activation)),
      terms_(order),
      pool_(std::clamp(threads, 1L, chunks())),
      pairs_(problem.layout.width * problem.blocks * series_ * terms_ * kLanes),
      residuals_(problem.blocks * terms_ * kLanes),
      outer_(problem.layout.width * (terms_ + 1)),
      inner_(problem.layout.width * components() * (terms_ + 1)),
      mean_slopes_(inner_.size()),
      bias_(static_cast<std::size_t>(terms_ + 1)),
      chunk_values_(chunks() * problem.blocks * kLanes),
      chunk_sizes_(static_cast<std::size_t>(chunks() * kMostSeries)),
      scratch_(pool_.size() * problem.blocks * kLanes) {}

void DoubleSeries::for_each_worker(const std::function<void(long, long)>& work) const {
  pool_.run([&](long worker) { work(worker, pool_.size()); });
}

long DoubleSeries::tree_depth() const {
  return static_cast<long>(std::bit_width(static_cast<unsigned long>(chunks() - 1)));
}

void DoubleSeries::compute(const std::vector<double>& displacement, double unit) {
  unit_ = unit;
  const ParameterLayout& layout = problem_.layout;
  for (long l = 0; l < layout.width; ++l) {
    const auto q = static_cast<std::size_t>(layout.outer(l));
    outer_[l * (terms_ + 1)] = problem_.origin[q] + displacement[q];
    for (long c = 0; c < components(); ++c) {
      inner_[(l * components() + c) * (terms_ + 1)] =
          displacement[static_cast<std::size_t>(layout.inner(l) + c)];
    }
  }
  bias_[0] = problem_.origin.back() + displacement.back();
  norms_ = {};
  norms_.series.resize(static_cast<std::size_t>(series_));
  for (long k = 0; k <= terms_; ++k) {
    sweep(k);
    if (k > 0) {
      const double gradient = residual_sum(k - 1) / static_cast<double>(problem_.samples);
      bias_[static_cast<std::size_t>(k)] = -(unit_ * gradient) * (1.0 / static_cast<double>(k));
    }
    if (k < terms_) {
      finish_order(k);
    }
  }
  if (measured_) {
    UpperBound moved;
    double sum = 0;
    for (const double x : displacement) {
      sum += x * x;
    }
    moved = sqrt(UpperBound::of_sum(sum, layout.size()));
    measure();
    norms_.all.front() = moved;
  }
}

double DoubleSeries::residual_sum(long k) const {
  std::array<double, kLanes> s{};
  for (long i = 0; i < problem_.samples; ++i) {
    s[static_cast<std::size_t>(i % kLanes)] += residual(i, k);
  }
  return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
}

void DoubleSeries::sweep(long k) {
  const SweepArrays arrays{problem_.blocks,
                           components(),
                           series_,
                           terms_,
                           problem_.points.data(),
                           problem_.preactivations.data(),
                           residuals_.data(),
                           pairs_.data(),
                           outer_.data(),
                           inner_.data(),
                           mean_slopes_.data(),
                           problem_.scale / static_cast<double>(problem_.samples),
                           unit_};
  const long block = problem_.blocks * kLanes;
  for_each_worker([&](long worker, long step) {
    for (long chunk = worker; chunk < chunks(); chunk += step) {
      sweep_(arrays, chunk * kChunk, std::min((chunk + 1) * kChunk, problem_.layout.width), k,
             {chunk_values_.data() + chunk * block, chunk_sizes_.data() + chunk * kMostSeries,
              scratch_.data() + worker * block});
    }
  });
}

void DoubleSeries::finish_order(long k) {
  const long block = problem_.blocks * kLanes;
  for (long stride = 1; stride < chunks(); stride *= 2) {
    for (long chunk = 0; chunk + stride < chunks(); chunk += 2 * stride) {
      double* sum = chunk_values_.data() + chunk * block;
      const double* other = sum + stride * block;
      for (long i = 0; i < block; ++i) {
        sum[i] += other[i];
      }
    }
  }
  for (long i = 0; i < problem_.samples; ++i) {
    const double value = chunk_values_[i] * problem_.scale + bias_[static_cast<std::size_t>(k)];
    residuals_[((i / kLanes) * terms_ + k) * kLanes + i % kLanes] =
        k == 0 ? value - problem_.labels[i] : value;
  }
  if (!measured_) {
    return;
  }
  std::array<std::int64_t, kMostSeries> sizes{};
  for (std::size_t i = 0; i < chunk_sizes_.size(); ++i) {
    std::int64_t& most = sizes[i % kMostSeries];
    most = std::max(most, chunk_sizes_[i]);
  }
  for (std::size_t t = 0; t < norms_.series.size(); ++t) {
    norms_.series[t].emplace_back(std::bit_cast<double>(sizes[t]));
  }
  if (k == 0) {
    norms_.preactivation = UpperBound(std::bit_cast<double>(sizes.back()));
  }
}

double DoubleSeries::coefficient(long q, long k) const {
  const ParameterLayout& layout = problem_.layout;
  return q < layout.inner(0)        ? outer_[q * (terms_ + 1) + k]
         : q < layout.output_bias() ? inner_[(q - layout.inner(0)) * (terms_ + 1) + k]
                                    : bias_[static_cast<std::size_t>(k)];
}

std::vector<double> DoubleSeries::evaluate(const std::vector<double>& displacement, double share) const {
  std::vector<double> result(displacement.size());
  for (std::size_t q = 0; q < result.size(); ++q) {
    double moved = coefficient(static_cast<long>(q), terms_);
    for (long k = terms_ - 1; k >= 1; --k) {
      moved = moved * share + coefficient(static_cast<long>(q), k);
    }
    result[q] = displacement[q] + moved * share;
  }
  return result;
}

bool DoubleSeries::is_finite() const {
  const auto finite = [](double x) { return std::isfinite(x); };
  const auto all = [&](const AlignedArray<double>& x) {
    return std::all_of(x.data(), x.data() + x.size(), finite);
  };
  return all(outer_) && all(inner_) && all(residuals_) && std::ranges::all_of(bias_, finite);
}

// Sums of squares and of sizes, in any order: UpperBound::of_sum covers the rounding.
void DoubleSeries::measure() {
  const ParameterLayout& layout = problem_.layout;
  const auto count = static_cast<std::size_t>(terms_ + 1);
  const long width = layout.width;
  std::vector<double> sum(count);
  std::vector<double> squares(count);
  std::vector<double> largest(count);
  for (long l = 0; l < width; ++l) {
    const double* a = outer_.data() + l * (terms_ + 1);
    for (std::size_t k = 0; k < count; ++k) {
      const double size = std::abs(a[k]);
      sum[k] += size;
      squares[k] += size * size;
      largest[k] = size > largest[k] ? size : largest[k];
    }
  }
  std::vector<double> inner_squares(count);
  std::vector<double> inner_largest(count);
  std::vector<double> slope_largest(count);
  std::vector<double> row(count);
  std::vector<double> slopes(count);
  for (long l = 0; l < width; ++l) {
    std::ranges::fill(row, 0);
    std::ranges::fill(slopes, 0);
    for (long c = 0; c < components(); ++c) {
      const double* u = inner_.data() + (l * components() + c) * (terms_ + 1);
      const double* v = mean_slopes_.data() + (l * components() + c) * (terms_ + 1);
      for (std::size_t k = 0; k < count; ++k) {
        row[k] += u[k] * u[k];
        slopes[k] += v[k] * v[k];
      }
    }
    for (std::size_t k = 0; k < count; ++k) {
      inner_squares[k] += row[k];
      inner_largest[k] = row[k] > inner_largest[k] ? row[k] : inner_largest[k];
      slope_largest[k] = slopes[k] > slope_largest[k] ? slopes[k] : slope_largest[k];
    }
  }
  std::vector<double> residuals(count);
  for (long i = 0; i < problem_.samples; ++i) {
    for (long k = 0; k < terms_; ++k) {
      residuals[static_cast<std::size_t>(k)] += std::abs(residual(i, k));
    }
  }
  for (std::size_t k = 0; k < count; ++k) {
    norms_.outer_sum.push_back(UpperBound::of_sum(sum[k], width));
    const UpperBound outer_square = UpperBound::of_sum(squares[k], width);
    norms_.outer.push_back(sqrt(outer_square));
    norms_.outer_largest.emplace_back(largest[k]);
    const UpperBound inner_square = UpperBound::of_sum(inner_squares[k], width * components());
    norms_.inner.push_back(sqrt(inner_square));
    norms_.inner_largest.push_back(sqrt(UpperBound::of_sum(inner_largest[k], components())));
    const UpperBound bias(std::abs(bias_[k]));
    norms_.bias.push_back(bias);
    norms_.all.push_back(sqrt(outer_square + inner_square + bias * bias));
    if (k + 1 < count) {
      norms_.mean_slope.push_back(sqrt(UpperBound::of_sum(slope_largest[k], components())));
      norms_.residual.push_back(UpperBound::of_sum(residuals[k], problem_.samples) /
                                static_cast<double>(problem_.samples));
    }
  }
}

}  // namespace ntkcert
