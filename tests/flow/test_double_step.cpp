#include "ntkcert/flow/double_step.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/flow/double_log_norm.hpp"
#include "ntkcert/flow/tube.hpp"
#include "tests/floating/control_words.hpp"
#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(double_step)

namespace {

constexpr long kOrder = 10;
constexpr double kUnitOfTime = 0.25;
const Precision kFine(200);

struct Prepared {
  FlowProblem problem;
  DoubleProblem rounded;
  DoubleSeries series;
  DoubleErrors errors;
  ActivationTable table;

  explicit Prepared(const std::string& name, const Shape& shape)
      : problem(example_flow(name, shape, 1, kFine, InitialScheme::independent)),
        rounded(problem),
        series(rounded, *double_activation(name), kOrder, 1, true),
        table(problem.initial.activation(), problem.initial.width()) {
    series.compute(rounded.displacement, kUnitOfTime);
    errors = rounding_errors(series);
  }
};

double polynomial(const std::vector<UpperBound>& c, double x) {
  double sum = 0;
  for (auto k = c.size(); k-- > 0;) {
    sum = sum * x + c[k].value();
  }
  return sum;
}

}  // namespace

// Theorem V′ and Lemma 8 once more, in plain arithmetic, with truncation, rounding and the start in turn the
// largest part.
BOOST_AUTO_TEST_CASE(the_radius_is_the_theorems) {
  for (const std::string name : {"tanh", "gelu"}) {
    const Prepared p(name, {20, 9, 3});
    for (const double rate : {1e-4, 1e-9, 1e-18}) {
      for (const double start : {0.0, 1e-14, 1e-7}) {
        const auto size = choose_double_step(p.series, p.errors, p.table, rate);
        BOOST_REQUIRE(size.has_value());
        const auto step = certify_double_step(p.series, p.errors, p.table, size->disc,
                                              {Dyadic(0), UpperBound(start), size->length, 0});
        BOOST_REQUIRE(step.has_value());
        const DoubleDisc& disc = size->disc;
        const double rho = size->length;
        const double h = rho * kUnitOfTime;
        const double x = rho / disc.radius;
        const double beyond = std::pow(x, kOrder) / (1 - x);
        double defect =
            kUnitOfTime * disc.gradient.value() * disc.residual.value() * rho * beyond / (kOrder + 1);
        for (std::size_t k = 0; k < kOrder; ++k) {
          defect += p.errors.defect[k].value() * std::pow(rho, k + 1) / static_cast<double>(k + 1);
        }
        const double residual = polynomial(p.errors.residual, rho) + disc.network_change.value() * beyond;
        const double radius = std::exp(step->growth.value()) *
                              (std::sqrt(start * start + h * residual * residual / 2) + defect);
        BOOST_TEST(step->residual_error.value() >= residual * (1 - 1e-12));
        BOOST_TEST(step->residual_error.value() <= residual * (1 + 1e-9));
        BOOST_TEST(step->radius.value() >= radius * (1 - 1e-12));
        BOOST_TEST(step->radius.value() <= radius * (1 + 1e-9));
        // Blocks, what ϱ and the tube add, and Theorem V′'s own term.
        const double blocks =
            kUnitOfTime * block_norm_integral(p.series, p.errors, disc, p.table, size->length).value();
        const double own = h * step->network_hessian.value() * residual / 2;
        const PathBounds path{
            Ball::from_double(polynomial(p.series.norms().outer_largest, rho), kBoundPrecision),
            Ball::from_double(polynomial(p.series.norms().residual, rho), kBoundPrecision),
            Ball::from_double(step->gradient.value(), kBoundPrecision)};
        const Ball epsilon = Ball::from_double(4 * (start + defect), kBoundPrecision);
        const double tube =
            h * tube_bounds(p.problem.initial.activation(), p.problem.initial.width(), path, epsilon)
                    .block_slack.upper()
                    .approximate();
        // On the long step the crude norm is the lesser one.
        if (rate < 1e-5) {
          BOOST_TEST(step->growth.value() >= blocks + (own + tube) * 0.999);
        }
      }
    }
  }
}

