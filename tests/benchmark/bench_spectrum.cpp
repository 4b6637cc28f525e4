// CPU seconds for all eigenvalues up to a degree at 30 digits, against one rigorous integral a coefficient by
// Arb's acb_calc_integrate, and against Python's mpmath and SciPy (scripted beside this file).
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/certificate_cache.hpp"
#include "ntkcert/spectrum/eigenvalues.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"

namespace {

using namespace ntkcert;

constexpr long kUsualDigits = 30;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// All k ≤ last of a kernel.
struct Table {
  std::string activation;
  bool he;
  long depth;
  long dimension;
  long last;
  long digits = kUsualDigits;

  [[nodiscard]] Architecture architecture() const {
    Architecture a =
        he ? Architecture::he(find_activation(activation)) : Architecture::paper(find_activation(activation));
    a.depth = depth;
    return a;
  }
  [[nodiscard]] std::string name() const {
    return fmt::format("{}, {}, L={}", activation, he ? "he" : "paper", depth);
  }
  [[nodiscard]] EigenvalueRequest request() const {
    EigenvalueRequest r;
    r.architecture = architecture();
    r.dimension = dimension;
    r.degrees.resize(static_cast<std::size_t>(last) + 1);
    std::iota(r.degrees.begin(), r.degrees.end(), 0L);
    r.digits = digits;
    return r;
  }
};

/// Seconds of acb_calc_integrate for the table, from every `stride`-th degree.
double integral_seconds(const Table& table, long stride) {
  const Architecture architecture = table.architecture();
  const double start = cpu_seconds();
  long count = 0;
  for (long k = stride / 2; k <= table.last; k += stride) {
    const std::vector<long> degree{k};
    const SpectralProblem problem{architecture, table.dimension, degree};
    const Precision p(bits_for_digits(table.digits) +
                      static_cast<long>(bits_of_smallest_eigenvalue(problem)));
    const ZonalKernel kernel(architecture, p + 40);
    (void)funk_hecke_integral(
        [&](const ComplexBall& theta, bool /*analytic*/) { return kernel.continuation(theta); },
        table.dimension, k, p);
    ++count;
  }
  return (cpu_seconds() - start) * static_cast<double>(table.last + 1) / static_cast<double>(count);
}

/// A cache of ellipse bounds that begins empty, and its folder for the time being.
class TemporaryCache {
 public:
  TemporaryCache()
      : folder_(std::filesystem::temp_directory_path() / fmt::format("ntkcert-bench-{}", getpid())),
        cache_(std::make_shared<CertificateCache>(
            folder_, "bench", [](const std::string& line) { fmt::print(stderr, "{}\n", line); })) {
    std::filesystem::remove_all(folder_);
  }
  TemporaryCache(const TemporaryCache&) = delete;
  TemporaryCache& operator=(const TemporaryCache&) = delete;
  ~TemporaryCache() { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::shared_ptr<const CertificateCache> get() const { return cache_; }

 private:
  std::filesystem::path folder_;
  std::shared_ptr<const CertificateCache> cache_;
};

/// Without bounds of the kernel on ellipses, and once more with those that the first run left: the seconds of
/// that. With `against_integrals`, also acb_calc_integrate's.
double measure(const Table& table, bool against_integrals = false) {
  const TemporaryCache cache;
  EigenvalueRequest request = table.request();
  request.cache = cache.get();
  const double start = cpu_seconds();
  const Spectrum spectrum = eigenvalues(request);
  const double between = cpu_seconds();
  constexpr std::size_t kMostRuns = 9;
  constexpr double kWorthRepeating = 0.05;
  std::vector<double> runs;
  do {
    const double begin = cpu_seconds();
    (void)eigenvalues(request);
    runs.push_back(cpu_seconds() - begin);
  } while (runs.size() < kMostRuns && runs.front() < kWorthRepeating);
  std::nth_element(runs.begin(), runs.begin() + std::ssize(runs) / 2, runs.end());
  const double seconds = runs[runs.size() / 2];
  std::string baseline = "            -        -";
  if (against_integrals) {
    constexpr long kStride = 20;
    const double integrals = integral_seconds(table, kStride);
    baseline = fmt::format("{:13.1f} {:8.0f}", 1e3 * integrals, integrals / seconds);
  }
  fmt::print("{:20} {:5} {:8} {:6} {:12.3f} {:12.3f} {}  {}{}\n", table.name(), table.dimension, table.last,
             table.digits, 1e3 * (between - start), 1e3 * seconds, baseline, spectrum.algorithm,
             spectrum.reached ? "" : " (digits not reached)");
  std::fflush(stdout);
  return seconds;
}

void head(const char* title) {
  fmt::print("\n{}\n{:20} {:>5} {:>8} {:>6} {:>12} {:>12} {:>13} {:>8}  algorithm\n", title, "kernel", "d",
             "K", "digits", "ntkcert", "cached", "acb", "ratio");
}

/// ReLU kernels in many dimensions, against the integrals where these end; the seconds of the table that
/// Python computes, too.
double relu_kernels() {
  head("ReLU kernels");
  constexpr long kShort = 100;
  constexpr long kLow = 10;
  constexpr double kMostBits = 2500;
  double seconds_of_python_table = 0;
  for (const auto& [he, depth] : {std::pair(true, 1L), std::pair(false, 1L), std::pair(true, 3L)}) {
    for (const long dimension : {2L, 3L, 10L, 100L, 784L}) {
      for (const long last : {kShort, 1000L, 10000L}) {
        const Table table{"relu", he, depth, dimension, last};
        const std::vector<long> largest{last};
        if (bits_of_smallest_eigenvalue({table.architecture(), dimension, largest}) < kMostBits) {
          const double seconds = measure(table, last == kShort && dimension <= kLow);
          if (depth == 3 && dimension == 3 && last == kShort) {
            seconds_of_python_table = seconds;
          }
        }
      }
    }
  }
  measure({"relu", true, 3, 10, 100000});
  measure({"relu", true, 3, 3, 1000000});
  return seconds_of_python_table;
}

void growth() {
  head("Smooth activations");
  for (const char* name : {"tanh", "sigmoid", "softplus", "silu", "gelu", "erf", "gaussian", "sin", "cos"}) {
    for (const long last : {100L, 1000L}) {
      measure({name, false, 1, 3, last});
    }
  }
  head("With the depth");
  for (const long depth : {1L, 2L, 3L, 4L, 5L, 10L}) {
    measure({"relu", true, depth, 3, 1000});
  }
  head("With the digits");
  for (const long digits : {15L, 50L, 150L, 500L}) {
    measure({"relu", true, 3, 3, 100, digits});
  }
  for (const long digits : {15L, 50L, 150L}) {  // a series as long as the square of the digits
    measure({"tanh", false, 1, 3, 100, digits});
  }
}

}  // namespace

int main() {
  fmt::print(
      "CPU milliseconds for all k ≤ K; acb: one acb_calc_integrate a coefficient, of every 20th.\ncached: "
      "with the bounds "
      "on ellipses from a former run, as in the ratio; median of 9 if short.\n");
  const double seconds_of_python_table = relu_kernels();
  growth();
  const std::string script = fmt::format("{} {}/python_quadrature.py {}", NTKCERT_PYTHON,
                                         NTKCERT_BENCHMARK_FOLDER, seconds_of_python_table);
  return std::system(script.c_str()) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
