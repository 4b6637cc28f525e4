#include "ntkcert/flow/cauchy.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>

#include "ntkcert/flow/front.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(cauchy)

namespace {

using Complex = std::complex<double>;

constexpr long kOrder = 16;

double value_of(const arb_struct* x) { return arf_get_d(arb_midref(x), ARF_RND_NEAR); }
double upper_of(const Ball& x) { return x.upper().approximate(); }

/// The largest of what DiscBounds bounds, over points of the circle, in plain complex arithmetic.
struct Sampled {
  double outer = 0;
  double network_change = 0;
  double mean_residual = 0;
  double gradient = 0;
  double risk_gradient = 0;
  double kernel = 0;
};

struct ComplexActivation {
  std::function<Complex(Complex)> value;
  std::function<Complex(Complex)> slope;
};

const ComplexActivation kTanh{[](Complex z) { return std::tanh(z); },
                              [](Complex z) { return 1.0 - std::tanh(z) * std::tanh(z); }};
const ComplexActivation kSoftplus{[](Complex z) { return std::log(1.0 + std::exp(z)); },
                                  [](Complex z) { return 1.0 / (1.0 + std::exp(-z)); }};

class Disc {
 public:
  Disc(const FlowProblem& problem, const StepSeries& series, const ComplexActivation& activation = kTanh)
      : problem_(problem), series_(series), activation_(activation) {}

  [[nodiscard]] Sampled sample(double radius) const {
    Sampled largest;
    for (int angle = 0; angle < 48; ++angle) {
      visit(std::polar(radius, 2 * std::numbers::pi * angle / 48), largest);
    }
    return largest;
  }

 private:
  [[nodiscard]] Complex parameter(long q, Complex s) const {
    Complex sum = 0;
    for (long k = kOrder; k >= 0; --k) {
      sum = sum * s + value_of(series_.parameter(q) + k);
    }
    return sum;
  }
  [[nodiscard]] double point(long i, long j) const { return value_of(problem_.points.row(i) + j); }

  /// f(x_i) and its gradient.
  [[nodiscard]] std::pair<Complex, std::vector<Complex>> network(long i, Complex s) const {
    const ParameterLayout& layout = problem_.initial.layout();
    const double c = 1 / std::sqrt(static_cast<double>(layout.width));
    std::vector<Complex> gradient(static_cast<std::size_t>(layout.size()));
    Complex f = parameter(layout.output_bias(), s);
    gradient.back() = 1;
    for (long l = 0; l < layout.width; ++l) {
      Complex z = 0;
      for (long j = 0; j <= layout.dim; ++j) {
        z += parameter(layout.inner(l) + j, s) * point(i, j);
      }
      const Complex a = parameter(layout.outer(l), s);
      const Complex t = activation_.value(z);
      f += c * a * t;
      gradient[static_cast<std::size_t>(layout.outer(l))] = c * t;
      for (long j = 0; j <= layout.dim; ++j) {
        gradient[static_cast<std::size_t>(layout.inner(l) + j)] = c * a * activation_.slope(z) * point(i, j);
      }
    }
    return {f, gradient};
  }

  void visit(Complex s, Sampled& largest) const {
    const ParameterLayout& layout = problem_.initial.layout();
    const long n = problem_.points.size();
    double outer = 0;
    for (long l = 0; l < layout.width; ++l) {
      outer += std::norm(parameter(layout.outer(l), s));
    }
    largest.outer = std::max(largest.outer, std::sqrt(outer));
    std::vector<Complex> risk_gradient(static_cast<std::size_t>(layout.size()));
    double mean_residual = 0;
    std::vector<Complex> first;
    for (long i = 0; i < n; ++i) {
      const auto [f, gradient] = network(i, s);
      const Complex f0 = network(i, 0).first;
      const Complex r = f - problem_.labels[static_cast<std::size_t>(i)].midpoint().approximate();
      largest.network_change = std::max(largest.network_change, std::abs(f - f0));
      mean_residual += std::abs(r) / static_cast<double>(n);
      double size = 0;
      for (std::size_t q = 0; q < gradient.size(); ++q) {
        size += std::norm(gradient[q]);
        risk_gradient[q] += r * gradient[q] / static_cast<double>(n);
      }
      largest.gradient = std::max(largest.gradient, std::sqrt(size));
      first = i == 0 ? gradient : first;
      Complex kernel = -1;
      for (std::size_t q = 0; q < gradient.size(); ++q) {
        kernel += first[q] * gradient[q];
      }
      largest.kernel = std::max(largest.kernel, std::abs(kernel));
    }
    largest.mean_residual = std::max(largest.mean_residual, mean_residual);
    double size = 0;
    for (const Complex& g : risk_gradient) {
      size += std::norm(g);
    }
    largest.risk_gradient = std::max(largest.risk_gradient, std::sqrt(size));
  }

  const FlowProblem& problem_;
  const StepSeries& series_;
  const ComplexActivation& activation_;
};

std::optional<DiscBounds> bounds_at(const FlowProblem& problem, const StepSeries& series, double radius) {
  return disc_bounds(problem.initial.activation(), problem.initial.width(), series.norms(),
                     Ball::from_double(radius, kBoundPrecision));
}

void check(double sampled, const Ball& bound, double slack, const std::string& what) {
  BOOST_TEST(sampled <= upper_of(bound) * (1 + 1e-9), what);
  BOOST_TEST(upper_of(bound) <= slack * sampled, what << " " << upper_of(bound) << " for " << sampled);
}

}  // namespace

