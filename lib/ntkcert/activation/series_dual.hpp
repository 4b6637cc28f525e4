#pragma once

#include <concepts>
#include <memory>

#include "ntkcert/activation/dual.hpp"
#include "ntkcert/activation/hermite_series.hpp"
#include "ntkcert/ball/ball_array.hpp"

namespace ntkcert {

/// The dual activation as a Hermite series cut where the tail is below 2^{−precision}, with the tail as
/// error. The even and the odd part of each series are monotone on [0, 1] (their coefficients are ≥ 0), which
/// gives wide arguments nearly the hull, unless both parts vary and ρ may be negative. No continuation;
/// `bounds` are those of the truncated series, `remainder` is its tail.
class SeriesDual final : public DualActivation {
 public:
  explicit SeriesDual(const HermiteSeries& series) : SeriesDual(series, series.precision()) {}
  /// At precision p, not above the series' own.
  SeriesDual(const HermiteSeries& series, Precision p);

  [[nodiscard]] DualPair<Ball> at(const Ball& correlation) const override;
  [[nodiscard]] DualPair<ComplexBall> at_angle(const ComplexBall& angle) const override;
  [[nodiscard]] bool has_continuation() const override { return false; }
  [[nodiscard]] DualPair<Ball> bounds(const Ball& angle, const Ball& correlation) const override;
  [[nodiscard]] Ball remainder() const override { return tail_; }

 private:
  /// E(x²) + x·O(x²).
  struct Series {
    BallArray even;
    BallArray odd;
    [[nodiscard]] Ball at(const Ball& x) const;
    [[nodiscard]] Ball over(const Dyadic& lower, const Dyadic& upper, Precision p) const;
  };

  long length_;
  Ball tail_;
  Series value_;
  Series derivative_;
};

/// At the variance's precision, from a series of somewhat more bits: its coefficients lose a few.
template <std::derived_from<HermiteSeries> Series>
[[nodiscard]] std::unique_ptr<const DualActivation> series_dual(const Ball& variance) {
  const Precision p = variance.precision();
  constexpr long kSpareBits = 16;
  return std::make_unique<SeriesDual>(Series(variance.at(p + kSpareBits)), p);
}

}  // namespace ntkcert
