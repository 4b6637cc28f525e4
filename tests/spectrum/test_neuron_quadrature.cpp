#include "ntkcert/spectrum/neuron_quadrature.hpp"

#include <tuple>

#include "ntkcert/ball/error.hpp"
#include "tests/spectrum/sphere_weight_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(neuron_quadrature)

namespace {

using enum TrainedParameters;

/// Bounded and unbounded activations, strips and entire ones; all three laws of biases.
std::vector<Architecture> sphere_architectures() {
  std::vector<Architecture> list;
  for (const char* name : {"tanh", "erf", "softplus", "sin"}) {
    list.push_back(on_sphere(name, Rational(3, 2), std::nullopt, 0));
    list.push_back(on_sphere(name, 2, Rational(5, 4), 1));
    list.push_back(on_sphere(name, 1, std::nullopt, Rational(1, 2)));
  }
  return list;
}

Ball eigenvalue(const Architecture& a, long d, long k, Precision p) {
  const std::vector<long> degrees{k};
  return NeuronQuadrature().compute({a, d, degrees}, p).front();
}

}  // namespace

/// mpmath, 25 digits: E[σ(z)σ(z')] and (u + β)E[σ'(z)σ'(z')] by sums over w on the circle or the sphere and
/// over b, then their Fourier or Legendre coefficients by Gauss–Legendre in the angle between x and x'.
BOOST_AUTO_TEST_CASE(the_kernel_summed_over_neurons) {
  const Architecture tanh = on_sphere("tanh", Rational(3, 2), std::nullopt, 0);
  const Architecture softplus = on_sphere("softplus", 2, Rational(5, 4), 1);
  const Architecture erf = on_sphere("erf", 1, std::nullopt, Rational(1, 2));
  const Architecture sine = on_sphere("sin", 2, Rational(3, 4), 1);
  struct Case {
    const Architecture& architecture;
    long dimension;
    long degree;
    std::string_view outer;
    std::string_view hidden;
  };
  for (const Case& c : {Case{tanh, 2, 1, "0.255465373136461875", "0.134408084018765965"},
                        Case{tanh, 2, 3, "0.00373356574912781732", "0.0198755194590047269"},
                        Case{tanh, 2, 5, "0.0000913879807287065459", "0.00141726668795389448"},
                        Case{softplus, 2, 0, "2.05448797859544238", "1.300165848155075958"},
                        Case{softplus, 2, 1, "0.269763717794902493", "0.168354496355051356"},
                        Case{softplus, 2, 2, "0.00999188399243052784", "0.0185639128118153249"},
                        Case{softplus, 2, 4, "7.49819417931647783e-6", "0.000059534151710325564"},
                        Case{erf, 2, 0, "0.701840613060512928", "0.755436960250135133"},
                        Case{erf, 2, 1, "0.136540711747934577", "0.238107095411937093"},
                        Case{erf, 2, 2, "0.00410533193456977892", "0.0316195199691033265"},
                        Case{erf, 2, 3, "0.000457490664536370299", "0.0076376726434870112"},
                        Case{sine, 3, 0, "1.0346235087439245517", "1.203835440424195468"},
                        Case{sine, 3, 1, "0.157817725897358884", "0.110970882249457753"}}) {
    const Precision p(90);
    const Ball out = eigenvalue(trained(c.architecture, outer), c.dimension, c.degree, p);
    const Ball in = eigenvalue(trained(c.architecture, hidden), c.dimension, c.degree, p);
    const Ball both = eigenvalue(c.architecture, c.dimension, c.degree, p);
    const Ball nngp = [&] {
      Architecture a = c.architecture;
      a.kind = KernelKind::nngp;
      return eigenvalue(a, c.dimension, c.degree, p);
    }();
    const std::string text = describe_laws(c.architecture) + " degree " + std::to_string(c.degree);
    BOOST_TEST(out.overlaps(OracleValue{c.outer}.ball(p)), text);
    BOOST_TEST(in.overlaps(OracleValue{c.hidden}.ball(p)), text);
    BOOST_TEST(nngp.overlaps(out), text);
    // The output bias is in both.
    const Ball output_bias = c.degree == 0 ? Ball(c.architecture.bias_variance, p) : Ball(p);
    BOOST_TEST(both.overlaps(out + in - output_bias), text);
    for (const Ball& x : {out, in, both}) {
      BOOST_TEST(arb_rel_accuracy_bits(x.raw()) >= 60, text);
    }
  }
}

