#include "ntkcert/deviation/learning_times.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/text.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {
namespace {

/// Times within a step are told apart down to this fraction of it.
constexpr long kResolution = 48;

Dyadic fraction(const Dyadic& x, long halvings) { return x * Dyadic(Integer(1), -halvings); }

/// Of the norm at all times of [a, b].
Dyadic least(const SquareModel& norm, const Dyadic& a, const Dyadic& b) {
  return (sqrt_nonnegative(norm.square.range(a, b)) - norm.error).lower();
}
Dyadic largest(const SquareModel& norm, const Dyadic& at) {
  return (sqrt_nonnegative(norm.square.range(at, at)) + norm.error).upper();
}

/// The end of the longest stretch from 0 on, found by doubling and halving, where the norm is above `level`.
Dyadic end_of_above(const SquareModel& norm, const Dyadic& end, const Dyadic& level) {
  const Dyadic finest = fraction(end, kResolution);
  Dyadic a(0);
  for (Dyadic width = end; a < end && width >= finest;) {
    const Dyadic b = std::min(a + width, end);
    if (least(norm, a, b) > level) {
      a = b;
      width = width + width;
    } else {
      width = fraction(width, 1);
    }
  }
  return a;
}

/// Some time from `a` on, not far behind the first, at which the norm is at most `level`.
std::optional<Dyadic> time_below(const SquareModel& norm, Dyadic a, const Dyadic& end, const Dyadic& level) {
  const auto is_below = [&](const Dyadic& s) { return largest(norm, s) <= level; };
  Dyadic b = a;
  for (Dyadic width = fraction(end, kResolution); !is_below(b); width = width + width) {
    if (b == end) {
      return std::nullopt;
    }
    a = b;
    b = std::min(b + width, end);
  }
  const Dyadic finest = fraction(end, kResolution);
  while (b - a > finest) {
    const Dyadic middle = fraction(a + b, 1);
    (is_below(middle) ? b : a) = middle;
  }
  return b;
}

}  // namespace

LearningTimes::LearningTimes(std::vector<long> degrees, const std::vector<Rational>& shares,
                             const Rational& horizon)
    : degrees_(std::move(degrees)), horizon_(horizon) {
  for (const Rational& share : shares) {
    if (share <= 0 || share >= 1) {
      throw InvalidInput(
          fmt::format("learning share {}: accepted are numbers above 0 and below 1", to_text(share)));
    }
    shares_.emplace_back(share, kBoundPrecision);
  }
}

void LearningTimes::enter(const Dyadic& start, const Dyadic& length, const std::vector<SquareModel>& norms) {
  if (found_.empty()) {
    for (const long k : degrees_) {
      const SquareModel& norm = norms[static_cast<std::size_t>(k)];
      found_.push_back({std::max(Dyadic(0), least(norm, Dyadic(0), Dyadic(0))), largest(norm, Dyadic(0)),
                        std::vector<FirstTime>(shares_.size()), std::vector<bool>(shares_.size(), true)});
    }
  }
  const Ball left = Ball(horizon_, norms.front().square.precision()) - Ball(start, kBoundPrecision);
  const Dyadic end = std::min(length, left.lower());
  if (end.sign() <= 0) {
    return;
  }
  for (std::size_t i = 0; i < degrees_.size(); ++i) {
    for (std::size_t j = 0; j < shares_.size(); ++j) {
      if (found_[i].initial_lower.sign() > 0 && !found_[i].times[j].upper) {
        search(found_[i], j, start, end, norms[static_cast<std::size_t>(degrees_[i])]);
      }
    }
  }
}

void LearningTimes::search(Found& degree, std::size_t share, const Dyadic& start, const Dyadic& end,
                           const SquareModel& norm) const {
  FirstTime& time = degree.times[share];
  Dyadic from(0);
  if (degree.above[share]) {
    from = end_of_above(norm, end, (shares_[share] * Ball(degree.initial_upper, kBoundPrecision)).upper());
    time.lower = start + from;
    degree.above[share] = from == end;
  }
  if (degree.above[share]) {
    return;
  }
  const Dyadic level = (shares_[share] * Ball(degree.initial_lower, kBoundPrecision)).lower();
  if (const auto below = time_below(norm, from, end, level)) {
    time.upper = start + *below;
  }
}

bool LearningTimes::is_decided() const {
  return !found_.empty() && std::ranges::all_of(found_, [](const Found& degree) {
    return degree.initial_lower.sign() <= 0 ||
           std::ranges::all_of(degree.times, [](const FirstTime& t) { return t.upper.has_value(); });
  });
}

std::optional<FirstTime> LearningTimes::time(std::size_t degree, std::size_t share) const {
  if (found_.empty() || found_[degree].initial_lower.sign() <= 0) {
    return std::nullopt;
  }
  return found_[degree].times[share];
}

void LearningTimes::restore(std::vector<Found> found) {
  const bool fits = found.empty() ||
                    (found.size() == degrees_.size() && std::ranges::all_of(found, [&](const Found& degree) {
                       return degree.times.size() == shares_.size() && degree.above.size() == shares_.size();
                     }));
  if (!fits) {
    throw InvalidInput("learning times of other degrees or shares");
  }
  found_ = std::move(found);
}

}  // namespace ntkcert
