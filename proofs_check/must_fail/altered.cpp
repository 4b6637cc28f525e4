#include "must_fail/altered.hpp"

#include <fmt/core.h>

#include <utility>

#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert::must_fail {
namespace {

std::function<Alteration(RunEvaluation&)> of_any_run(Alteration alteration) {
  return [alteration = std::move(alteration)](RunEvaluation&) { return alteration; };
}

}  // namespace

Statement planted(const Statement& base, Planted change) {
  Statement s = base;
  s.name = fmt::format("must-fail/{}/{}", base.name, change.name);
  s.formula = fmt::format("{} in place of the right side R of: {}", change.change, base.formula);
  s.source = fmt::format("planted: {}", change.name);
  s.planted_false = true;
  s.instantiate = [make = base.instantiate, alteration = std::move(change.alteration)](RunEvaluation& run) {
    Family family = make(run);
    auto& bounds = std::get<std::unique_ptr<Inequality>>(family);
    return Family(std::make_unique<AlteredBounds>(std::move(bounds), run.step_start(), alteration(run)));
  };
  return s;
}

Planted times(std::string of, std::string name, const Rational& factor) {
  return {std::move(of), std::move(name), to_text(factor) + "·R",
          of_any_run([factor](const Ball& r, const Ball&) { return r * Ball(factor, r.precision()); })};
}

Planted squared(std::string of) {
  return {std::move(of), "squared", "R²", of_any_run([](const Ball& r, const Ball&) { return square(r); })};
}

Planted times_power_of_time(std::string of, const Rational& exponent) {
  return {std::move(of), "power-of-time", fmt::format("R·t^({})", to_text(exponent)),
          of_any_run([exponent](const Ball& r, const Ball& t) {
            return r * pow(t, Ball(exponent, t.precision()));
          })};
}

Planted decaying(std::string of) {
  return {std::move(of), "decaying", "R·e^{−t}",
          of_any_run([](const Ball& r, const Ball& t) { return r * exp(-t); })};
}

Planted times_power_of_width(std::string of, const Rational& exponent) {
  return {std::move(of), "power-of-width", fmt::format("R·m^({})", to_text(exponent)),
          [exponent](RunEvaluation& run) {
            const Ball factor = pow(Ball(run.trajectory().problem().initial.width(), kBoundPrecision),
                                    Ball(exponent, kBoundPrecision));
            return [factor](const Ball& r, const Ball&) { return r * factor; };
          }};
}

}  // namespace ntkcert::must_fail
