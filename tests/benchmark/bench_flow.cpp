// The certified flow in doubles against its uncertified twin (the same Taylor series and steps, no bounds),
// Boost.Odeint's Runge–Kutta–Fehlberg 7(8) and SciPy's DOP853, both at 1e-12: CPU seconds, medians of
// alternating runs, and the certified run's peak memory. Set integrators for ordinary differential equations
// in general take, at 65 parameters, 0.4 s (CAPD) and 55 s (kv) a step; this one 4e-5 s at 33.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/numeric/odeint.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/flow/double_integrate.hpp"
#include "ntkcert/network/target.hpp"

namespace {

using namespace ntkcert;
using State = std::vector<double>;

constexpr int kRuns = 3;
constexpr double kTolerance = 2e-11;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

template <typename Work>
double seconds_of(Work&& work) {
  const double start = cpu_seconds();
  work();
  return cpu_seconds() - start;
}

double median(std::vector<double> x) {
  std::ranges::sort(x);
  return x[x.size() / 2];
}

struct Case {
  std::string activation;
  long width;
  long samples;
  long dim;
  long horizon;
};

FlowProblem problem_of(const Case& c) {
  const Precision p(128);
  std::vector<Rational> direction(static_cast<std::size_t>(c.dim), 0);
  direction[0] = 1;
  direction[1] = -2;
  const Target target({{1, 1, direction}, {2, Rational(1, 2), direction}}, c.dim);
  Points points = Samples::draw(c.samples, c.dim, 7).points(p);
  Vector labels = target.values(points);
  const ExactParameters initial =
      draw_parameters(c.width, c.dim, {InitialScheme::doubled, OuterLaw::sign}, 3);
  return {Network(find_smooth_activation(c.activation), initial, p), std::move(points), std::move(labels),
          c.horizon, p};
}

/// −∇Φ in plain doubles, eight samples at a time.
struct Velocity {
  const DoubleProblem& problem;
  bool is_erf;

  void operator()(const State& theta, State& result, double /*time*/) const {
    evaluate({&problem, is_erf}, theta.data(), result.data(), values_.data(), slopes_.data(),
             residual_.data());
  }

  explicit Velocity(const DoubleProblem& p, bool erf)
      : problem(p),
        is_erf(erf),
        values_(p.layout.width * p.blocks * kLanes),
        slopes_(values_.size()),
        residual_(p.blocks * kLanes) {}

 private:
  struct Data {
    const DoubleProblem* problem;
    bool is_erf;
  };
  NTKCERT_INLINE static void work(const Data& data, const double* theta, double* result, double* values,
                                  double* slopes, double* residual) {
    const DoubleProblem& p = *data.problem;
    const ParameterLayout& layout = p.layout;
    const long components = layout.dim + 1;
    for (long b = 0; b < p.blocks; ++b) {
      store(residual + b * kLanes, theta[layout.output_bias()] - load(p.labels.data() + b * kLanes));
    }
    for (long l = 0; l < layout.width; ++l) {
      const double a = theta[layout.outer(l)] * p.scale;
      for (long b = 0; b < p.blocks; ++b) {
        Lanes z{};
        for (long c = 0; c < components; ++c) {
          z += theta[layout.inner(l) + c] * load(p.points.data() + (b * components + c) * kLanes);
        }
        Lanes value{};
        Lanes slope{};
        if (data.is_erf) {
          floating::erf_and_slope(z, value, slope);
        } else {
          value = floating::tanh(z);
          slope = 1.0 - value * value;
        }
        const long at = (l * p.blocks + b) * kLanes;
        store(values + at, value);
        store(slopes + at, slope);
        store(residual + b * kLanes, load(residual + b * kLanes) + a * value);
      }
    }
    double mean = 0;
    for (long i = 0; i < p.blocks * kLanes; ++i) {
      residual[i] = i < p.samples ? residual[i] / static_cast<double>(p.samples) : 0;
      mean += residual[i];
    }
    result[layout.output_bias()] = -mean;
    for (long l = 0; l < layout.width; ++l) {
      Lanes outer{};
      std::array<Lanes, 16> inner{};
      for (long b = 0; b < p.blocks; ++b) {
        const long at = (l * p.blocks + b) * kLanes;
        const Lanes r = load(residual + b * kLanes);
        outer += r * load(values + at);
        const Lanes weighed = r * load(slopes + at);
        for (long c = 0; c < components; ++c) {
          inner[static_cast<std::size_t>(c)] +=
              weighed * load(p.points.data() + (b * components + c) * kLanes);
        }
      }
      result[layout.outer(l)] = -p.scale * sum_of_lanes(outer);
      for (long c = 0; c < components; ++c) {
        result[layout.inner(l) + c] =
            -p.scale * theta[layout.outer(l)] * sum_of_lanes(inner[static_cast<std::size_t>(c)]);
      }
    }
  }

  NTKCERT_CLONES static void evaluate(const Data& data, const double* theta, double* result, double* values,
                                      double* slopes, double* residual) {
    work(data, theta, result, values, slopes, residual);
  }

