#include "ntkcert/spectrum/half_space_mean.hpp"

#include <algorithm>
#include <tuple>

#include "ntkcert/spectrum/closed_form.hpp"
#include "tests/spectrum/sphere_weight_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(half_space_mean)

namespace {

using enum TrainedParameters;

/// A polynomial with exact coefficients, the constant first.
using Exact = std::vector<Rational>;

Exact product(const Exact& a, const Exact& b) {
  Exact c(a.size() + b.size() - 1, Rational(0));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      c[i + j] += a[i] * b[j];
    }
  }
  return c;
}

Exact sum(const Exact& a, const Exact& b, const Rational& factor) {
  Exact c(std::max(a.size(), b.size()), Rational(0));
  std::copy(a.begin(), a.end(), c.begin());
  for (std::size_t i = 0; i < b.size(); ++i) {
    c[i] += factor * b[i];
  }
  return c;
}

Exact antiderivative(const Exact& a) {
  Exact c{0};
  for (std::size_t i = 0; i < a.size(); ++i) {
    c.push_back(a[i] / static_cast<long>(i + 1));
  }
  return c;
}

Rational at(const Exact& a, const Rational& x) {
  Rational value = 0;
  for (auto c = a.rbegin(); c != a.rend(); ++c) {
    value = value * x + *c;
  }
  return value;
}

/// ∫_x^1, as a polynomial in x.
Exact beyond(const Exact& a) {
  const Exact f = antiderivative(a);
  return sum({at(f, 1)}, f, -1);
}

/// C_k and g_k in exact rationals for odd d: all is polynomial in x = −b/R on [−1, 1], and linear outside.
struct ExactSquares {
  Rational value;
  Rational derivative;
};

ExactSquares exact_squares(long d, const Rational& radius, const Rational& bound, const Rational& a, long k) {
  Exact weight{1};
  for (long i = 0; i < (d - 3) / 2; ++i) {
    weight = product(weight, {1, 0, -1});
  }
  Exact before{1};
  Exact p{1};
  for (long j = 0; j < k; ++j) {
    const Exact raised = product({0, 1}, p);
    Exact next = j == 0 ? raised : sum(raised, sum(raised, before, -1), Rational(j, j + d - 2));
    before = p;
    p = next;
  }
  const Exact density = product(weight, p);
  const Rational total = at(antiderivative(weight), 1) - at(antiderivative(weight), -1);
  const auto integral = [&](const Exact& f, const Rational& from, const Rational& to) {
    return at(antiderivative(f), to) - at(antiderivative(f), from);
  };
  // With t: (1−A)(t−x)₊ + A(t−x), and the slope (1−A)[t>x] + A.
  const Exact first = product({0, 1}, density);
  const Exact ramp = sum(beyond(first), product({0, 1}, beyond(density)), -1);
  const Rational mean = integral(density, -1, 1);
  const Rational moment = integral(first, -1, 1);
  const Exact line{moment, -mean};
  const auto scaled_by = [&](const Exact& f) { return product(f, {1 / total}); };
  const Exact value = scaled_by(sum(product(ramp, {1 - a}), line, a));
  const Exact slope = scaled_by(sum(product(beyond(density), {1 - a}), {mean}, a));
  const Exact right = scaled_by(product(line, {a}));  // x > 1: σ = A(t−x) throughout
  const Exact left = scaled_by(line);
  const Rational whole = bound / radius;
  const Rational inner = std::min(whole, Rational(1));
  const auto average = [&](const Exact& inside, const Exact& below, const Exact& above) {
    return (integral(product(inside, inside), -inner, inner) +
            integral(product(below, below), -whole, -inner) + integral(product(above, above), inner, whole)) /
           (2 * whole);
  };
  const Rational slope_mean = mean / total;
  return {radius * radius * average(value, left, right),
          average(slope, {slope_mean}, {Rational(a * slope_mean)})};
}

Ball eigenvalue_of(const Architecture& a, long d, long k, Precision p) {
  const std::vector<long> degrees{k};
  return HalfSpaceMean().compute({a, d, degrees}, p).front();
}

}  // namespace

