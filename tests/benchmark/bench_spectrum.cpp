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

constexpr long kDigits = 30;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

struct Case {
  std::string name;
  Architecture architecture;
};

std::vector<Case> cases() {
  Architecture deep = Architecture::he(find_activation("relu"));
  deep.depth = 3;
  return {{"relu, he, L=1", Architecture::he(find_activation("relu"))},
          {"relu, paper, L=1", Architecture::paper(find_activation("relu"))},
          {"relu, he, L=3", deep}};
}

std::vector<long> degrees_up_to(long last) {
  std::vector<long> degrees(static_cast<std::size_t>(last) + 1);
  std::iota(degrees.begin(), degrees.end(), 0L);
  return degrees;
}

EigenvalueRequest request_for(const Case& c, long dimension, std::vector<long> degrees) {
  EigenvalueRequest request;
  request.architecture = c.architecture;
  request.dimension = dimension;
  request.degrees = std::move(degrees);
  request.digits = kDigits;
  return request;
}

/// Seconds of acb_calc_integrate for all k ≤ last, from every `stride`-th degree.
double integral_seconds(const Case& c, long dimension, long last, long stride) {
  const double start = cpu_seconds();
  long count = 0;
  for (long k = stride / 2; k <= last; k += stride) {
    const std::vector<long> degree{k};
    const SpectralProblem problem{c.architecture, dimension, degree};
    const Precision p(bits_for_digits(kDigits) + static_cast<long>(bits_of_smallest_eigenvalue(problem)));
    const ZonalKernel kernel(c.architecture, p + 40);
    (void)funk_hecke_integral([&](const ComplexBall& theta) { return kernel.continuation(theta); }, dimension,
                              k, p);
    ++count;
  }
  return (cpu_seconds() - start) * static_cast<double>(last + 1) / static_cast<double>(count);
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
/// that.
double measure(const Case& c, long dimension, long last) {
  const TemporaryCache cache;
  EigenvalueRequest request = request_for(c, dimension, degrees_up_to(last));
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
  constexpr long kLastForIntegrals = 100;
  constexpr long kDimensionForIntegrals = 10;
  constexpr long kStride = 20;
  if (last == kLastForIntegrals && dimension <= kDimensionForIntegrals) {
    const double integrals = integral_seconds(c, dimension, last, kStride);
    baseline = fmt::format("{:13.1f} {:8.0f}", 1e3 * integrals, integrals / seconds);
  }
  fmt::print("{:18} {:4} {:6} {:12.3f} {:12.3f} {}  {}{}\n", c.name, dimension, last, 1e3 * (between - start),
             1e3 * seconds, baseline, spectrum.algorithm, spectrum.reached ? "" : " (digits not reached)");
  std::fflush(stdout);
  return seconds;
}

}  // namespace

int main() {
  fmt::print(
      "All k ≤ K to {} digits, CPU milliseconds; acb: one acb_calc_integrate a coefficient, of every 20th\n",
      kDigits);
  fmt::print(
      "cached: with the bounds on ellipses from a former run, as in the ratio; median of 9 if short\n");
  fmt::print("{:18} {:>4} {:>6} {:>12} {:>12} {:>13} {:>8}  algorithm\n", "kernel", "d", "K", "ntkcert",
             "cached", "acb", "ratio");
  double seconds_of_python_table = 0;
  for (const Case& c : cases()) {
    for (const long dimension : {2L, 3L, 10L, 100L, 784L}) {
      for (const long last : {100L, 1000L, 10000L}) {
        constexpr double kMostBits = 2500;
        const std::vector<long> largest{last};
        if (bits_of_smallest_eigenvalue({c.architecture, dimension, largest}) < kMostBits) {
          const double seconds = measure(c, dimension, last);
          if (c.architecture.depth == 3 && dimension == 3 && last == 100) {
            seconds_of_python_table = seconds;
          }
        }
      }
    }
  }
  const std::string script = fmt::format("{} {}/python_quadrature.py {}", NTKCERT_PYTHON,
                                         NTKCERT_BENCHMARK_FOLDER, seconds_of_python_table);
  return std::system(script.c_str()) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
