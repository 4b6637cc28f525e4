#pragma once

#include <vector>

#include "ntkcert/flow/double_problem.hpp"
#include "ntkcert/flow/double_sweep.hpp"
#include "ntkcert/flow/worker_pool.hpp"

namespace ntkcert {

/// Neurons that one thread works on at a time; the order of every sum depends on this number, not on threads.
inline constexpr long kChunk = 16;

/// Upper bounds, by order, of sizes of what a DoubleSeries computed: of exact numbers, the coefficients of θ̃
/// (`outer_…`, `inner_…`, `bias`; order 0 of `outer`: the rounded a, of `inner`: the displacement), and of
/// rounded ones.
struct DoubleNorms {
  using Bounds = std::vector<UpperBound>;
  Bounds outer_sum;            // Σ|a_ℓ|
  Bounds outer;                // |a|
  Bounds outer_largest;        // max|a_ℓ|
  Bounds inner;                // ‖U‖_F
  Bounds inner_largest;        // max|u_ℓ|
  Bounds bias;                 // |β|
  Bounds all;                  // |θ_k|, k ≥ 1; order 0: of the displacement
  Bounds mean_slope;           // max_ℓ|V_ℓ|, orders below N
  Bounds residual;             // (1/n)Σ|r̂_i|, orders below N
  std::vector<Bounds> series;  // max over pairs of the series' sizes, orders below N; series[t][k]
  UpperBound preactivation;    // max|ẑ_0|
};

/// The Taylor coefficients of the flow from one state, in plain double arithmetic, in time scaled by a power
/// of two. The coefficients θ_1..θ_N that are found *are* those of the approximate trajectory θ̃; how far the
/// others (residuals r̂_k, k < N, and series of the activations) are from the exact ones along θ̃ is bounded in
/// double_majorant.hpp. The sums' order, hence every bit, does not depend on the number of threads.
class DoubleSeries {
 public:
  /// The problem must outlive it. `measured`: norms are wanted.
  DoubleSeries(const DoubleProblem& problem, DoubleActivation activation, long order, long threads,
               bool measured);

  /// From the state origin + displacement; `unit`: a power of two.
  void compute(const std::vector<double>& displacement, double unit);

  [[nodiscard]] const DoubleProblem& problem() const { return problem_; }
  [[nodiscard]] DoubleActivation activation() const { return activation_; }
  [[nodiscard]] long order() const { return terms_; }
  [[nodiscard]] double unit() const { return unit_; }
  /// False if something overflowed: then a smaller unit may do.
  [[nodiscard]] bool is_finite() const;
  [[nodiscard]] const DoubleNorms& norms() const { return norms_; }
  /// How many sums of two numbers lie above a chunk's sum in the network's values: ⌈log₂(chunks)⌉.
  [[nodiscard]] long tree_depth() const;

  /// Order k of parameter q (layout's order; order 0 is the displacement, except for the outer weights, where
  /// it is origin + displacement, rounded).
  [[nodiscard]] double coefficient(long q, long k) const;
  /// displacement + Σ_{k≥1} θ_k share^k by Horner's rule, in plain doubles.
  [[nodiscard]] std::vector<double> evaluate(const std::vector<double>& displacement, double share) const;
  /// Order k < N of r̂_i.
  [[nodiscard]] double residual(long i, long k) const {
    return residuals_[((i / kLanes) * terms_ + k) * kLanes + i % kLanes];
  }
  /// Order k < N of component c of V_ℓ.
  [[nodiscard]] double mean_slope(long neuron, long c, long k) const {
    return mean_slopes_[(neuron * components() + c) * (terms_ + 1) + k];
  }
  [[nodiscard]] const double* pair(long neuron, long block) const {
    return pairs_.data() + (neuron * terms_ * problem_.blocks + block) * series_ * kLanes;
  }
  /// How far apart a pair's orders are.
  [[nodiscard]] long pair_stride() const { return problem_.blocks * series_ * kLanes; }
  [[nodiscard]] const double* residuals() const { return residuals_.data(); }
  /// Runs work(worker, number of workers) on all threads.
  void for_each_worker(const std::function<void(long, long)>& work) const;
  [[nodiscard]] long threads() const { return pool_.size(); }
  [[nodiscard]] long chunks() const { return (problem_.layout.width + kChunk - 1) / kChunk; }

 private:
  [[nodiscard]] long components() const { return problem_.layout.dim + 1; }
  void sweep(long k);
  [[nodiscard]] double residual_sum(long k) const;
  void finish_order(long k);
  void measure();

  const DoubleProblem& problem_;
  DoubleActivation activation_;
  Sweep sweep_;
  bool measured_;
  long series_;
  long terms_;
  double unit_ = 1;
  mutable WorkerPool pool_;
  AlignedArray<double> pairs_;
  AlignedArray<double> residuals_;
  AlignedArray<double> outer_;
  AlignedArray<double> inner_;
  AlignedArray<double> mean_slopes_;
  std::vector<double> bias_;
  AlignedArray<double> chunk_values_;
  std::vector<std::int64_t> chunk_sizes_;
  AlignedArray<double> scratch_;
  DoubleNorms norms_;
};

}  // namespace ntkcert