BOOST_AUTO_TEST_CASE(exact_rationals_in_odd_dimensions) {
  const Precision p(120);
  for (const long d : {3L, 5L, 9L}) {
    for (const auto& [radius, bound] :
         {std::pair(Rational(2), Rational(5, 4)), std::pair(Rational(1), Rational(1)),
          std::pair(Rational(2, 3), Rational(3, 2))}) {
      for (const auto& [name, a] :
           {std::pair("relu", Rational(0)), std::pair("leaky-relu:1/4", Rational(1, 4)),
            std::pair("abs", Rational(-1))}) {
        const Architecture both = on_sphere(name, radius, bound, 1);
        std::vector<ExactSquares> squares;
        for (long k = 0; k <= 7; ++k) {
          squares.push_back(exact_squares(d, radius, bound, a, k));
        }
        for (long k = 0; k <= 6; ++k) {
          const auto i = static_cast<std::size_t>(k);
          const Rational shifted =
              k == 0 ? squares[1].derivative
                     : (k * squares[i - 1].derivative + (k + d - 2) * squares[i + 1].derivative) /
                           (2 * k + d - 2);
          const Rational bias = k == 0 ? 1 : 0;
          const std::string text =
              describe_laws(both) + " d = " + std::to_string(d) + " k = " + std::to_string(k);
          const Ball out = eigenvalue_of(trained(both, outer), d, k, p);
          BOOST_TEST(out.contains(Rational(squares[i].value + bias)), text);
          BOOST_TEST(eigenvalue_of(trained(both, hidden), d, k, p)
                         .contains(Rational(squares[i].derivative + shifted + bias)),
                     text);
          BOOST_TEST(eigenvalue_of(both, d, k, p)
                         .contains(Rational(squares[i].value + squares[i].derivative + shifted + bias)),
                     text);
          BOOST_TEST(arb_rel_accuracy_bits(out.raw()) >= 90, text);
        }
      }
    }
  }
}

/// Even dimensions: C_k and g_k by mpmath, quad over x of squared integrals over the angle.
BOOST_AUTO_TEST_CASE(even_dimensions) {
  const Precision p(90);
  struct Case {
    const char* activation;
    Rational radius;
    Rational bound;
    long dimension;
    std::vector<std::string_view> value;
    std::vector<std::string_view> derivative;
  };
  for (const Case& c : {Case{"relu",
                             2,
                             Rational(5, 4),
                             2,
                             {"0.592649287894877044", "0.298559862458500555", "0.031180481314482299",
                              "0.0027745540556690185"},
                             {"0.264416040372313602", "0.0881283211889083741", "0.0101007853159068823",
                              "0.00477681745216692531"}},
                        Case{"leaky-relu:1/4",
                             1,
                             Rational(3, 2),
                             4,
                             {"0.406671856511885228", "0.0304583394960382572", "0.000249525954905612982",
                              "0.0000191943042235086909"},
                             {"0.477212035390753189", "0.00771970922989240163", "0.000857745469988044626",
                              "0.000233930582724012171"}}}) {
    const Architecture a = on_sphere(c.activation, c.radius, c.bound, 1);
    std::vector<Ball> g;
    for (const std::string_view text : c.derivative) {
      g.push_back(OracleValue{text}.ball(p));
    }
    for (long k = 0; k <= 2; ++k) {
      const auto i = static_cast<std::size_t>(k);
      const long d = c.dimension;
      const Ball bias(k == 0 ? 1 : 0, p);
      const Ball expected =
          g[i] + (k == 0 ? g[1] : (k * g[i - 1] + (k + d - 2) * g[i + 1]) / (2 * k + d - 2));
      BOOST_TEST(eigenvalue_of(trained(a, outer), d, k, p).overlaps(OracleValue{c.value[i]}.ball(p) + bias),
                 describe_laws(a) << " degree " << k);
      BOOST_TEST(eigenvalue_of(trained(a, hidden), d, k, p).overlaps(expected + bias),
                 describe_laws(a) << " degree " << k);
    }
  }
}

/// The trace is not below the mass of any degrees, and little is left beyond many.
BOOST_AUTO_TEST_CASE(trace_identity) {
  for (const char* name : {"relu", "abs", "leaky-relu:1/4"}) {
    for (const long d : {2L, 4L, 10L}) {
      const Architecture a = on_sphere(name, 2, Rational(5, 4), 1);
      const Precision p(100);
      const Ball trace = HalfSpaceMean().trace(a, d, p);
      const Ball rest = trace - mass(a, HalfSpaceMean(), d, 80, p);
      BOOST_TEST(is_yes(rest > 0), describe_laws(a));
      BOOST_TEST(is_yes(rest < trace / 100), describe_laws(a));
    }
  }
}

/// The step function, without hidden weights' part; and B → 0 against the closed form without biases.
BOOST_AUTO_TEST_CASE(step_function_and_small_biases) {
  const Precision p(200);
  const Rational tiny(1, Integer(1) << 100);
  for (const long d : {2L, 3L, 6L}) {
    for (const char* name : {"step", "relu"}) {
      const Architecture some = on_sphere(name, 2, tiny, 1, KernelKind::nngp);
      const Architecture none = on_sphere(name, 2, std::nullopt, 0, KernelKind::nngp);
      const std::vector<long> degrees{0, 1, 2, 3, 4};
      const std::vector<Ball> with = HalfSpaceMean().compute({some, d, degrees}, p);
      const std::vector<Ball> without = ClosedForm().compute({none, d, degrees}, p);
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        const Ball limit = i == 0 ? without[i] + 1 : without[i];
        BOOST_TEST(is_yes(abs(with[i] - limit) < Ball(Rational(1, Integer(1) << 99), p)), name << " " << i);
      }
      const Ball more = HalfSpaceMean().trace(some, d, p) - ClosedForm().trace(none, d, p);
      BOOST_TEST(is_yes(abs(more - 1) < Ball(tiny, p)));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
