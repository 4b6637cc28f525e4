#include <algorithm>

#include "must_fail/altered.hpp"
#include "ntkcert/deviation/growth_law.hpp"
#include "ntkcert/deviation/kernel_flow.hpp"

namespace ntkcert::must_fail {
namespace {

/// A right side that does not move.
Planted constant(std::string of, std::string name, std::string change,
                 std::function<Ball(RunEvaluation&)> value) {
  return {std::move(of), std::move(name), std::move(change), [value = std::move(value)](RunEvaluation& run) {
            return [bound = value(run)](const Ball&, const Ball&) { return bound; };
          }};
}

Ball sup_slope(const Network& network) {
  return sqrt(Ball(2, network.parameters().front().precision())) *
         network.activation().sup_bounds(network.parameters().front().precision()).first;
}

std::vector<Planted> changes() {
  const Rational half(1, 2);
  std::vector<Planted> r;
  for (const char* g : {"limit", "initial"}) {
    const std::string name = std::string("damped-deviation/") + g + "/";
    const Rational below(1, g == std::string("limit") ? 2 : 4);
    for (const char* bound : {"integral", "projected", "unprojected", "square-integral", "eigenpair",
                              "eigenpair-square-integral"}) {
      r.push_back(times(name + bound, "smaller-constant", below));
      r.push_back(squared(name + bound));
    }
    const std::string lazy = std::string("overparameterized/") + g + "/";
    for (const char* bound : {"eigenpair", "unprojected"}) {
      r.push_back(
          times(lazy + bound, "smaller-constant", Rational(1, g == std::string("limit") ? 20 : 100000)));
      r.push_back(squared(lazy + bound));
    }
  }
  for (const char* bound : {"projected", "integral", "square-integral"}) {
    const std::string name = std::string("damped-deviation/population/") + bound;
    r.push_back(times(name, "smaller-constant", half));
    r.push_back(squared(name));
  }
  r.push_back(times("a-priori/displacement", "smaller-constant", Rational(7, 10)));
  r.push_back(times_power_of_time("a-priori/displacement", half));
  r.push_back(times("a-priori/gradient", "smaller-constant", Rational(1, 8)));
  r.push_back(decaying("a-priori/gradient"));
  r.push_back(times_power_of_width("a-priori/parameter-growth", -1));
  r.push_back(squared("a-priori/parameter-growth"));
  r.push_back(times_power_of_width("a-priori/neuron-growth", -half));
  r.push_back(squared("a-priori/neuron-growth"));
  r.push_back(times("a-priori/network-gradient", "smaller-constant", Rational(1, 4)));
  r.push_back(constant("a-priori/network-gradient", "dropped-inner-weights",
                       "S² + 1 (A_0² + 1 for unbounded σ)", [](RunEvaluation& run) {
                         const Network& network = run.trajectory().problem().initial;
                         const Precision p = network.parameters().front().precision();
                         const SupBounds sup = network.activation().sup_bounds(p);
                         return square(sup.value.value_or(sup.at_zero)) + 1;
                       }));
  r.push_back(times("a-priori/kernel-drift", "smaller-constant", Rational(1, 1000)));
  r.push_back(times_power_of_width("a-priori/kernel-drift", Rational(-5, 2)));
  r.push_back(times("a-priori/doubled-kernel-drift", "smaller-constant", Rational(1, 1000)));
  r.push_back(squared("a-priori/doubled-kernel-drift"));
  r.push_back(times("a-priori/neuronwise-kernel-drift", "smaller-constant", Rational(1, 1000)));
  r.push_back(squared("a-priori/neuronwise-kernel-drift"));
  r.push_back(times("a-priori/network-hessian", "smaller-constant", half));
  r.push_back(
      constant("a-priori/network-hessian", "dropped-curvature", "m^{−1/2}√2L_1", [](RunEvaluation& run) {
        const Network& network = run.trajectory().problem().initial;
        return sup_slope(network) / sqrt(Ball(network.width(), network.parameters().front().precision()));
      }));
  r.push_back(times("a-priori/risk-concavity", "smaller-constant", Rational(1, 10)));
  r.push_back(times_power_of_width("a-priori/risk-concavity", -1));
  for (const char* bound : {"kernel", "residual", "eigenpair"}) {
    const std::string name = std::string("global-convergence/") + bound;
    r.push_back(times(name, "smaller-constant", Rational(1, 3)));
  }
  r.push_back(times_power_of_width("global-convergence/kernel", -half));
  r.push_back(decaying("global-convergence/residual"));
  r.push_back(squared("global-convergence/eigenpair"));
  r.push_back(times("su-yang/operators", "smaller-constant", Rational(9, 10)));
  r.push_back(decaying("su-yang/operators"));
  r.push_back(times("su-yang/native-norm", "smaller-constant", half));
  r.push_back(constant(
      "su-yang/native-norm", "plain-norm", "‖f*‖/√(2e), the norm of L²(sphere),", [](RunEvaluation& run) {
        const FlowProblem& problem = run.trajectory().problem();
        Ball sum(problem.precision);
        for (const TargetPart& part : target_parts(problem.initial, run.question().target, problem.points)) {
          sum += part.norm_square;
        }
        return sqrt(sum / (2 * exp(Ball(1, problem.precision))));
      }));
  r.push_back(times("su-yang/residual", "smaller-constant", Rational(1, 4)));
  r.push_back(times_power_of_width("su-yang/residual", -half));
  r.push_back(times("validated-flow/radius", "below-rounding", Rational(1, pow(Integer(10), 80U))));
  r.push_back(times_power_of_time("validated-flow/radius", -60));
  r.push_back(times("initialisation/gram", "smaller-constant", Rational(1, 20)));
  r.push_back(times_power_of_width("initialisation/gram", -1));
  r.push_back(times("initialisation/uniform", "smaller-constant", Rational(1, 50)));
  r.push_back(times_power_of_width("initialisation/uniform", -2));
  r.push_back(times("initialisation/gram-moments", "smaller-constant", Rational(1, 100)));
  r.push_back(times_power_of_width("initialisation/gram-moments", -2));
  r.push_back(times("sampling/operator", "smaller-constant", Rational(1, 100)));
  r.push_back(times_power_of_width("sampling/operator", -2));
  return r;
}

}  // namespace

std::vector<Statement> variants(const std::vector<Statement>& statements) {
  std::vector<Statement> r;
  for (Planted& change : changes()) {
    const auto base = std::ranges::find(statements, change.of, &Statement::name);
    r.push_back(planted(*base, std::move(change)));
  }
  return r;
}

}  // namespace ntkcert::must_fail
