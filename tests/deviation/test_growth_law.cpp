#include "ntkcert/deviation/growth_law.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/flow/example_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(growth_law)

namespace {

const Precision kPrecision(64);

Ball number(double x) { return Ball::from_double(x, kPrecision); }
double middle(const Ball& x) { return x.midpoint().approximate(); }

Network network(const std::string& activation, OuterLaw outer) {
  return {find_smooth_activation(activation), draw_parameters(6, 3, {InitialScheme::doubled, outer}, 3),
          kPrecision};
}

/// Sup bounds by heart: A_0, L_1, L_2, L_3; S, or 0 for none.
struct Sizes {
  double zero, l1, l2, l3, s;
};
Sizes sizes_of(const std::string& name) {
  return name == "tanh" ? Sizes{0, 1, 4 / (3 * std::sqrt(3.0)), 2, 1}
                        : Sizes{std::log(2.0), 1, 0.25, 1 / (6 * std::sqrt(3.0)), 0};
}

/// Integrates the comparison system of one neuron or of the means, and what it drives, by Runge and Kutta's
/// rule.
struct System {
  Sizes k;
  double alpha, omega, cubic_alpha, cubic_omega, drift;
  [[nodiscard]] double c() const { return std::sqrt(2.0) * k.l1; }
  [[nodiscard]] double output(double w) const { return k.s > 0 ? k.s : k.zero + c() * w; }
  [[nodiscard]] std::array<double, 5> slope(const std::array<double, 5>& y) const {
    return {output(y[1]), c() * y[0], output(y[3]), c() * y[2],
            4 * c() * c() * (y[0] * output(y[1]) + k.l2 * std::pow(y[2], 3))};
  }
  void run(double q, int steps) {
    std::array<double, 5> y = {alpha, omega, cubic_alpha, cubic_omega, drift};
    const double h = q / steps;
    const auto moved = [](std::array<double, 5> from, const std::array<double, 5>& by, double factor) {
      for (std::size_t i = 0; i < from.size(); ++i) {
        from[i] += factor * by[i];
      }
      return from;
    };
    for (int i = 0; i < steps; ++i) {
      const auto k1 = slope(y);
      const auto k2 = slope(moved(y, k1, h / 2));
      const auto k3 = slope(moved(y, k2, h / 2));
      const auto k4 = slope(moved(y, k3, h));
      y = moved(moved(moved(moved(y, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6);
    }
    alpha = y[0];
    omega = y[1];
    drift = y[4];
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(majorants_solve_the_comparison_system) {
  for (const std::string name : {"tanh", "softplus"}) {
    const GrowthLaw law(*find_smooth_activation(name));
    System system{sizes_of(name), 1.25, 1.5, 1.5, 1.75, 0};
    system.run(0.75, 2000);
    const WeightSizes start{number(1.25), number(1.5)};
    const WeightSizes cubic{number(1.5), number(1.75)};
    const WeightSizes found = law.majorants(start, number(0.75));
    BOOST_TEST(middle(found.outer) == system.alpha, boost::test_tools::tolerance(1e-10));
    BOOST_TEST(middle(found.inner) == system.omega, boost::test_tools::tolerance(1e-10));
    const Ball drift = law.kernel_drift(start, cubic, number(0.75));
    BOOST_TEST((drift.lower() < number(system.drift).lower()));
    BOOST_TEST((drift.upper() > number(system.drift).upper()));
    BOOST_TEST(middle(drift) == system.drift, boost::test_tools::tolerance(0.05));
  }
}

/// Γ from its formula in doubles; for bounded σ and |a| = A its integral is the polynomial.
BOOST_AUTO_TEST_CASE(drifts_of_a_doubled_network) {
  for (const std::string name : {"tanh", "softplus"}) {
    const Network initial = network(name, name == "tanh" ? OuterLaw::sign : OuterLaw::gaussian);
    const Sizes k = sizes_of(name);
    const double c = std::sqrt(2.0) * k.l1;
    const auto speed = [&](double q) {
      double sum = 0;
      for (const WeightSizes& neuron : neuron_sizes(initial)) {
        const double a = middle(neuron.outer);
        System system{k, a, middle(neuron.inner), 0, 0, 0};
        system.run(q, 200);
        const double s = system.output(system.omega);
        const double da = system.alpha - a;
        const double dw = system.omega - middle(neuron.inner);
        sum += 4 * 2 * k.l1 * k.l1 * s * da +
               4 * std::pow(2, 1.5) * a * (std::pow(k.l1, 3) + 2 * k.l1 * k.l2 * s) * dw +
               2 * 4 * k.l1 * k.l1 * k.l2 * (std::pow(system.alpha, 3) - std::pow(a, 3)) +
               2 * std::pow(2, 2.5) * std::pow(a, 3) * (2 * k.l1 * k.l2 * k.l2 + k.l1 * k.l1 * k.l3) * dw;
      }
      return sum / 6;
    };
    const GrowthLaw law(initial.activation());
    BOOST_TEST(middle(law.neuronwise_drift(neuron_sizes(initial), number(0.5))) == 0.25 * speed(0.5),
               boost::test_tools::tolerance(1e-9));
    if (name == "tanh") {
      constexpr int kNodes = 400;
      double integral = 0;
      for (int i = 0; i < kNodes; ++i) {
        const double q = 0.5 * (i + 0.5) / kNodes;
        // 3(A+Δa)²Δa for the difference of cubes.
        const double cubes = 3 * std::pow(1 + q, 2) * q - (std::pow(1 + q, 3) - 1);
        integral += 0.5 / kNodes * (speed(q) + 8 * k.l2 * cubes);
      }
      BOOST_TEST(middle(law.doubled_drift(number(1), number(0.5))) == integral,
                 boost::test_tools::tolerance(1e-4));
    }
    BOOST_TEST(c > 0);
  }
}

BOOST_AUTO_TEST_CASE(sizes_of_a_network) {
  const Network initial = network("tanh", OuterLaw::gaussian);
  double a2 = 0;
  double a3 = 0;
  // ‖W̄‖² by the power method.
  std::vector<double> v(4, 1);
  double top = 0;
  for (int round = 0; round < 4000; ++round) {
    std::vector<double> next(4, 0);
    for (long l = 0; l < 6; ++l) {
      double z = 0;
      for (long j = 0; j < 4; ++j) {
        z += middle(initial.inner(l, j)) * v[static_cast<std::size_t>(j)];
      }
      for (long j = 0; j < 4; ++j) {
        next[static_cast<std::size_t>(j)] += z * middle(initial.inner(l, j));
      }
    }
    top = 0;
    for (const double x : next) {
      top += x * x;
    }
    top = std::sqrt(top);
    for (std::size_t j = 0; j < 4; ++j) {
      v[j] = next[j] / top;
    }
  }
  for (long l = 0; l < 6; ++l) {
    a2 += std::pow(middle(initial.outer(l)), 2) / 6;
    a3 += std::pow(std::abs(middle(initial.outer(l))), 3) / 6;
  }
  BOOST_TEST(middle(mean_sizes(initial).outer) == std::sqrt(a2), boost::test_tools::tolerance(1e-12));
  BOOST_TEST(middle(mean_sizes(initial).inner) == std::sqrt(top / 6), boost::test_tools::tolerance(1e-10));
  BOOST_TEST(middle(cubic_sizes(initial).outer) == std::cbrt(a3), boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(wide_arguments_and_the_least_bound) {
  const Ball wide = Ball::interval(Dyadic(1), Dyadic(2), kPrecision);
  const Ball range = at_ends([](const Ball& q) { return q * q; }, wide);
  BOOST_TEST((range.contains(Rational(1)) && range.contains(Rational(4)) && range.contains(Rational(2))));
  BOOST_TEST(!at_ends([](const Ball& q) { return q; }, Ball::whole_line(kPrecision)).is_finite());
  const Network initial = network("tanh", OuterLaw::sign);
  const KernelDrift drift(initial);
  const GrowthLaw law(initial.activation());
  const Ball q = number(0.001);
  BOOST_TEST(drift(q).overlaps(law.doubled_drift(number(1), q)));
  BOOST_TEST((drift(q).upper() < law.kernel_drift(mean_sizes(initial), cubic_sizes(initial), q).lower()));
}

BOOST_AUTO_TEST_SUITE_END()
