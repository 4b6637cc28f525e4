#pragma once

#include <optional>
#include <vector>

#include "ntkcert/deviation/deviation_pieces.hpp"

namespace ntkcert {

/// What is known of a first time: it is at least `lower`, and at most `upper` unless that is missing.
struct FirstTime {
  Dyadic lower;
  std::optional<Dyadic> upper;
  friend bool operator==(const FirstTime&, const FirstTime&) = default;
};

/// Learning times t_k(ε) = inf{t ≥ 0 : ‖P_kr_t‖ ≤ ε‖P_kr_0‖}, enclosed from models of ‖P_kr_t‖ on the steps
/// of a flow, handed in one after another. ‖P_kr_t‖ need not be monotone. `lower` ends the times from 0 on at
/// all of which ‖P_kr_t‖ is certainly above ε‖P_kr_0‖, `upper` is a time at which it is certainly not; it is
/// missing where none was found up to the horizon. Both errors, those of the models and of ‖P_kr_0‖, count.
class LearningTimes {
 public:
  /// 0 < ε < 1, else InvalidInput; times beyond the horizon are not looked at.
  LearningTimes(std::vector<long> degrees, const std::vector<Rational>& shares, const Rational& horizon);

  /// The norms of the P_kr_t, part k for degree k, on the next step; the first step begins at 0. Nothing if
  /// all has been decided (`is_decided`).
  void enter(const Dyadic& start, const Dyadic& length, const std::vector<SquareModel>& norms);
  [[nodiscard]] bool is_decided() const;

  /// t_k(ε) for the degree and the share with these places; nothing unless ‖P_kr_0‖ > 0 is proved.
  [[nodiscard]] std::optional<FirstTime> time(std::size_t degree, std::size_t share) const;

  /// All that `enter` has found, as exact numbers; a copy restored from it goes on with the same bits.
  struct Found {
    Dyadic initial_lower;  ///< bounds of ‖P_kr_0‖ for one degree
    Dyadic initial_upper;
    std::vector<FirstTime> times;  ///< one a share
    std::vector<bool> above;       ///< whether `lower` may still rise
  };
  [[nodiscard]] const std::vector<Found>& found() const { return found_; }
  /// Throws InvalidInput unless it is of as many degrees and shares.
  void restore(std::vector<Found> found);

 private:
  void search(Found& degree, std::size_t share, const Dyadic& start, const Dyadic& end,
              const SquareModel& norm) const;

  std::vector<long> degrees_;
  std::vector<Ball> shares_;
  Rational horizon_;
  std::vector<Found> found_;  // empty before the first step
};

}  // namespace ntkcert
