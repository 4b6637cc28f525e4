#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ntkcert/claim/decide.hpp"
#include "ntkcert/deviation/deviation_pieces.hpp"
#include "ntkcert/deviation/flow_pieces.hpp"
#include "ntkcert/deviation/growth_pieces.hpp"
#include "ntkcert/deviation/population_deviation.hpp"
#include "ntkcert/deviation/underparameterized.hpp"

namespace ntkcert {

/// The fixed operators on the sample that a flow is compared with.
enum class SampleOperator {
  limit,  ///< G^∞_ij = κ(⟨x_i, x_j⟩)/n, κ the limiting NTK of the paper's network with the run's activation
  initial,  ///< G_0, the tangent kernel's Gram matrix at θ_0
};

/// Where the driver (G − G_t)r̂_t takes G_t r̂_t from.
enum class DriverSource {
  residual_rate,  ///< −∂_t r̂_t, a directional derivative
  gram,           ///< the tangent kernel's formula; costs the Gram models
};

/// What a run says about the whole sphere: the target as a function, and the degrees k that statements there
/// speak of, ascending.
struct SphereQuestion {
  Target target;
  std::vector<long> degrees;
  Rational horizon;
  /// Why weights and sample are no independent draws from the laws that probabilities speak of; empty if they
  /// are.
  std::string not_drawn;
};

/// Walks a trajectory once, step by step, and hands the models of each step to everything that was asked for
/// before. The trajectory must outlive it.
class RunEvaluation {
 public:
  /// `tolerance`: the radius that was asked for, if any.
  explicit RunEvaluation(const Trajectory& trajectory, std::optional<SphereQuestion> question = std::nullopt,
                         std::optional<Rational> tolerance = std::nullopt);

  [[nodiscard]] const Trajectory& trajectory() const { return trajectory_; }
  [[nodiscard]] const std::optional<Rational>& tolerance() const { return tolerance_; }
  /// The target function; throws InvalidInput if the run has none, or no degrees.
  [[nodiscard]] const SphereQuestion& question() const;
  /// Throws UnmetHypothesis unless weights and sample are independent draws.
  void require_drawn() const;
  /// The time at which the step begins that `walk` has entered last, asked for later.
  [[nodiscard]] std::function<Dyadic()> step_start() const;
  [[nodiscard]] std::size_t samples() const { return initial_residual_.size(); }
  /// r̂_0 = f(x_i; θ_0) − y_i, and Φ_0.
  [[nodiscard]] const Vector& initial_residual() const { return initial_residual_; }
  [[nodiscard]] Ball initial_risk() const;
  /// Encloses the Gram matrix; throws Exhausted if its entries cannot be enclosed.
  [[nodiscard]] Matrix gram(SampleOperator which) const;

  /// What families read; asking twice gives the same object. All must be asked for before `walk`.
  [[nodiscard]] std::shared_ptr<FlowPieces> flow(bool with_gram);
  [[nodiscard]] std::shared_ptr<GrowthPieces> growth(bool with_gram);
  struct Deviation {
    const EigenBasis& basis;
    std::shared_ptr<DeviationPieces> pieces;
  };
  [[nodiscard]] Deviation deviation(SampleOperator which, DriverSource source = DriverSource::residual_rate,
                                    const Rational& decay_scale = 1);

  /// The same on the whole sphere, degree by degree up to the largest of the question; throws InvalidInput
  /// without one, and as Population does.
  struct SphereDeviation {
    const Population& population;
    const PopulationDeviation& deviation;
    const std::vector<long>& degrees;
    std::shared_ptr<DeviationPieces> pieces;
  };
  [[nodiscard]] SphereDeviation sphere_deviation();
  /// The values of deviation and driver at the first sample points, as PopulationDeviation numbers them.
  struct SphereValues {
    const PopulationDeviation& deviation;
    long points;
    std::shared_ptr<DeviationPieces> pieces;
  };
  [[nodiscard]] SphereValues sphere_values();
  /// The norms of (P_k − P̂_k)r_t.
  [[nodiscard]] std::shared_ptr<DeviationPieces> sphere_sampling();
  /// The constants of the underparameterised theorem; throws UnmetHypothesis where it does not apply.
  [[nodiscard]] UnderparameterizedBounds underparameterized();

  /// Enters each step in turn and calls every collector on it.
  void walk(std::span<EvidenceCollector* const> collectors);

 private:
  [[nodiscard]] long value_points() const;

  struct Tracked {
    SampleOperator which;
    DriverSource source;
    Rational decay_scale;
    std::unique_ptr<SampleDeviation> deviation;
    std::shared_ptr<DeviationPieces> pieces;
  };

  const Trajectory& trajectory_;
  Vector initial_residual_;
  std::optional<Rational> tolerance_;
  std::shared_ptr<Dyadic> step_start_;
  std::shared_ptr<FlowPieces> flow_;
  std::shared_ptr<GrowthPieces> growth_;  // null if not asked for
  bool with_gram_ = false;
  std::vector<Tracked> tracked_;
  std::optional<SphereQuestion> question_;
  std::unique_ptr<Population> population_;
  std::unique_ptr<PopulationDeviation> sphere_;
  std::shared_ptr<DeviationPieces> sphere_pieces_;
  std::shared_ptr<DeviationPieces> sphere_values_;  // null if not asked for
  std::shared_ptr<DeviationPieces> sphere_sampling_;
};

}  // namespace ntkcert