BOOST_AUTO_TEST_CASE(disc_bounds_hold_on_the_circle_and_are_of_the_right_size) {
  constexpr Shape kShape{6, 4, 2};
  const FlowProblem problem = example_flow("tanh", kShape, 1, Precision(64), InitialScheme::independent);
  const StepSeries series(problem, initial_front(problem).state, kOrder);
  for (const double radius : {0.05, 0.4, 0.8}) {
    const auto bounds = bounds_at(problem, series, radius);
    BOOST_REQUIRE(bounds.has_value());
    const Sampled sampled = Disc(problem, series).sample(radius);
    check(sampled.outer, bounds->outer, 2, "outer");
    check(sampled.network_change, bounds->network_change, 8, "network change");
    check(sampled.mean_residual, bounds->mean_residual, 4, "mean residual");
    check(sampled.gradient, bounds->gradient, 4, "gradient");
    check(sampled.risk_gradient, bounds->risk_gradient, 20, "risk gradient");
    check(sampled.kernel, bounds->kernel, 10, "kernel");
  }
  BOOST_TEST(!bounds_at(problem, series, 50).has_value());
}

// Softplus has no bound on the strip: its values at s = 0 and its slope bound it on the disc.
BOOST_AUTO_TEST_CASE(an_unbounded_activation_has_bounds_on_the_disc) {
  const FlowProblem problem = example_flow("softplus", {6, 4, 2}, 1, Precision(64));
  const StepSeries series(problem, initial_front(problem).state, kOrder);
  for (const double radius : {0.02, 0.1}) {
    const auto bounds = bounds_at(problem, series, radius);
    BOOST_REQUIRE(bounds.has_value());
    const Sampled sampled = Disc(problem, series, kSoftplus).sample(radius);
    check(sampled.network_change, bounds->network_change, 12, "network change");
    check(sampled.gradient, bounds->gradient, 4, "gradient");
    check(sampled.risk_gradient, bounds->risk_gradient, 20, "risk gradient");
    check(sampled.kernel, bounds->kernel, 10, "kernel");
  }
}

// One neuron at w̄ = 0 and one point: w̄ moves along x̄, z goes through 0, and the bounds are nearly attained.
BOOST_AUTO_TEST_CASE(disc_bounds_are_nearly_attained_by_one_neuron_at_the_origin) {
  const Precision p(64);
  FlowProblem problem = example_flow("tanh", {2, 1, 2}, 1, p);
  const ParameterLayout layout{1, 2};
  Vector parameters(static_cast<std::size_t>(layout.size()), Ball(p));
  parameters.front() = Ball(3, p);
  problem.initial = Network(problem.initial.shared_activation(), layout, parameters);
  problem.labels.front() = Ball(1, p);
  const StepSeries series(problem, initial_front(problem).state, kOrder);
  for (const double radius : {0.01, 0.05}) {
    const auto bounds = bounds_at(problem, series, radius);
    BOOST_REQUIRE(bounds.has_value());
    const Sampled sampled = Disc(problem, series).sample(radius);
    check(sampled.network_change, bounds->network_change, 2, "network change");
    check(sampled.gradient, bounds->gradient, 1.3, "gradient");
    check(sampled.risk_gradient, bounds->risk_gradient, 3, "risk gradient");
    check(sampled.kernel, bounds->kernel, 1.7, "kernel");
  }
}

BOOST_AUTO_TEST_CASE(tails_are_the_sums_of_the_geometric_series) {
  const Ball bound(7, kBoundPrecision);
  const Ball radius(Rational(3, 2), kBoundPrecision);
  for (const double x : {0.1, 0.5, 0.75}) {
    for (const long from : {1L, 6L, 20L}) {
      double plain = 0;
      double derivative = 0;
      double integral = 0;
      const double h = 1.5 * x;
      for (long k = from; k < from + 400; ++k) {
        const double coefficient = 7 * std::pow(1.5, -static_cast<double>(k));
        plain += coefficient * std::pow(h, k);
        derivative += static_cast<double>(k) * coefficient * std::pow(h, k - 1);
        integral += coefficient * std::pow(h, k + 1) / static_cast<double>(k + 1);
      }
      const Ball ratio = Ball::from_double(x, kBoundPrecision);
      const auto agrees = [](const Ball& tail, double sum, double slack) {
        return sum <= upper_of(tail) * (1 + 1e-12) && upper_of(tail) <= sum * slack;
      };
      BOOST_TEST(agrees(series_tail(bound, ratio, from), plain, 1 + 1e-12));
      BOOST_TEST(agrees(derivative_tail(bound, radius, ratio, from), derivative, 1 + 1e-12));
      BOOST_TEST(agrees(integral_tail(bound, radius, ratio, from), integral, 2.1));
    }
  }
  BOOST_TEST(!series_tail(bound, Ball(1, kBoundPrecision), 3).is_finite());
  BOOST_TEST(!integral_tail(bound, radius, Ball(2, kBoundPrecision), 3).is_finite());
}

BOOST_AUTO_TEST_CASE(the_majorant_is_the_polynomial_of_the_upper_bounds) {
  const Vector c{Ball(2, kBoundPrecision), Ball(0, kBoundPrecision), Ball(5, kBoundPrecision)};
  BOOST_TEST((majorant(c, Ball(3, kBoundPrecision), 0) - 47).contains_zero());
  BOOST_TEST((majorant(c, Ball(3, kBoundPrecision), 1) - 45).contains_zero());
  BOOST_TEST((majorant(c, Ball(3, kBoundPrecision), 3)).contains_zero());
}

BOOST_AUTO_TEST_SUITE_END()