// At times of the step: the defect of θ̃ and everything else that is bounded, from the definitions.
BOOST_AUTO_TEST_CASE(bounds_hold_along_the_step) {
  for (const std::string name : {"tanh", "erf", "softplus", "gelu"}) {
    const Prepared p(name, {12, 5, 3});
    const auto size = choose_double_step(p.series, p.errors, p.table, 1e-8);
    const auto step = certify_double_step(p.series, p.errors, p.table, size->disc,
                                          {Dyadic(0), UpperBound(), size->length, 1e-3});
    BOOST_REQUIRE(step.has_value());
    const Step balls = to_step(p.series, p.rounded.displacement, *step);
    const long count = p.problem.initial.layout().size();
    double worst = 0;
    for (const double share : {0.0, 0.3, 0.8, 1.0}) {
      const Ball s = Ball::from_double(step->length * share, kFine);
      const Network along =
          with_parameters(p.problem, evaluate_series(balls.parameters.at(0), count, kOrder + 1, s));
      const Vector velocity = evaluate_series(balls.parameters.at(0), count, kOrder + 1, s, true);
      const Ball defect = norm(sum_of(velocity, risk_gradient_of(p.problem, along)));
      const auto below = [&](const Ball& truth, const Ball& bound, const char* what) {
        BOOST_TEST(is_yes(truth <= bound), name << " " << what << " at " << share);
      };
      below(defect, balls.bounds.defect, "defect");
      below(norm(velocity), balls.bounds.speed, "speed");
      const Vector direct = residuals_of(p.problem, along);
      const Vector series = evaluate_series(balls.residuals.at(0), p.problem.points.size(), kOrder + 1, s);
      for (std::size_t i = 0; i < direct.size(); ++i) {
        below(abs(direct[i] - series[i]), balls.bounds.residual_tail, "residual");
      }
      const Matrix jacobian = along.jacobian(p.problem.points);
      for (long i = 0; i < jacobian.rows(); ++i) {
        Vector row;
        for (long q = 0; q < jacobian.columns(); ++q) {
          row.push_back(jacobian(i, q));
        }
        below(norm(row), balls.bounds.gradient, "gradient");
      }
      worst = std::max(worst, defect.upper().approximate() / balls.bounds.defect.upper().approximate());
    }
    BOOST_TEST(worst > 1e-6, name << " " << worst);
  }
}

BOOST_AUTO_TEST_CASE(the_end_of_a_step_is_the_polynomials_up_to_the_jump) {
  Prepared p("erf", {30, 6, 3});
  const std::vector<double> displacement = p.rounded.displacement;
  for (const unsigned word : kControlWords) {
    constexpr double kShare = 0.6875;
    DoubleJump jump;
    {
      const ControlWord mode(word);
      jump = end_of_step(p.series, displacement, kShare);
    }
    const Ball share = Ball::from_double(kShare, kFine);
    Vector moved;
    for (long q = 0; q < p.problem.initial.layout().size(); ++q) {
      const auto at = static_cast<std::size_t>(q);
      Ball exact(kFine);
      for (long k = kOrder; k >= 1; --k) {
        exact = (exact + Ball::from_double(p.series.coefficient(q, k), kFine)) * share;
      }
      moved.push_back(exact + Ball::from_double(displacement[at], kFine) -
                      Ball::from_double(jump.displacement[at], kFine));
    }
    BOOST_TEST(is_yes(norm(moved) <= Ball::from_double(jump.error.value(), kFine)));
    double plain = 0;
    double squares = 0;
    for (std::size_t k = 1; k <= kOrder; ++k) {
      plain +=
          (2 * static_cast<double>(k) + 2) * kUnit * p.series.norms().all[k].value() * std::pow(kShare, k);
    }
    for (const double x : jump.displacement) {
      squares += x * x;
    }
    plain += kUnit * std::sqrt(squares);
    BOOST_TEST(jump.error.value() >= plain * (1 - 1e-9));
    BOOST_TEST(jump.error.value() <= plain * (1 + 1e-5));
  }
}

BOOST_AUTO_TEST_CASE(no_tube_no_step) {
  const Prepared p("tanh", {8, 5, 3});
  const auto size = choose_double_step(p.series, p.errors, p.table, 1e-10);
  BOOST_TEST(!certify_double_step(p.series, p.errors, p.table, size->disc,
                                  {Dyadic(0), UpperBound(1e9), size->length, 0})
                  .has_value());
  BOOST_TEST(!certify_double_step(p.series, p.errors, p.table, size->disc,
                                  {Dyadic(0), UpperBound(std::nan("")), size->length, 0})
                  .has_value());
  BOOST_TEST(!certify_double_step(p.series, p.errors, p.table, size->disc,
                                  {Dyadic(0), UpperBound(0), 1.01 * size->disc.radius, 0})
                  .has_value());
}

BOOST_AUTO_TEST_SUITE_END()
