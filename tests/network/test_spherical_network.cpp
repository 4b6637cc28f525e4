#include "ntkcert/network/spherical_network.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "tests/network/example_network.hpp"
#include "tests/network/sphere_rules.hpp"

using namespace ntkcert;
using namespace sphere_rules;
using ntkcert::testing::random_parameters;

BOOST_AUTO_TEST_SUITE(spherical_network)

namespace {

const Precision kPrecision(128);

/// ‖P_kf‖ and ‖P_kDf[θ']‖, k = 0..K.
struct Norms {
  std::vector<Ball> value;
  std::vector<Ball> rate;
};

Norms norms_of(const SphericalNetwork& network) {
  std::vector<ZonalHarmonic> harmonics;
  for (std::size_t k = 0; k < network.value.size(); ++k) {
    const std::vector<Ball> zero(network.value[k].size(), Ball(kPrecision));
    harmonics.push_back({static_cast<long>(k), network.value[k], zero});
    harmonics.push_back({static_cast<long>(k), network.rate[k], network.turn[k]});
  }
  const std::vector<Ball> norms = zonal_norms(network.frame, harmonics, kPrecision);
  Norms result;
  for (std::size_t i = 0; i < norms.size(); i += 2) {
    result.value.push_back(norms[i]);
    result.rate.push_back(norms[i + 1]);
  }
  return result;
}

struct Example {
  Network network;
  Vector direction;
};

Example random_example(const std::string& activation, long width, long dim, std::mt19937_64& engine) {
  Example example{{find_smooth_activation(activation), random_parameters(width, dim, engine), kPrecision},
                  {}};
  for (const Rational& q : random_parameters(width, dim, engine).values) {
    example.direction.emplace_back(q, kPrecision);
  }
  return example;
}

void expect_near(const Ball& enclosure, double value, double tolerance, const std::string& what) {
  BOOST_TEST(enclosure.lower().approximate() <= value + tolerance, what);
  BOOST_TEST(enclosure.upper().approximate() >= value - tolerance, what);
}

double norm_at_nodes(const SphereRule& rule, const std::vector<double>& values) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += rule.weights[i] * values[i] * values[i];
  }
  return std::sqrt(sum);
}

/// √(Σ_kx_k² + [0, tail²]).
Ball whole(const std::vector<Ball>& norms, const Ball& tail) {
  Ball sum = hull(Ball(kPrecision), square(tail));
  for (const Ball& x : norms) {
    sum += square(x);
  }
  return sqrt_nonnegative(sum);
}

}  // namespace

BOOST_AUTO_TEST_CASE(agree_with_integration_over_the_circle_and_the_sphere) {
  std::mt19937_64 engine(21);
  for (const auto& [activation, width, dim] : {std::tuple{"tanh", 64L, 2L},
                                               {"erf", 17L, 2L},
                                               {"softplus", 8L, 2L},
                                               {"tanh", 6L, 3L},
                                               {"erf", 64L, 3L},
                                               {"gelu", 9L, 3L}}) {
    const Example example = random_example(activation, width, dim, engine);
    constexpr int kDegree = 6;
    const Norms norms = norms_of(project_on_degrees(example.network, example.direction, kDegree, kPrecision));
    const SphereRule rule = dim == 2 ? circle_rule(200) : sphere_rule(32);
    const NodeValues values = at_nodes(example.network, example.direction, rule);
    const std::vector<double> expected = degree_norms(rule, values.value, kDegree);
    const std::vector<double> rates = degree_norms(rule, values.rate, kDegree);
    for (std::size_t k = 0; k <= kDegree; ++k) {
      const std::string what = fmt::format("{} {} {} degree {}", activation, width, dim, k);
      expect_near(norms.value[k], expected[k], 1e-9, what);
      expect_near(norms.rate[k], rates[k], 1e-9 * (1 + rates[k]), what + " rate");
      BOOST_TEST((norms.value[k].radius() < Dyadic(Integer(1), -55)), what);
    }
    const Ball all = whole(norms.value, spherical_tail(example.network, kDegree));
    expect_near(all, norm_at_nodes(rule, values.value), 1e-9, "whole norm");
  }
}

