#include "ntkcert/spectrum/zeros.hpp"

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/activation/series_dual.hpp"
#include "ntkcert/spectrum/composed_series.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "ntkcert/spectrum/neuron_quadrature.hpp"
#include "tests/spectrum/sphere_weight_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(zeros)

namespace {

/// A finite Hermite series: a_p² given, whatever the variance (so the activation depends on it, which is of
/// no matter to a recursion that takes it as it finds it).
class FiniteSeries final : public HermiteSeries {
 public:
  FiniteSeries(const Ball& variance, std::vector<long> squares)
      : HermiteSeries(variance), squares_(std::move(squares)) {}
  [[nodiscard]] BallArray squares(long length) const override {
    BallArray result(length);
    for (long p = 0; p < std::min(length, size()); ++p) {
      arb_set_si(result.at(p), squares_[static_cast<std::size_t>(p)]);
    }
    return result;
  }
  [[nodiscard]] Ball tail(long length) const override {
    return length >= size() ? Ball(Precision(64)) : Ball::whole_line(Precision(64));
  }

 private:
  [[nodiscard]] long size() const { return static_cast<long>(squares_.size()); }
  std::vector<long> squares_;
};

class FiniteActivation final : public Activation {
 public:
  explicit FiniteActivation(std::vector<long> squares) : squares_(std::move(squares)) {}
  [[nodiscard]] std::string_view name() const override { return "finite"; }
  [[nodiscard]] Ball value(const Ball& z) const override { return z; }
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override {
    return std::make_unique<SeriesDual>(FiniteSeries(variance, squares_));
  }
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override {
    return std::make_unique<FiniteSeries>(variance, squares_);
  }
  [[nodiscard]] bool hermite_vanish_from(long k) const override {
    for (std::size_t p = static_cast<std::size_t>(k); p < squares_.size(); p += 2) {
      if (squares_[p] != 0) {
        return false;
      }
    }
    return true;
  }

 private:
  std::vector<long> squares_;
};

}  // namespace

/// The coefficients of the composed polynomials, expanded, vanish where a zero is claimed, and only there.
BOOST_AUTO_TEST_CASE(expansion_of_finite_series_finds_the_same_zeros) {
  const Precision p(60);
  for (const std::vector<long>& squares : std::vector<std::vector<long>>{{0, 1},
                                                                         {1, 0, 2},
                                                                         {0, 1, 1},
                                                                         {3, 0, 0, 1},
                                                                         {0, 2, 0, 1},
                                                                         {0, 0, 1},
                                                                         {1, 1, 0, 1},
                                                                         {2, 3},
                                                                         {0, 0, 0, 1}}) {
    for (const Rational& bias : {Rational(0), Rational(1)}) {
      for (const TrainedParameters trained :
           {TrainedParameters::all, TrainedParameters::hidden, TrainedParameters::outer}) {
        for (const long depth : {1L, 2L, 3L}) {
          Architecture a =
              with(Architecture::he(std::make_shared<FiniteActivation>(squares)), depth, trained);
          a.bias_variance = bias;
          constexpr long kLength = 100;
          const ComposedSeries series = ntkcert::composed_series(a, kLength, p);
          for (long k = 0; k < 40; ++k) {
            bool zero = true;
            for (long n = k; n < kLength; n += bias == 0 ? 2 : 1) {
              zero = zero && series.coefficients.coefficient(n).is_exact_zero();
            }
            BOOST_TEST(eigenvalue_is_zero(a, k) == zero,
                       describe(a) << " degree " << k << " of " << squares.size() - 1);
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(quadrature_finds_the_same_zeros_on_several_layers) {
  const std::vector<long> degrees = degrees_up_to(8);
  std::vector<Architecture> list = deep_relu_architectures();
  for (const Architecture& a : deep_series_architectures()) {
    list.push_back(a);
  }
  for (const Architecture& a : list) {
    const std::vector<Ball> values = EllipseQuadrature().compute({a, 3, degrees}, Precision(90));
    for (std::size_t i = 0; i < degrees.size(); ++i) {
      BOOST_TEST(eigenvalue_is_zero(a, degrees[i]) == values[i].contains_zero(),
                 describe(a) << " degree " << degrees[i]);
    }
  }
}

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

/// Weights on a sphere: quadrature finds the zeros claimed, and no others.
BOOST_AUTO_TEST_CASE(weights_on_a_sphere) {
  const std::vector<long> degrees = degrees_up_to(8);
  for (const char* name : {"tanh", "cos", "gelu", "softplus"}) {
    for (const Architecture& a : {on_sphere(name, Rational(3, 2), std::nullopt, 0),
                                  on_sphere(name, Rational(3, 2), Rational(1), 1)}) {
      const std::vector<Ball> values = NeuronQuadrature().compute({a, 4, degrees}, Precision(100));
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST(eigenvalue_is_zero(a, degrees[i]) == values[i].contains_zero(),
                   describe_laws(a) << " degree " << degrees[i]);
      }
    }
  }
  const Architecture relu = on_sphere("relu", 1, std::nullopt, 0);
  BOOST_TEST((!eigenvalue_is_zero(relu, 1) && eigenvalue_is_zero(relu, 3) && !eigenvalue_is_zero(relu, 4)));
  const Architecture biased = on_sphere("leaky-relu:1", 1, Rational(1), 1);
  BOOST_TEST(
      (!eigenvalue_is_zero(biased, 0) && !eigenvalue_is_zero(biased, 1) && eigenvalue_is_zero(biased, 2)));
}

BOOST_AUTO_TEST_SUITE_END()
