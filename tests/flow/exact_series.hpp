#pragma once

#include <vector>

#include "ntkcert/flow/double_majorant.hpp"
#include "tests/flow/direct_flow.hpp"

namespace ntkcert::testing {

/// The series along the polynomial θ̃ of a DoubleSeries in balls of 320 bits, from the definitions: the
/// activation's own recurrence, sums written out. Times in the series' unit.
class ExactSeries {
 public:
  static constexpr long kBits = 320;

  /// `problem`: at kBits or more.
  ExactSeries(const FlowProblem& problem, const DoubleSeries& series, const std::vector<double>& displacement)
      : problem_(problem), series_(series), displacement_(displacement) {
    const ParameterLayout& layout = problem.initial.layout();
    const long n = problem.points.size();
    const long terms = series.order();
    for (long l = 0; l < layout.width; ++l) {
      for (long i = 0; i < n; ++i) {
        BallArray z(terms);
        BallArray value(terms);
        BallArray slope(terms);
        BallArray scratch(ActivationSeries::kScratch * terms);
        for (long k = 0; k < terms; ++k) {
          Ball sum{Precision(kBits)};
          for (long c = 0; c <= layout.dim; ++c) {
            Ball x{Precision(kBits)};
            arb_set(x.raw(), problem.points.row(i) + c);
            sum += parameter(layout.inner(l) + c, k) * x;
          }
          arb_set(z.at(k), sum.raw());
          problem.initial.activation().extend_series(
              {z.at(0), value.at(0), slope.at(0), scratch.at(0), terms}, k, kBits);
        }
        values_.push_back(value);
        slopes_.push_back(slope);
      }
    }
  }

  /// Order k of parameter q of θ̃.
  [[nodiscard]] Ball parameter(long q, long k) const {
    const auto at = static_cast<std::size_t>(q);
    const DoubleProblem& p = series_.problem();
    if (k == 0) {
      // The state is origin + displacement; the series keeps the displacement of the inner weights alone.
      return number(p.origin[at]) + number(displacement_[at]);
    }
    return number(series_.coefficient(q, k));
  }

  /// The largest |r̂_{i,k} − r_{i,k}|.
  [[nodiscard]] Ball residual_error(long k) const {
    Ball largest{Precision(kBits)};
    for (long i = 0; i < problem_.points.size(); ++i) {
      largest = max(largest, abs(residual(i, k) - number(series_.residual(i, k))));
    }
    return largest;
  }
  /// The largest error of order k of σ and of σ'.
  [[nodiscard]] std::pair<Ball, Ball> activation_errors(long k, long value_series, long slope_series) const {
    Ball value_error{Precision(kBits)};
    Ball slope_error{Precision(kBits)};
    for (long l = 0; l < problem_.initial.width(); ++l) {
      for (long i = 0; i < problem_.points.size(); ++i) {
        const double* pair = series_.pair(l, i / kLanes) + k * series_.pair_stride() + i % kLanes;
        value_error =
            max(value_error, abs(coefficient(value(l, i), k) - number(pair[value_series * kLanes])));
        slope_error =
            max(slope_error, abs(coefficient(slope(l, i), k) - number(pair[slope_series * kLanes])));
      }
    }
    return {value_error, slope_error};
  }
  /// The largest |V̂_{ℓ,k} − V_{ℓ,k}|.
  [[nodiscard]] Ball mean_slope_error(long k) const {
    Ball largest{Precision(kBits)};
    for (long l = 0; l < problem_.initial.width(); ++l) {
      Vector difference;
      for (long c = 0; c <= problem_.initial.dim(); ++c) {
        difference.push_back(mean_slope(l, c, k) - number(series_.mean_slope(l, c, k)));
      }
      largest = max(largest, norm(difference));
    }
    return largest;
  }
  /// |(k+1)θ_{k+1} + unit·(J̃ᵀr̂)_k/n|.
  [[nodiscard]] Ball defect(long k) const {
    const ParameterLayout& layout = problem_.initial.layout();
    const Ball unit = number(series_.unit());
    Vector defect;
    const auto add = [&](long q, const Ball& gradient) {
      defect.push_back((k + 1) * parameter(q, k + 1) + unit * gradient);
    };
    Ball mean{Precision(kBits)};
    for (long i = 0; i < problem_.points.size(); ++i) {
      mean += number(series_.residual(i, k));
    }
    add(layout.output_bias(), mean / problem_.points.size());
    for (long l = 0; l < layout.width; ++l) {
      Ball outer{Precision(kBits)};
      for (long i = 0; i < problem_.points.size(); ++i) {
        for (long j = 0; j <= k; ++j) {
          outer += number(series_.residual(i, j)) * coefficient(value(l, i), k - j);
        }
      }
      add(layout.outer(l), outer * share());
      for (long c = 0; c <= layout.dim; ++c) {
        Ball inner{Precision(kBits)};
        for (long j = 0; j <= k; ++j) {
          inner += parameter(layout.outer(l), j) * mean_slope(l, c, k - j);
        }
        add(layout.inner(l) + c, inner);
      }
    }
    return norm(defect);
  }

 private:
  [[nodiscard]] static Ball number(double x) { return Ball::from_double(x, Precision(kBits)); }
  [[nodiscard]] static Ball coefficient(const BallArray& series, long k) {
    Ball x{Precision(kBits)};
    arb_set(x.raw(), series.at(k));
    return x;
  }
  [[nodiscard]] const BallArray& value(long l, long i) const {
    return values_[static_cast<std::size_t>(l * problem_.points.size() + i)];
  }
  [[nodiscard]] const BallArray& slope(long l, long i) const {
    return slopes_[static_cast<std::size_t>(l * problem_.points.size() + i)];
  }
  /// c/n.
  [[nodiscard]] Ball share() const {
    return 1 / (sqrt(Ball(problem_.initial.width(), Precision(kBits))) * problem_.points.size());
  }
  [[nodiscard]] Ball residual(long i, long k) const {
    const ParameterLayout& layout = problem_.initial.layout();
    Ball sum{Precision(kBits)};
    for (long l = 0; l < layout.width; ++l) {
      for (long j = 0; j <= k; ++j) {
        sum += parameter(layout.outer(l), j) * coefficient(value(l, i), k - j);
      }
    }
    sum = sum / sqrt(Ball(layout.width, Precision(kBits))) + parameter(layout.output_bias(), k);
    return k == 0 ? sum - problem_.labels[static_cast<std::size_t>(i)] : sum;
  }
  [[nodiscard]] Ball mean_slope(long l, long c, long k) const {
    Ball sum{Precision(kBits)};
    for (long i = 0; i < problem_.points.size(); ++i) {
      Ball at_point{Precision(kBits)};
      for (long j = 0; j <= k; ++j) {
        at_point += number(series_.residual(i, j)) * coefficient(slope(l, i), k - j);
      }
      sum += at_point * problem_.points.augmented()(i, c);
    }
    return sum * share();
  }

  const FlowProblem& problem_;
  const DoubleSeries& series_;
  const std::vector<double>& displacement_;
  std::vector<BallArray> values_;
  std::vector<BallArray> slopes_;
};

}  // namespace ntkcert::testing
