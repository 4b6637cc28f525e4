#include "ntkcert/deviation/population.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "tests/deviation/population_runs.hpp"
#include "tests/network/sphere_rules.hpp"

using namespace ntkcert;
using namespace sphere_rules;
using namespace population_runs;
using ntkcert::testing::example_flow;

BOOST_AUTO_TEST_SUITE(population)

namespace {

/// What the enclosures must contain, from values at the nodes of a rule.
class Oracle {
 public:
  Oracle(const Run& run, const Rational& t, const Population& population)
      : run_(run),
        population_(population),
        rule_(run.target.dim() == 2 ? circle_rule(160) : sphere_rule(26)),
        time_(Ball(t, kPrecision).midpoint().approximate()) {
    const FlowProblem& problem = run.flow.problem();
    const Network network = run.flow.enclosure_at(t);
    residual_ = network.values(problem.points);
    for (std::size_t i = 0; i < residual_.size(); ++i) {
      residual_[i] -= problem.labels[i];
    }
    const auto now = at_nodes(network, tangent(network, -1), rule_);
    const auto start = at_nodes(problem.initial, tangent(problem.initial, 1), rule_);
    function = now.value;
    rate = now.rate;
    initial_function = start.value;
    initial_kernel = start.rate;
    for (const std::vector<double>& x : rule_.points) {
      double value = 0;
      for (std::size_t j = 0; j < run.target.terms().size(); ++j) {
        const RidgeHarmonic& term = run.target.terms()[j];
        value += term.coefficient.convert_to<double>() *
                 zonal(term.degree, run.target.unit_direction(j, kPrecision), x);
      }
      target.push_back(value);
    }
  }

  [[nodiscard]] const Vector& residual() const { return residual_; }
  [[nodiscard]] double lambda(std::size_t k) const { return middle(population_.eigenvalues()[k]); }
  [[nodiscard]] double decay(std::size_t k) const { return std::exp(-lambda(k) * time_); }

  /// P̂_kr_t at the nodes.
  [[nodiscard]] std::vector<double> sampled(std::size_t k) const {
    const Points& points = run_.flow.problem().points;
    std::vector<double> values;
    for (const std::vector<double>& x : rule_.points) {
      double sum = 0;
      for (long i = 0; i < points.size(); ++i) {
        Vector point;
        for (long j = 0; j < points.dim(); ++j) {
          point.push_back(points.augmented()(i, j));
        }
        sum += middle(residual_[static_cast<std::size_t>(i)]) * zonal(static_cast<long>(k), point, x);
      }
      values.push_back(sum * multiplicity_double(static_cast<int>(points.dim()), static_cast<int>(k)) /
                       static_cast<double>(points.size()));
    }
    return values;
  }

  /// ‖P_k(Σ c_jg_j)‖.
  using Term = std::pair<double, std::vector<double>>;
  [[nodiscard]] double norm(std::size_t k, const std::vector<Term>& terms) const {
    return degree_norms(rule_, combined(terms), kDegree)[k];
  }
  [[nodiscard]] double whole_norm(const std::vector<Term>& terms) const {
    double sum = 0;
    const std::vector<double> values = combined(terms);
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum += rule_.weights[i] * values[i] * values[i];
    }
    return std::sqrt(sum);
  }

  std::vector<double> function;
  std::vector<double> rate;
  std::vector<double> target;
  std::vector<double> initial_function;
  std::vector<double> initial_kernel;  ///< T_n^0r_t

 private:
  [[nodiscard]] Vector tangent(const Network& network, long sign) const {
    const long n = run_.flow.problem().points.size();
    Vector r = network.jacobian(run_.flow.problem().points).transposed() * residual_;
    for (Ball& x : r) {
      x = sign * x / n;
    }
    return r;
  }
  [[nodiscard]] static double zonal(long k, const Vector& u, const std::vector<double>& x) {
    Ball c(kPrecision);
    for (std::size_t j = 0; j < x.size(); ++j) {
      c += u[j] * Ball::from_double(x[j], kPrecision);
    }
    return middle(gegenbauer(static_cast<long>(x.size()), k, c));
  }
  [[nodiscard]] static std::vector<double> combined(const std::vector<Term>& terms) {
    std::vector<double> values(terms.front().second.size());
    for (const auto& [factor, g] : terms) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] += factor * g[i];
      }
    }
    return values;
  }

  const Run& run_;
  const Population& population_;
  SphereRule rule_;
  double time_;
  Vector residual_;
};

void expect_near(const Ball& enclosure, double value, const std::string& what) {
  // Squares: the oracle's norms are roots of sums that are off by about 1e-15.
  constexpr double kTolerance = 1e-11;
  BOOST_TEST(std::pow(enclosure.lower().approximate(), 2) <= value * value + kTolerance, what);
  BOOST_TEST(std::pow(enclosure.upper().approximate(), 2) >= value * value - kTolerance, what);
}

}  // namespace

