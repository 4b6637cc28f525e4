#pragma once

#include <cstdint>
#include <optional>
#include <random>

namespace ntkcert {

/// Reproducible standard normal variates, each an exact double, the same on every platform.
///
/// The 64-bit integers k of std::mt19937_64 (whose output the C++ standard fixes) become uniforms
/// u = (2k+1)/2^65 in (0, 1). Two of them, in order, give by Box and Muller (1958) the variates
/// √(−2 log u₁)·cos(2πu₂) and then √(−2 log u₁)·sin(2πu₂), each rounded to the nearest double: evaluated in
/// balls of growing precision until both ends of the enclosure round to the same double. (The exact value is
/// irrational, so the loop ends.)
class NormalSampler {
 public:
  explicit NormalSampler(std::uint64_t seed) : engine_(seed) {}
  [[nodiscard]] double normal();
  /// +1 or −1, from the top bit (0 gives +1) of one integer; does not disturb a normal kept from a pair.
  [[nodiscard]] int sign() { return engine_() >> 63 == 0 ? 1 : -1; }

 private:
  std::mt19937_64 engine_;
  std::optional<double> kept_;
};

}  // namespace ntkcert