/// Dimensions 5 and 10, by Monte Carlo with its error: the whole norm, and the first degree, P_1f(x) =
/// d⟨E[fy], x⟩.
BOOST_AUTO_TEST_CASE(agree_with_monte_carlo) {
  std::mt19937_64 engine(22);
  for (const auto& [activation, width, dim] :
       {std::tuple{"tanh", 12L, 5L}, {"erf", 24L, 10L}, {"softplus", 5L, 10L}}) {
    const Example example = random_example(activation, width, dim, engine);
    const Norms norms = norms_of(project_on_degrees(example.network, example.direction, 4, kPrecision));
    constexpr int kSamples = 10000;
    const SphereRule rule = random_rule(static_cast<std::size_t>(dim), kSamples, engine);
    const NodeValues values = at_nodes(example.network, example.direction, rule);
    for (const bool rate : {false, true}) {
      const std::vector<double>& f = rate ? values.rate : values.value;
      const std::vector<Ball>& ours = rate ? norms.rate : norms.value;
      double mean = 0;
      double fourth = 0;
      std::vector<double> first(static_cast<std::size_t>(dim));
      for (std::size_t i = 0; i < f.size(); ++i) {
        mean += f[i] / kSamples;
        fourth += std::pow(f[i], 4) / kSamples;
        for (std::size_t j = 0; j < first.size(); ++j) {
          first[j] += f[i] * rule.points[i][j] / kSamples;
        }
      }
      const double square_mean = std::pow(norm_at_nodes(rule, f), 2);
      // Six standard errors.
      const double size = std::sqrt(square_mean);
      const double error = 6 * std::sqrt(fourth / kSamples);
      expect_near(ours[0], std::abs(mean), 6 * size / std::sqrt(kSamples), "degree 0");
      double degree_one = 0;
      for (const double c : first) {
        degree_one += c * c;
      }
      expect_near(ours[1], std::sqrt(static_cast<double>(dim) * degree_one),
                  6 * size * std::sqrt(static_cast<double>(dim) / kSamples), "degree 1");
      if (!rate) {
        const Ball all = square(whole(ours, spherical_tail(example.network, 4)));
        expect_near(all, square_mean, error, "whole norm");
      }
    }
  }
}

/// Moved by a small step, the forms change by the rate: the difference quotient of one degree's part, as a
/// harmonic on both frames, tends to the rate's harmonic.
BOOST_AUTO_TEST_CASE(the_rate_is_a_derivative) {
  std::mt19937_64 engine(23);
  for (const long dim : {2L, 3L, 7L}) {
    const Example example = random_example("tanh", 3, dim, engine);
    const Ball step = scaled(Ball(1, kPrecision), -30);
    Vector moved;
    for (std::size_t q = 0; q < example.direction.size(); ++q) {
      moved.push_back(example.network.parameters()[q] + step * example.direction[q]);
    }
    const SphericalNetwork here = project_on_degrees(example.network, example.direction, 5, kPrecision);
    const SphericalNetwork there =
        project_on_degrees({example.network.shared_activation(), example.network.layout(), moved},
                           example.direction, 5, kPrecision);
    ZonalFrame frame = here.frame;
    for (std::size_t i = 0; i < 3; ++i) {
      frame.points.push_back(there.frame.points[i]);
      frame.tangents.emplace_back();
    }
    for (std::size_t k = 0; k <= 5; ++k) {
      const std::vector<Ball> zero(3, Ball(kPrecision));
      ZonalHarmonic h{static_cast<long>(k), {}, here.turn[k]};
      for (std::size_t i = 0; i < 3; ++i) {
        h.value.push_back(here.rate[k][i] + here.value[k][i] / step);
      }
      for (std::size_t i = 0; i < 3; ++i) {
        h.value.push_back(-there.value[k][i] / step);
      }
      h.tangent.insert(h.tangent.end(), zero.begin(), zero.end());
      const Ball difference = zonal_norms(frame, std::vector<ZonalHarmonic>{h}, kPrecision).front();
      BOOST_TEST((difference.upper() < Dyadic(Integer(1), -20)), "dim " << dim << " degree " << k);
    }
  }
}