BOOST_AUTO_TEST_CASE(agree_with_integration_over_the_sphere) {
  for (const auto& [activation, dim, scheme] : {std::tuple{"tanh", 2L, InitialScheme::doubled},
                                                {"tanh", 3L, InitialScheme::doubled},
                                                {"erf", 2L, InitialScheme::independent}}) {
    const Run& r = run(activation, dim, scheme);
    const Population population(r.flow.problem(), r.target, kDegree);
    for (const Rational& t : {Rational(0), Rational(1, 3), Rational(2)}) {
      const Oracle o(r, t, population);
      const PopulationState state = population.at(r.flow, t);
      const DriverParts parts = population.driver_parts(r.flow, t, o.residual());
      for (std::size_t k = 0; k <= kDegree; ++k) {
        const std::string what = fmt::format("{} {} t = {} degree {}", activation, dim, to_text(t), k);
        const double lambda = o.lambda(k);
        const double decay = o.decay(k);
        expect_near(state.function[k], o.norm(k, {{1, o.function}}), what + " function");
        expect_near(state.residual[k], o.norm(k, {{1, o.function}, {-1, o.target}}), what + " residual");
        expect_near(state.deviation[k],
                    o.norm(k, {{1, o.function}, {decay - 1, o.target}, {-decay, o.initial_function}}),
                    what + " deviation");
        expect_near(state.driver[k], o.norm(k, {{lambda, o.function}, {-lambda, o.target}, {1, o.rate}}),
                    what + " driver");
        const std::vector<double> sampled = o.sampled(k);
        expect_near(parts.sampling[k],
                    o.norm(k, {{lambda, o.function}, {-lambda, o.target}, {-lambda, sampled}}),
                    what + " sampling");
        expect_near(parts.initialisation[k], o.norm(k, {{lambda, sampled}, {-1, o.initial_kernel}}),
                    what + " initialisation");
        expect_near(parts.movement[k], o.norm(k, {{1, o.initial_kernel}, {1, o.rate}}), what + " movement");
        BOOST_TEST((state.driver[k].radius() < Dyadic(Integer(1), -36)), what);
      }
      expect_near(state.residual_norm, o.whole_norm({{1, o.function}, {-1, o.target}}), "whole residual");
    }
  }
}

/// The deviation over all degrees, where no series is needed: e^{−T_Kt}f* has two degrees.
BOOST_AUTO_TEST_CASE(the_whole_deviation) {
  for (const long dim : {2L, 3L}) {
    const Run& r = run("tanh", dim, InitialScheme::doubled);
    const Population population(r.flow.problem(), r.target, 12);
    const Rational t(2);
    const Oracle o(r, t, population);
    std::vector<double> linear(o.target.size());
    for (std::size_t j = 0; j < r.target.terms().size(); ++j) {
      const Target one({r.target.terms()[j]}, dim);
      const Run part{r.flow, one};
      const Oracle term(part, t, population);
      const auto k = static_cast<std::size_t>(one.terms().front().degree);
      for (std::size_t i = 0; i < linear.size(); ++i) {
        linear[i] += (1 - o.decay(k)) * term.target[i];
      }
    }
    const Ball norm = population.at(r.flow, t).deviation_norm;
    expect_near(norm, o.whole_norm({{1, o.function}, {-1, linear}}), "whole deviation");
    BOOST_TEST(norm.upper().approximate() < 1.2 * norm.lower().approximate());
  }
}

/// A flow known less well: what was enclosed before lies inside.
BOOST_AUTO_TEST_CASE(covers_the_whole_tube) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population sharp(r.flow.problem(), r.target, kDegree);
  const Rational t(1, 3);
  const PopulationState exact = sharp.at(r.flow, t);
  const long size = r.flow.problem().initial.layout().size();
  for (long q = 0; q < size; q += 5) {
    const Trajectory moved = less_known(r.flow, q, Dyadic(Integer(1), -12));
    const PopulationState wide = Population(moved.problem(), r.target, kDegree).at(moved, t);
    for (std::size_t k = 0; k <= kDegree; ++k) {
      BOOST_REQUIRE(wide.function[k].contains(exact.function[k].midpoint()));
      BOOST_REQUIRE(wide.residual[k].contains(exact.residual[k].midpoint()));
      BOOST_REQUIRE(wide.deviation[k].contains(exact.deviation[k].midpoint()));
      BOOST_REQUIRE(wide.driver[k].contains(exact.driver[k].midpoint()));
      BOOST_REQUIRE((wide.function[k].radius() < Dyadic(Integer(1), -8)));
    }
  }
}

BOOST_AUTO_TEST_CASE(doubled_networks) {
  const FlowProblem doubled = example_flow("tanh", {6, 2, 3}, 1, kPrecision);
  BOOST_TEST(is_doubled(doubled.initial));
  BOOST_TEST(!is_doubled(example_flow("tanh", {6, 2, 3}, 1, kPrecision, InitialScheme::independent).initial));
  const ParameterLayout& layout = doubled.initial.layout();
  for (const long q :
       {layout.outer(0), layout.outer(5), layout.inner(1) + 3, layout.inner(4), layout.output_bias()}) {
    Vector moved = doubled.initial.parameters();
    moved[static_cast<std::size_t>(q)] += scaled(Ball(1, kPrecision), -40);
    BOOST_TEST(!is_doubled({doubled.initial.shared_activation(), layout, moved}));
    Vector wide = doubled.initial.parameters();
    wide[static_cast<std::size_t>(q)] =
        wide[static_cast<std::size_t>(q)].widened(scaled(Ball(1, kPrecision), -40));
    BOOST_TEST(!is_doubled({doubled.initial.shared_activation(), layout, wide}));
  }
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  BOOST_CHECK_EXCEPTION(Population(r.flow.problem(), r.target, 1), InvalidInput, [](const InvalidInput& e) {
    return std::string(e.what()).find("degrees up to 2 are needed") != std::string::npos;
  });
  BOOST_CHECK_THROW(Population(r.flow.problem(), example_target(4), 3), InvalidInput);
  BOOST_CHECK_THROW((void)Population(r.flow.problem(), r.target, 3).at(r.flow, -1), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
