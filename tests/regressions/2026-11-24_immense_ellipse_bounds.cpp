// Kernels of several layers of an entire activation have bounds on large ellipses that no double holds: the
// number of quadrature points that they ask for overflowed, and the ellipse looked like the best of all.
#include <boost/test/unit_test.hpp>
#include <limits>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/spectrum/eigenvalues.hpp"
#include "ntkcert/spectrum/ellipse_certificates.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(immense_ellipse_bounds)

BOOST_AUTO_TEST_CASE(are_not_chosen) {
  EllipseCertificates certificates(Architecture::paper(find_activation("sin")));
  const auto plan = certificates.plan([](const BernsteinEllipse& ellipse, const Ball&) {
    return ellipse.r.midpoint().approximate() > 2 ? std::numeric_limits<double>::infinity() : 10.0;
  });
  BOOST_TEST(plan.exactness == 10);
}

BOOST_AUTO_TEST_CASE(three_layers_of_sine) {
  EigenvalueRequest request;
  request.architecture = Architecture::paper(find_activation("sin"));
  request.architecture.weight_variance = Rational(1, 10);
  request.architecture.bias_variance = Rational(1, 3);
  request.architecture.depth = 3;
  request.dimension = 2;
  request.degrees = {13};
  for (const std::string& algorithm : eigenvalue_algorithms(request.architecture)) {
    if (algorithm != "adaptive-quadrature" && algorithm != "half-angle") {
      request.algorithm = algorithm;
      const Spectrum spectrum = eigenvalues(request);
      BOOST_TEST(spectrum.reached, algorithm);
      const Ball error = spectrum.eigenvalues.front().value -
                         Ball(parse_rational("5.9655572807491733065551547810630326257e-15"), Precision(200));
      BOOST_TEST(is_yes(abs(error) < Ball(parse_rational("1e-44"), Precision(200))), algorithm);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