/// g_k is at least the size of P_kDf along every unit direction, and the sum of squares over unit directions.
BOOST_AUTO_TEST_CASE(the_gradient_bound_is_the_hilbert_schmidt_norm) {
  std::mt19937_64 engine(24);
  for (const auto& [activation, dim] : {std::pair{"tanh", 2L}, {"erf", 3L}, {"softplus", 5L}}) {
    const Example example = random_example(activation, 2, dim, engine);
    std::vector<Ball> sums(5, Ball(kPrecision));
    std::vector<Ball> gradient;
    for (std::size_t q = 0; q < example.direction.size(); ++q) {
      Vector unit(example.direction.size(), Ball(kPrecision));
      unit[q] = Ball(1, kPrecision);
      const SphericalNetwork network = project_on_degrees(example.network, unit, 4, kPrecision);
      gradient = network.gradient;
      const Norms norms = norms_of(network);
      for (std::size_t k = 0; k <= 4; ++k) {
        sums[k] += square(norms.rate[k]);
      }
    }
    for (std::size_t k = 0; k <= 4; ++k) {
      BOOST_TEST(is_yes(square(gradient[k]) * (1 + scaled(Ball(1, kPrecision), -40)) >= sums[k]));
      BOOST_TEST(is_yes(square(gradient[k]) <= sums[k] * (1 + scaled(Ball(1, kPrecision), -40))));
    }
  }
}

/// The tail of a difference against the integral of its square minus the degrees up to K.
BOOST_AUTO_TEST_CASE(tails_cover_what_is_beyond_the_degrees) {
  std::mt19937_64 engine(25);
  for (const auto& [activation, dim] : {std::pair{"tanh", 2L}, {"erf", 2L}, {"tanh", 3L}, {"softplus", 3L}}) {
    const ExactParameters start = random_parameters(5, dim, engine);
    ExactParameters end = start;
    for (Rational& q : end.values) {
      q += Rational(static_cast<long>(engine() % 401) - 200, 1000);
    }
    const auto sigma = find_smooth_activation(activation);
    const Network first(sigma, start, kPrecision);
    const Network second(sigma, end, kPrecision);
    const SphereRule rule = dim == 2 ? circle_rule(200) : sphere_rule(32);
    const Vector still(first.parameters().size(), Ball(kPrecision));
    std::vector<double> values = at_nodes(first, still, rule).value;
    const std::vector<double> others = at_nodes(second, still, rule).value;
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] -= others[i];
    }
    const std::vector<double> norms = degree_norms(rule, values, 8);
    double beyond = std::pow(norm_at_nodes(rule, values), 2);
    for (int k = 0; k <= 8; ++k) {
      beyond -= std::pow(norms[static_cast<std::size_t>(k)], 2);
      const double tail = spherical_tail(second, first, k).upper().approximate();
      BOOST_TEST(tail >= std::sqrt(std::max(0.0, beyond - 1e-12)));
      BOOST_TEST(tail == spherical_tail(first, second, k).upper().approximate(),
                 boost::test_tools::tolerance(0.3));
    }
    BOOST_TEST(spherical_tail(second, first, 0).upper().approximate() < 60 * norm_at_nodes(rule, values));
    BOOST_TEST(spherical_tail(second, first, 8).upper() < spherical_tail(second, first, 2).upper());
  }
}

BOOST_AUTO_TEST_CASE(bad_input) {
  std::mt19937_64 engine(26);
  ExactParameters parameters = random_parameters(2, 3, engine);
  for (long j = 0; j < 3; ++j) {
    parameters.values[static_cast<std::size_t>(parameters.layout.inner(1) + j)] = 0;
  }
  const Network network(find_smooth_activation("tanh"), parameters, kPrecision);
  const Vector still(network.parameters().size(), Ball(kPrecision));
  BOOST_CHECK_EXCEPTION(
      (void)project_on_degrees(network, still, 2, kPrecision), Exhausted,
      [](const Exhausted& e) { return std::string(e.what()).find("neuron 2 is zero") != std::string::npos; });
  BOOST_CHECK_THROW((void)project_on_degrees(network, {}, 2, kPrecision), InvalidInput);
  const Network narrow(find_smooth_activation("tanh"), random_parameters(1, 3, engine), kPrecision);
  BOOST_CHECK_THROW((void)spherical_tail(network, narrow, 2), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
