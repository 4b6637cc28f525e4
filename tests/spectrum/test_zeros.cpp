#include "ntkcert/spectrum/zeros.hpp"

#include "ntkcert/spectrum/ellipse.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(zeros)

/// Quadrature, which does not know of parity, finds zero where a zero is claimed, and only there.
BOOST_AUTO_TEST_CASE(quadrature_finds_the_same_zeros) {
  const std::vector<long> degrees = degrees_up_to(12);
  for (const Architecture& a : architectures()) {
    for (const long d : {2L, 3L, 7L}) {
      const std::vector<Ball> values = EllipseQuadrature().compute({a, d, degrees}, Precision(120));
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST(eigenvalue_is_zero(a, degrees[i]) == values[i].contains_zero(),
                   describe(a) << " d = " << d << " degree " << degrees[i]);
      }
    }
  }
}

/// The same for every activation, step without NTK.
BOOST_AUTO_TEST_CASE(every_activation) {
  const std::vector<long> degrees = degrees_up_to(8);
  for (const std::string& name : all_activations()) {
    for (const KernelKind kind : {KernelKind::nngp, KernelKind::ntk}) {
      const auto activation = find_activation(name);
      if (kind == KernelKind::ntk && !activation->is_weakly_differentiable()) {
        continue;
      }
      for (const Architecture& a :
           {Architecture::paper(activation, kind), Architecture::he(activation, kind)}) {
        const std::vector<Ball> values = EllipseQuadrature().compute({a, 3, degrees}, Precision(120));
        for (std::size_t i = 0; i < degrees.size(); ++i) {
          BOOST_TEST(eigenvalue_is_zero(a, degrees[i]) == values[i].contains_zero(),
                     describe(a) << " degree " << degrees[i]);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(by_activation_and_bias) {
  const Architecture relu = Architecture::he(find_activation("relu"));
  BOOST_TEST(!eigenvalue_is_zero(relu, 1));
  BOOST_TEST(eigenvalue_is_zero(relu, 3));
  BOOST_TEST(eigenvalue_is_zero(relu, 999999));
  BOOST_TEST(!eigenvalue_is_zero(relu, 1000000));
  const Architecture tanh = Architecture::he(find_activation("tanh"));
  BOOST_TEST(eigenvalue_is_zero(tanh, 0));
  BOOST_TEST(!eigenvalue_is_zero(tanh, 1));
  for (const long k : {0L, 1L, 2L, 3L, 1001L}) {
    BOOST_TEST(!eigenvalue_is_zero(Architecture::paper(find_activation("tanh")), k));
    BOOST_TEST(!eigenvalue_is_zero(Architecture::paper(find_activation("relu")), k));
  }
}

BOOST_AUTO_TEST_SUITE_END()
