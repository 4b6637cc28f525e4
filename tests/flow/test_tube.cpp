#include "ntkcert/flow/tube.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/flow/front.hpp"
#include "ntkcert/flow/step_size.hpp"
#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(tube)

namespace {

constexpr Shape kShape{4, 3, 2};
constexpr long kOrder = 20;
const Precision kPrecision(128);

Ball largest_norm(const std::vector<Matrix>& a, const std::vector<Matrix>& b) {
  Ball largest(kPrecision);
  for (std::size_t l = 0; l < a.size(); ++l) {
    largest = max(largest, (a[l] - b[l]).frobenius_norm());
  }
  return largest;
}

/// A lower bound of ‖A‖: |A v|/|v| after some power iterations.
Ball norm_from_below(const Matrix& a) {
  Vector v(static_cast<std::size_t>(a.columns()), Ball(1, kPrecision));
  v.front() = Ball(2, kPrecision);
  Ball size(kPrecision);
  for (int i = 0; i < 12; ++i) {
    Vector next = a * v;
    size = norm(next) / norm(v);
    for (Ball& x : next) {
      x = Ball((x / norm(v)).midpoint(), kPrecision);
    }
    v = std::move(next);
  }
  return size;
}

/// ∇²Φ.
Matrix risk_hessian(const FlowProblem& problem, const Network& network) {
  const Matrix jacobian = network.jacobian(problem.points);
  Matrix hessian = jacobian.transposed() * jacobian * (1 / Ball(problem.points.size(), kPrecision));
  const auto blocks = residual_hessian_blocks(network, problem.points, residuals_of(problem, network));
  const ParameterLayout& layout = problem.initial.layout();
  for (long l = 0; l < layout.width; ++l) {
    const auto index = [&](long j) { return j == 0 ? layout.outer(l) : layout.inner(l) + j - 1; };
    for (long j = 0; j < layout.dim + 2; ++j) {
      for (long k = 0; k < layout.dim + 2; ++k) {
        hessian.set(index(j), index(k),
                    hessian(index(j), index(k)) + blocks[static_cast<std::size_t>(l)](j, k));
      }
    }
  }
  return hessian;
}

}  // namespace

BOOST_AUTO_TEST_CASE(bounds_hold_at_random_points_of_the_tube_and_are_of_the_right_size) {
  std::mt19937_64 engine(3);
  const auto random_unit = [&](std::size_t size) {
    std::normal_distribution<double> normal;
    Vector v;
    for (std::size_t q = 0; q < size; ++q) {
      v.push_back(Ball::from_double(normal(engine), kPrecision));
    }
    const Ball length = norm(v);
    for (Ball& x : v) {
      x /= length;
    }
    return v;
  };
  for (const std::string name : {"tanh", "erf"}) {
    const FlowProblem problem = example_flow(name, kShape, 1, kPrecision, InitialScheme::independent);
    const SmoothActivation& activation = problem.initial.activation();
    const StepSeries series(problem, initial_front(problem).state, kOrder);
    const auto size = choose_step(problem, series);
    BOOST_REQUIRE(size.has_value());
    const Ball h(size->length, kBoundPrecision);
    const PathBounds path = path_bounds(series, activation, problem.initial.layout(), size->disc, h);
    for (const double epsilon : {1e-6, 0.3}) {
      const TubeBounds tube =
          tube_bounds(activation, kShape.width, path, Ball::from_double(epsilon, kBoundPrecision));
      Ball blocks(kPrecision);
      Ball risk(kPrecision);
      Ball network(kPrecision);
      Ball gradient(kPrecision);
      Ball mean_residual(kPrecision);
      Ball outer(kPrecision);
      for (int round = 0; round < 60; ++round) {
        const Ball s = Ball(size->length, kPrecision) *
                       Ball(Rational(static_cast<long>(engine() % 101), 100), kPrecision);
        const Vector centre =
            evaluate_series(series.parameter(0), problem.initial.layout().size(), kOrder + 1, s);
        Vector shift = random_unit(centre.size());
        if (round % 2 == 0) {  // one neuron alone: what the block bounds are about
          const ParameterLayout& layout = problem.initial.layout();
          const long neuron = static_cast<long>(engine() % 4);
          const Vector block = random_unit(static_cast<std::size_t>(layout.dim + 2));
          std::ranges::fill(shift, Ball(kPrecision));
          shift[static_cast<std::size_t>(layout.outer(neuron))] = block.front();
          for (long j = 0; j <= layout.dim; ++j) {
            shift[static_cast<std::size_t>(layout.inner(neuron) + j)] =
                block[static_cast<std::size_t>(j + 1)];
          }
        }
        for (Ball& x : shift) {
          x *= Ball::from_double(epsilon, kPrecision);
        }
        const Network at = with_parameters(problem, centre);
        const Network near = with_parameters(problem, sum_of(centre, shift));
        blocks = max(
            blocks, largest_norm(residual_hessian_blocks(at, problem.points, residuals_of(problem, at)),
                                 residual_hessian_blocks(near, problem.points, residuals_of(problem, near))));
        risk = max(risk, norm_from_below(risk_hessian(problem, near)));
        const Matrix jacobian = at.jacobian(problem.points);
        Ball mean(kPrecision);
        const Vector residuals = residuals_of(problem, at);
        for (long i = 0; i < kShape.size; ++i) {
          Vector one_hot(static_cast<std::size_t>(kShape.size), Ball(kPrecision));
          one_hot[static_cast<std::size_t>(i)] = Ball(1, kPrecision);
          gradient = max(gradient, norm(jacobian.transposed() * one_hot));
          mean += abs(residuals[static_cast<std::size_t>(i)]) / kShape.size;
          // ∇²f(x_i) = n times the blocks for the residual e_i.
          for (const Matrix& block : residual_hessian_blocks(near, problem.points, one_hot)) {
            network = max(network, norm_from_below(block) * kShape.size);
          }
        }
        mean_residual = max(mean_residual, mean);
        for (long l = 0; l < kShape.width; ++l) {
          outer = max(outer, abs(at.outer(l)));
        }
      }
      const auto check = [&](const Ball& sampled, const Ball& bound, long slack, const std::string& what) {
        BOOST_TEST(is_yes(sampled.at(kBoundPrecision) <= bound + scaled(bound, -40)), name << " " << what);
        BOOST_TEST(is_yes(bound <= slack * sampled), name << " " << what << " " << bound.upper().approximate()
                                                          << " for " << sampled.upper().approximate());
      };
      check(outer, path.outer, 2, "outer");
      check(mean_residual, path.mean_residual, 2, "mean residual");
      check(gradient, path.gradient, 3, "gradient");
      check(network, tube.network_hessian, 3, "network Hessian");
      check(risk, tube.risk_hessian, 10, "risk Hessian");
      check(blocks, tube.block_slack, 40, "block slack");
    }
  }
}