/// Σλ_kN(d,k) = κ(1), from integrals of σ² and σ'².
BOOST_AUTO_TEST_CASE(trace_identity) {
  for (const Architecture& a : sphere_architectures()) {
    for (const auto& [d, last] : {std::pair(2L, 90L), std::pair(3L, 90L), std::pair(6L, 80L)}) {
      const Precision p(110);
      const Ball rest = NeuronQuadrature().trace(a, d, p) - mass(a, NeuronQuadrature(), d, last, p);
      BOOST_TEST(rest.contains_zero(), describe_laws(a) << " d = " << d);
      BOOST_TEST((rest.radius() < Dyadic(Integer(1), -70)), describe_laws(a) << " d = " << d);
    }
  }
}

/// Without biases the hidden weights' part is the energy of c_k(|w|)P_k(⟨w/|w|,x⟩) as a function of w:
/// (∂_Rc_k)² + k(k+d−2)c_k²/R². The derivative by a central difference.
BOOST_AUTO_TEST_CASE(energy_form) {
  const Precision p(220);
  const Rational step(1, Integer(1) << 40);
  for (const auto& [name, d, k] : {std::tuple("tanh", 5L, 3L), std::tuple("softplus", 2L, 2L),
                                   std::tuple("erf", 3L, 1L), std::tuple("gelu", 4L, 4L)}) {
    const auto coefficient = [&, d = d, k = k, name = name](const Rational& radius) {
      return sqrt(eigenvalue(trained(on_sphere(name, radius, std::nullopt, 0), outer), d, k, p));
    };
    const Rational radius(3, 2);
    const Ball c = coefficient(radius);
    const Ball slope =
        (coefficient(radius + step) - coefficient(radius - step)) / Ball(Rational(2 * step), p);
    const Ball energy = square(slope) + k * (k + d - 2) * square(c / Ball(radius, p));
    const Ball found = eigenvalue(trained(on_sphere(name, radius, std::nullopt, 0), hidden), d, k, p);
    BOOST_TEST(is_yes(abs(energy / found - 1) < Ball(Rational(1, Integer(1) << 60), p)), name);
  }
}

/// The radii cover the quadrature errors, also where those are large.
BOOST_AUTO_TEST_CASE(every_precision_gives_an_enclosure) {
  for (const Architecture& a : sphere_architectures()) {
    for (const long d : {2L, 5L}) {
      const std::vector<long> degrees = nonzero_degrees(a, degrees_up_to(7));
      const std::vector<Ball> fine = NeuronQuadrature().compute({a, d, degrees}, Precision(100));
      const Ball trace = NeuronQuadrature().trace(a, d, Precision(100));
      for (const long bits : {2L, 8L, 30L, 60L}) {
        const std::vector<Ball> coarse = NeuronQuadrature().compute({a, d, degrees}, Precision(bits));
        for (std::size_t i = 0; i < degrees.size(); ++i) {
          BOOST_TEST(coarse[i].overlaps(fine[i]), describe_laws(a)
                                                      << " degree " << degrees[i] << " bits " << bits);
          BOOST_TEST((coarse[i].radius() <= Dyadic(Integer(1), 8 - bits)), describe_laws(a) << " " << bits);
        }
        BOOST_TEST(NeuronQuadrature().trace(a, d, Precision(bits)).overlaps(trace), describe_laws(a));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(weight_variance_scales_all_but_the_output_bias) {
  const Precision p(80);
  Architecture a = on_sphere("tanh", 1, Rational(1), 1);
  const Ball zero = eigenvalue(a, 3, 0, p);
  const Ball one = eigenvalue(a, 3, 1, p);
  const Ball trace = NeuronQuadrature().trace(a, 3, p);
  a.weight_variance = 3;
  BOOST_TEST(eigenvalue(a, 3, 0, p).overlaps(3 * (zero - 1) + 1));
  BOOST_TEST(eigenvalue(a, 3, 1, p).overlaps(3 * one));
  BOOST_TEST(NeuronQuadrature().trace(a, 3, p).overlaps(3 * (trace - 1) + 1));
}

BOOST_AUTO_TEST_CASE(applies_to_smooth_activations_on_spheres) {
  BOOST_TEST(NeuronQuadrature().applies_to(on_sphere("tanh", 1, std::nullopt, 0)));
  BOOST_TEST(!NeuronQuadrature().applies_to(on_sphere("relu", 1, std::nullopt, 0)));
  BOOST_TEST(!NeuronQuadrature().applies_to(Architecture::paper(find_activation("tanh"))));
  // The other way round, no algorithm for Gaussian weights claims these.
  BOOST_TEST(
      algorithm_names(on_sphere("tanh", 1, std::nullopt, 0)) == std::vector<std::string>{"neuron-quadrature"},
      boost::test_tools::per_element());
  BOOST_CHECK_THROW(static_cast<void>(kernel_trace(on_sphere("relu", 1, std::nullopt, 1), 3, Precision(64))),
                    InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
