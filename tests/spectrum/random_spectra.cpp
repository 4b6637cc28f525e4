// random_spectra COUNT [SEED]: draws COUNT eigenvalues of kernels of every activation, depth, dimension,
// degree and variance, and compares each enclosure with one of a second algorithm that has ten digits more
// (of which those that do not give up in time are many). Exit code 1 if two are disjoint or one is wider than
// asked.
#include <fmt/core.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <random>
#include <string>
#include <vector>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/refine.hpp"
#include "ntkcert/ball/text.hpp"
#include "ntkcert/spectrum/algorithm.hpp"
#include "ntkcert/spectrum/eigenvalues.hpp"
#include "tests/activation/activation_cases.hpp"

namespace {

using namespace ntkcert;

constexpr long kMoreDigits = 10;

class Draw {
 public:
  explicit Draw(unsigned long seed) : random_(seed) {}

  template <typename T>
  T of(const std::vector<T>& list) {
    return list[random_() % list.size()];
  }
  long up_to(long most) { return static_cast<long>(random_() % static_cast<unsigned long>(most + 1)); }

  Architecture architecture() {
    using enum TrainedParameters;
    const std::vector<Rational> variances{Rational(1),    Rational(2),    Rational(1, 2), Rational(1, 3),
                                          Rational(5, 4), Rational(3, 2), Rational(1, 10)};
    const std::string name = of(testing::all_activations());
    Architecture a = Architecture::paper(find_activation(name));
    a.first_weight_variance = of(variances);
    a.weight_variance = of(variances);
    a.bias_variance = up_to(2) == 0 ? Rational(0) : of(variances);
    // Some minutes each for the logistic family and tanh in many layers; and powers of powers reach 10^3000,
    // at which the second algorithm's absolute precision takes longer still.
    const bool slow = name == "sigmoid" || name == "silu" || name == "softplus" || name == "tanh" ||
                      name.starts_with("repu:");
    a.depth = of(slow ? std::vector<long>{1, 1, 1, 2} : std::vector<long>{1, 1, 1, 2, 3, 5});
    a.trained = of(std::vector<TrainedParameters>{all, all, hidden, outer});
    if (name == "step" || up_to(2) == 0) {
      a.kind = KernelKind::nngp;
      a.trained = all;
    }
    return a;
  }

 private:
  std::mt19937_64 random_;
};

std::string describe(const Architecture& a, long d, long k) {
  return fmt::format("{} {} L={} trained {} v1={} v={} b={} d={} k={}", a.activation->name(), to_text(a.kind),
                     a.depth, to_text(a.trained), to_text(a.first_weight_variance),
                     to_text(a.weight_variance), to_text(a.bias_variance), d, k);
}

enum class Outcome { agreed, unchecked, failed };

struct Comparison {
  Outcome outcome;
  std::string text;
};

Comparison compare(const EigenvalueRequest& request) {
  const Spectrum found = eigenvalues(request);
  const Eigenvalue& e = found.eigenvalues.front();
  if (!found.reached || (!e.proved_zero && relative_digits(e.value, request.digits) < request.digits)) {
    return {Outcome::failed, "too wide"};
  }
  const SpectralProblem problem{request.architecture, request.dimension, request.degrees};
  for (const SpectralAlgorithm* other : applicable_algorithms(problem, request.digits)) {
    // For zero nothing was computed yet, and the precision of a relative algorithm would grow without end.
    if (e.proved_zero ? other->is_relative() : other->name() == found.algorithm) {
      continue;
    }
    EigenvalueRequest second = request;
    second.algorithm = other->name();
    second.digits += kMoreDigits;
    second.limit = Precision(1L << 11);
    try {
      const Ball truth = e.proved_zero
                             ? other->compute(problem, other->first_precision(problem, second.digits)).front()
                             : eigenvalues(second).eigenvalues.front().value;
      if (!e.value.overlaps(truth)) {
        return {Outcome::failed,
                fmt::format("{} by {} and {} by {} are disjoint", correct_decimal(e.value, request.digits),
                            found.algorithm, correct_decimal(truth, request.digits), other->name())};
      }
      if (e.proved_zero || relative_digits(truth, request.digits) == request.digits) {
        return {Outcome::agreed, ""};
      }
    } catch (const Exhausted&) {
      continue;
    }
  }
  return {Outcome::unchecked, "no second algorithm has the digits"};
}

}  // namespace

int main(int count, char** words) {
  const long samples = count > 1 ? std::atol(words[1]) : 0;
  const unsigned long seed = count > 2 ? std::strtoul(words[2], nullptr, 10) : std::random_device()();
  fmt::print("seed {}\n", seed);
  Draw draw(seed);
  std::array<long, 3> counts{};
  for (long i = 0; i < samples; ++i) {
    EigenvalueRequest request;
    request.architecture = draw.architecture();
    request.dimension = draw.of(std::vector<long>{2, 3, 4, 5, 10, 30, 100, 784});
    request.degrees = {draw.up_to(request.dimension > 30 || request.architecture.depth > 1 ? 24 : 120)};
    request.digits = 8 + draw.up_to(32);
    const std::string text = describe(request.architecture, request.dimension, request.degrees.front());
    const auto start = std::chrono::steady_clock::now();
    Comparison result{Outcome::failed, ""};
    try {
      result = compare(request);
    } catch (const std::exception& error) {
      result.text = error.what();
    }
    ++counts[static_cast<std::size_t>(result.outcome)];
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    constexpr double kSlow = 5;
    if (result.outcome != Outcome::agreed || seconds > kSlow) {
      fmt::print("{:4} {:6.2f} s {} {}\n", i, seconds, text, result.text);
      std::fflush(stdout);
    }
  }
  fmt::print("{} enclosures meet those of a second algorithm, {} have none, {} failed\n", counts[0],
             counts[1], counts[2]);
  constexpr long kMostUnchecked = 20;  // one in so many
  return counts[2] == 0 && kMostUnchecked * counts[1] <= samples && samples > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