// One tanh neuron, one point, w̄ along x̄ (unit direction x̄/√2), a small move: α in a, ω in w̄ along x̄, β in
// b_0. Each term of the bound in turn is the leading one and nearly attained.
BOOST_AUTO_TEST_CASE(the_block_slack_is_nearly_attained_by_one_neuron) {
  struct Extreme {
    std::string what;
    double outer;
    double preactivation;
    double residual;
    double alpha;
    double omega;
    double beta;
    double slack;
  };
  // |σ''| is largest at ±0.6585, |σ'''| and σ' at 0.
  const std::array extremes{Extreme{"slope", 0, 0.6584789, 1e6, 0.5, 0.8660254, 0, 1.45},
                            Extreme{"outer weight", 0, -0.6584789, -1e6, 1, 0, 0, 1.7},
                            Extreme{"third derivative", 1e6, 0, 1e9, 0, 1, 0, 1.01},
                            Extreme{"residual through the weights", 100, 0, 0, 0, 1, 0, 200},
                            Extreme{"residual in u", 0, 0, 0, 0, 0, 1, 6},
                            Extreme{"residual in A", 1e3, 0.6584789, 0, 0, 1, 0, 3}};
  const auto number = [](double value) { return Ball::from_double(value, kPrecision); };
  const Ball root2 = sqrt(Ball(2, kPrecision));
  const double epsilon = 1e-9;
  for (const Extreme& x : extremes) {
    FlowProblem problem = example_flow("tanh", {2, 1, 2}, 1, kPrecision);
    const auto moved_by = [&](double step) {
      const Ball along = (number(x.preactivation) / root2 + number(step * x.omega)) / root2;
      Vector theta{number(x.outer) + number(step * x.alpha)};
      for (long j = 0; j <= 2; ++j) {
        theta.push_back(along * problem.points.augmented()(0, j));
      }
      theta.push_back(number(step * x.beta));
      return Network(problem.initial.shared_activation(), {1, 2}, theta);
    };
    const Network centre = moved_by(0);
    problem.labels.front() = centre.values(problem.points).front() - number(x.residual);
    const auto block_at = [&](const Network& network) {
      return residual_hessian_blocks(network, problem.points, residuals_of(problem, network)).front();
    };
    const PathBounds path{upper_end(abs(centre.outer(0))), upper_end(abs(number(x.residual))),
                          upper_end(centre.jacobian(problem.points).frobenius_norm())};
    const Ball bound =
        tube_bounds(centre.activation(), 1, path, Ball::from_double(epsilon * 1.0001, kBoundPrecision))
            .block_slack;
    const Ball moved = norm_from_below(block_at(moved_by(epsilon)) - block_at(centre));
    BOOST_TEST(is_yes(moved <= bound), x.what);
    BOOST_TEST(is_yes(bound <= number(x.slack) * moved),
               x.what << " " << bound.upper().approximate() << " for " << moved.upper().approximate());
  }
}

BOOST_AUTO_TEST_SUITE_END()
