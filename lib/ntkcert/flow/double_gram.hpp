#pragma once

#include <vector>

#include "ntkcert/floating/lane_matrix.hpp"
#include "ntkcert/flow/bernstein.hpp"
#include "ntkcert/flow/double_disc.hpp"
#include "ntkcert/flow/double_step.hpp"

namespace ntkcert {

/// The tangent kernel's Gram matrix (G_t)_ij = K_t(x_i, x_j)/n of the true flow on a step, for every t of it:
/// near the polynomial Σ_k β_k(τ)·points[k] of Bernstein's form. The matrices are symmetric.
struct DoubleGram {
  std::vector<LaneMatrix> points;
  UpperBound entry_error;  // of every entry
  UpperBound norm_error;   // of the matrix in ‖·‖ (and in ‖·‖_F)
};

/// Makes them, in plain doubles with proved errors (docs/theory.md, Lemma 11), from the values of the series
/// at a few times of the step: as many (2 to 6) as the wanted accuracy takes. Cost for each time: m·n²/1.5
/// multiplications.
class DoubleGramSource {
 public:
  /// The series' problem must outlive it.
  explicit DoubleGramSource(const DoubleSeries& series);

  /// G_0, from the first step of a run: one point, which does not move.
  [[nodiscard]] DoubleGram at_start(const DoubleErrors& errors, const DoubleStep& step);

  /// The current step's. At the highest degree that costs a fraction of the step itself, or the least whose
  /// error of interpolation is below the other ones: ‖error‖ ~ 1e-9 for n ≤ 85, 1e-4 for n = 256 (m = 1024).
  [[nodiscard]] DoubleGram on_step(const DoubleErrors& errors, const DoubleDisc& disc,
                                   const DoubleStep& step);

 private:
  /// Sizes of σ̂, of σ̂' and of c·|â| and errors of the first two, for all neurons, samples and times.
  struct Sizes {
    UpperBound value;
    UpperBound slope;
    UpperBound outer;
    UpperBound value_error;
    UpperBound slope_error;
  };
  /// Of K along θ̃ with σ̂, σ̂', â and the points as they were computed.
  [[nodiscard]] UpperBound error_along(const Sizes& sizes) const;
  /// Of what the sums and what follows round, for terms of this size and features with so many roundings.
  [[nodiscard]] UpperBound rounding(long of_features, UpperBound kernel) const;
  /// G at those times of the step, rounded, from the series' orders below `terms`.
  [[nodiscard]] std::vector<LaneMatrix> evaluate(std::span<const double> times, long terms);
  void evaluate_features(long first, long last, std::span<const double> times, long terms);
  [[nodiscard]] LaneMatrix combined(const LaneMatrix& values, const LaneMatrix& slopes) const;

  const DoubleSeries& series_;
  LaneMatrix products_;  // ⟨x̂_i, x̂_j⟩
  std::vector<LaneMatrix> values_;
  std::vector<LaneMatrix> slopes_;
};

}  // namespace ntkcert
