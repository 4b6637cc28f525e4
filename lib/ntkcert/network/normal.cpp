#include "ntkcert/network/normal.hpp"

#include <utility>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {
namespace {

constexpr long kFirstPrecision = 96;

/// (2k+1)/2^65.
Dyadic uniform(std::uint64_t k) { return {2 * Integer(k) + 1, -65}; }

std::pair<Ball, Ball> box_muller(const Dyadic& u1, const Dyadic& u2, Precision p) {
  const Ball length = sqrt(-2 * log(Ball(u1, p)));
  Ball cosine(p);
  Ball sine(p);
  arb_sin_cos_pi(sine.raw(), cosine.raw(), scaled(Ball(u2, p), 1).raw(), p.bits());
  return {length * cosine, length * sine};
}

/// The double nearest to every point of the ball, if there is one.
std::optional<double> unique_double(const Ball& x) {
  const double below = x.lower().approximate();
  const double above = x.upper().approximate();
  return below == above ? std::optional(below) : std::nullopt;
}

}  // namespace

double NormalSampler::normal() {
  if (kept_) {
    return *std::exchange(kept_, std::nullopt);
  }
  const Dyadic u1 = uniform(engine_());
  const Dyadic u2 = uniform(engine_());
  for (Precision p(kFirstPrecision);; p = p + p.bits()) {
    const auto [first, second] = box_muller(u1, u2, p);
    const std::optional<double> value = unique_double(first);
    const std::optional<double> next = unique_double(second);
    if (value && next) {
      kept_ = next;
      return *value;
    }
  }
}

}  // namespace ntkcert