  mutable AlignedArray<double> values_;
  mutable AlignedArray<double> slopes_;
  mutable AlignedArray<double> residual_;
};

struct CertifiedRun {
  double seconds = 0;
  double radius = 0;
  double growth = 0;
  long order = 0;
  State end;
  struct Length {
    double share;
    double unit;
  };
  std::vector<Length> steps;
};

CertifiedRun certified_run(const FlowProblem& problem) {
  CertifiedRun run;
  DoubleIntegrator integrator(problem, {kTolerance, 1});
  run.seconds = seconds_of([&] {
    while (!integrator.is_done()) {
      const DoubleStep& step = integrator.advance();
      run.steps.push_back({step.share, integrator.series().unit()});
      run.growth += step.growth.value();
    }
  });
  run.radius = integrator.front().radius.value();
  run.order = integrator.series().order();
  for (std::size_t q = 0; q < integrator.front().displacement.size(); ++q) {
    run.end.push_back(integrator.series().problem().origin[q] + integrator.front().displacement[q]);
  }
  return run;
}

double twin_seconds(const DoubleProblem& problem, DoubleActivation activation, const CertifiedRun& run) {
  DoubleSeries series(problem, activation, run.order, 1, false);
  State displacement = problem.displacement;
  return seconds_of([&] {
    for (const auto& step : run.steps) {
      series.compute(displacement, step.unit);
      displacement = series.evaluate(displacement, step.share);
    }
  });
}

double fehlberg_seconds(const DoubleProblem& problem, const Case& c) {
  namespace odeint = boost::numeric::odeint;
  State theta = problem.origin;
  const Velocity velocity(problem, c.activation == "erf");
  return seconds_of([&] {
    odeint::integrate_adaptive(odeint::make_controlled(1e-12, 1e-12, odeint::runge_kutta_fehlberg78<State>()),
                               std::ref(velocity), theta, 0.0, static_cast<double>(c.horizon), 1e-2);
  });
}

std::string scipy_line(const DoubleProblem& problem, const Case& c, const State& end) {
  const std::string path =
      std::filesystem::temp_directory_path() / fmt::format("ntkcert-flow-{}", std::rand());
  std::ofstream file(path, std::ios::binary);
  const auto put = [&](double x) { file.write(reinterpret_cast<const char*>(&x), sizeof x); };
  for (const long x : {c.activation == "erf" ? 1L : 0L, c.width, c.samples, c.dim, c.horizon}) {
    put(static_cast<double>(x));
  }
  std::ranges::for_each(problem.origin, put);
  for (long i = 0; i < c.samples; ++i) {
    for (long k = 0; k <= c.dim; ++k) {
      put(problem.points[((i / kLanes) * (c.dim + 1) + k) * kLanes + i % kLanes]);
    }
  }
  for (long i = 0; i < c.samples; ++i) {
    put(problem.labels[i]);
  }
  std::ranges::for_each(end, put);
  file.close();
  std::string line;
  const std::string command =
      fmt::format("{} {}/python_flow.py {}", NTKCERT_PYTHON, NTKCERT_BENCHMARK_FOLDER, path);
  if (std::FILE* pipe = popen(command.c_str(), "r"); pipe != nullptr) {
    std::array<char, 256> buffer{};
    line = std::fgets(buffer.data(), buffer.size(), pipe) == nullptr ? "" : buffer.data();
    pclose(pipe);
  }
  std::filesystem::remove(path);
  return line;
}

/// Megabytes, of this process since the last reset.
double peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) {
      return std::atof(line.c_str() + 6) / 1024;
    }
  }
  return std::nan("");
}

void measure(const Case& c) {
  const FlowProblem problem = problem_of(c);
  const DoubleActivation activation = *double_activation(c.activation);
  std::vector<double> certified;
  std::vector<double> twin;
  std::vector<double> fehlberg;
  std::vector<double> scipy;
  double memory = 0;
  double distance = 0;
  CertifiedRun run;
  for (int i = 0; i < kRuns; ++i) {
    std::ofstream("/proc/self/clear_refs") << 5;
    run = certified_run(problem);
    memory = peak_memory();
    certified.push_back(run.seconds);
    const DoubleProblem rounded(problem);
    twin.push_back(twin_seconds(rounded, activation, run));
    fehlberg.push_back(fehlberg_seconds(rounded, c));
    double seconds = 0;
    double evaluations = 0;
    std::sscanf(scipy_line(rounded, c, run.end).c_str(), "%lf %lf %lf", &seconds, &evaluations, &distance);
    scipy.push_back(seconds);
  }
  const double own = median(certified);
  fmt::print(
      "{:8} {:5}/{:3}/{:2} {:4} {:5} {:9.1e} {:6.2f} {:9.4f} {:7.2f} {:8.2f} {:8.2f} {:7.0f}  {:.1e}\n",
      c.activation, c.width, c.samples, c.dim, c.horizon, run.steps.size(), run.radius, run.growth, own,
      own / median(twin), own / median(fehlberg), own / median(scipy), memory, distance);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  fmt::print("{:8} {:>12} {:>4} {:>5} {:>9} {:>6} {:>9} {:>7} {:>8} {:>8} {:>7}  {}\n", "", "m/n/d", "T",
             "steps", "radius", "∫μ", "seconds", "/ twin", "/ RKF78", "/ SciPy", "MB", "|end − SciPy's|");
  const long largest = count > 1 ? std::atol(arguments[1]) : 1024;
  for (const std::string activation : {"tanh", "erf"}) {
    for (const auto& [width, samples, dim, horizon] :
         {std::array{16L, 8L, 3L, 135L}, std::array{128L, 64L, 3L, 75L}, std::array{128L, 64L, 10L, 228L},
          std::array{1024L, 64L, 3L, 81L}, std::array{1024L, 256L, 3L, 100L},
          std::array{8192L, 64L, 10L, 228L}, std::array{8192L, 256L, 3L, 101L}}) {
      if (width <= largest) {
        measure({activation, width, samples, dim, horizon});
      }
    }
  }
}
