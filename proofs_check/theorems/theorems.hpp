#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ntkcert/claim/statement.hpp"

namespace ntkcert::theorems {

/// All statements that can be claimed, planted false ones included; registry.cpp lists them.
[[nodiscard]] const std::vector<Statement>& all();
/// Throws InvalidInput with the nearest name.
[[nodiscard]] const Statement& find(const std::string& name);

/// "limit" and "initial" in statements' names, and what G stands for.
struct NamedOperator {
  SampleOperator which;
  std::string name;
  std::string meaning;
};
[[nodiscard]] const std::vector<NamedOperator>& sample_operators();
/// The last words of a hypothesis list: what G is.
[[nodiscard]] std::string hypotheses_on(const NamedOperator& g);

/// Those of statements on the growth of a network, and what their formulas' constants are.
[[nodiscard]] std::string hypotheses_on_growth();
/// ‖r̂_0‖_n.
[[nodiscard]] Ball initial_residual_norm(const RunEvaluation& run);
/// ‖G_0 − G‖, which is 0 for G = G_0.
[[nodiscard]] Ball initialisation_error(const RunEvaluation& run, SampleOperator which);

/// The hypotheses of statements on the whole sphere.
[[nodiscard]] std::string hypotheses_on_sphere();
/// Each degree, then the degrees 0..k for k ≥ 1.
[[nodiscard]] std::vector<SpectralBlock> all_blocks(const PopulationDeviation& deviation,
                                                    const std::vector<long>& degrees);

/// 1 − δ is the probability with which statements about random weights and samples hold.
inline const Rational kDelta(1, 20);
/// ", sampling 0.3 + initialisation 0.2 + movement 0.01": the terms of a bound, rounded up.
[[nodiscard]] std::string anatomy(const DriverBound& bound);

/// A family built from an object that owns it.
template <typename F, typename... Arguments>
[[nodiscard]] Family family(Arguments&&... arguments) {
  return Family(std::make_unique<F>(std::forward<Arguments>(arguments)...));
}

/// One file each.
[[nodiscard]] Statement duhamel_identity(const NamedOperator& g);
[[nodiscard]] Statement integral_bound(const NamedOperator& g);
[[nodiscard]] Statement supremum_bound(const NamedOperator& g);
[[nodiscard]] Statement unprojected_bound(const NamedOperator& g);
[[nodiscard]] Statement square_integral_bound(const NamedOperator& g);
[[nodiscard]] Statement eigenpair_supremum(const NamedOperator& g);
[[nodiscard]] Statement eigenpair_square_integral(const NamedOperator& g);
[[nodiscard]] Statement population_identity();
[[nodiscard]] Statement population_integral();
[[nodiscard]] Statement population_supremum();
[[nodiscard]] Statement population_square_integral();
[[nodiscard]] Statement underparameterized();
[[nodiscard]] Statement underparameterized_degree();
[[nodiscard]] Statement no_amplification();
[[nodiscard]] Statement residual_rate();
[[nodiscard]] Statement risk_decrease();
[[nodiscard]] Statement energy_identity();
[[nodiscard]] Statement displacement_bound();
[[nodiscard]] Statement gradient_bound();
[[nodiscard]] Statement parameter_growth();
[[nodiscard]] Statement neuron_growth();
[[nodiscard]] Statement network_gradient();
[[nodiscard]] Statement kernel_drift();
[[nodiscard]] Statement doubled_kernel_drift();
[[nodiscard]] Statement neuronwise_kernel_drift();
[[nodiscard]] Statement network_hessian();
[[nodiscard]] Statement risk_concavity();
[[nodiscard]] Statement overparameterized_eigenpair(const NamedOperator& g);
[[nodiscard]] Statement overparameterized_unprojected(const NamedOperator& g);
[[nodiscard]] Statement global_convergence_kernel();
[[nodiscard]] Statement global_convergence_residual();
[[nodiscard]] Statement global_convergence_eigenpair();
[[nodiscard]] Statement su_yang_operators();
[[nodiscard]] Statement su_yang_native_norm();
[[nodiscard]] Statement su_yang_residual();
[[nodiscard]] Statement validated_flow();
[[nodiscard]] Statement initialisation_gram();
[[nodiscard]] Statement initialisation_uniform();
[[nodiscard]] Statement initialisation_chebyshev();
[[nodiscard]] Statement sampling_operator();

}  // namespace ntkcert::theorems

namespace ntkcert::must_fail {

/// Planted false statements, one file each: a suite that does not refute them is worth nothing.
[[nodiscard]] Statement doubled_damping();
[[nodiscard]] Statement dropped_horizon();
[[nodiscard]] Statement halved_exponent();
[[nodiscard]] Statement population_without_horizon();
[[nodiscard]] Statement population_wrong_degree();
/// Altered right sides of these statements: variants.cpp lists them.
[[nodiscard]] std::vector<Statement> variants(const std::vector<Statement>& statements);

}  // namespace ntkcert::must_fail
