#pragma once

#include <functional>
#include <string>

#include "ntkcert/deviation/altered_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::must_fail {

/// A false statement made of a true one: another right side, which may depend on the run.
struct Planted {
  std::string of;      ///< the true statement's name
  std::string name;    ///< the false one's is must-fail/<of>/<name>
  std::string change;  ///< what stands in place of the right side R
  std::function<Alteration(RunEvaluation&)> alteration;
};
[[nodiscard]] Statement planted(const Statement& base, Planted change);

/// R times a number, R to the power 2, R·t^{exponent}, R·e^{−t}, R·m^{exponent}.
[[nodiscard]] Planted times(std::string of, std::string name, const Rational& factor);
[[nodiscard]] Planted squared(std::string of);
[[nodiscard]] Planted times_power_of_time(std::string of, const Rational& exponent);
[[nodiscard]] Planted decaying(std::string of);
[[nodiscard]] Planted times_power_of_width(std::string of, const Rational& exponent);

}  // namespace ntkcert::must_fail
