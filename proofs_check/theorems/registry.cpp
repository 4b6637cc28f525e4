#include <fmt/core.h>

#include <algorithm>

#include "files/names.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/text.hpp"
#include "ntkcert/deviation/overparameterized.hpp"
#include "ntkcert/flow/upper_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {
namespace {

std::vector<Statement> collect() {
  std::vector<Statement> r;
  for (const NamedOperator& g : sample_operators()) {
    for (Statement (*make)(const NamedOperator&) :
         {duhamel_identity, integral_bound, supremum_bound, unprojected_bound, square_integral_bound,
          eigenpair_supremum, eigenpair_square_integral, overparameterized_eigenpair,
          overparameterized_unprojected}) {
      r.push_back(make(g));
    }
  }
  for (Statement (*make)() : {population_identity,
                              population_integral,
                              population_supremum,
                              population_square_integral,
                              underparameterized,
                              underparameterized_degree,
                              no_amplification,
                              residual_rate,
                              risk_decrease,
                              energy_identity,
                              displacement_bound,
                              gradient_bound,
                              parameter_growth,
                              neuron_growth,
                              network_gradient,
                              kernel_drift,
                              doubled_kernel_drift,
                              neuronwise_kernel_drift,
                              network_hessian,
                              risk_concavity,
                              global_convergence_kernel,
                              global_convergence_residual,
                              global_convergence_eigenpair,
                              su_yang_operators,
                              su_yang_native_norm,
                              su_yang_residual,
                              validated_flow,
                              initialisation_gram,
                              initialisation_uniform,
                              initialisation_chebyshev,
                              sampling_operator,
                              must_fail::doubled_damping,
                              must_fail::dropped_horizon,
                              must_fail::halved_exponent,
                              must_fail::population_without_horizon,
                              must_fail::population_wrong_degree}) {
    r.push_back(make());
  }
  for (Statement& variant : must_fail::variants(r)) {
    r.push_back(std::move(variant));
  }
  return r;
}

}  // namespace

const std::vector<NamedOperator>& sample_operators() {
  static const std::vector<NamedOperator> operators = {
      {SampleOperator::limit, "limit", "the Gram matrix of the limiting NTK, G_ij = κ(⟨x_i,x_j⟩)/n"},
      {SampleOperator::initial, "initial", "the tangent kernel's Gram matrix at θ_0, G_ij = K_0(x_i,x_j)/n"}};
  return operators;
}

std::string hypotheses_on(const NamedOperator& g) {
  return "gradient flow of Φ = ½‖r̂‖_n², σ ∈ C² with bounded σ', σ''; G = " + g.meaning +
         " (symmetric positive semidefinite)";
}

std::string hypotheses_on_growth() {
  return "gradient flow of Φ = ½‖r̂‖_n² on the unit sphere, σ ∈ C² with bounded σ', σ''; A_0 = |σ(0)|, L_1, "
         "L_2, L_3 = "
         "sup|σ'|, sup|σ''|, sup|σ'''|, S = sup|σ|, c = √2L_1";
}

Ball initial_residual_norm(const RunEvaluation& run) {
  return norm(run.initial_residual()) / sqrt(Ball(static_cast<long>(run.samples()), kBoundPrecision));
}

Ball initialisation_error(const RunEvaluation& run, SampleOperator which) {
  return which == SampleOperator::initial
             ? Ball(kBoundPrecision)
             : operator_norm(run.gram(SampleOperator::initial) - run.gram(SampleOperator::limit))
                   .at(kBoundPrecision);
}

std::string hypotheses_on_sphere() {
  return "gradient flow of Φ = ½‖r̂‖_n², σ ∈ C² with bounded σ', σ''; the sphere with its uniform measure, "
         "T_K "
         "the integral operator of the limiting NTK, which is zonal, λ_k its eigenvalue and P_k the "
         "projector of "
         "degree k; f* a sum of harmonics";
}

std::vector<SpectralBlock> all_blocks(const PopulationDeviation& deviation,
                                      const std::vector<long>& degrees) {
  std::vector<SpectralBlock> blocks = deviation.degree_blocks(degrees);
  for (SpectralBlock& block : deviation.leading_blocks()) {
    blocks.push_back(std::move(block));
  }
  return blocks;
}

std::string anatomy(const DriverBound& bound) {
  constexpr long kDigits = 3;
  return fmt::format(
      ", sampling {} + initialisation {} + movement {}", decimal_above(bound.sampling.upper(), kDigits),
      decimal_above(bound.initialisation.upper(), kDigits), decimal_above(bound.movement.upper(), kDigits));
}

const std::vector<Statement>& all() {
  static const std::vector<Statement> statements = collect();
  return statements;
}

const Statement& find(const std::string& name) {
  const auto found = std::ranges::find(all(), name, &Statement::name);
  if (found != all().end()) {
    return *found;
  }
  std::vector<std::string> names;
  for (const Statement& statement : all()) {
    names.push_back(statement.name);
  }
  throw InvalidInput(files::unknown_name("theorem", name, names));
}

}  // namespace ntkcert::theorems
