#include "ntkcert/claim/evidence.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/text.hpp"

namespace ntkcert {
namespace {

constexpr long kStoredBits = 64;
constexpr long kShownDigits = 6;

}  // namespace

Bounds Bounds::of(const Ball& x) {
  return {x.lower().rounded_down(kStoredBits), x.upper().rounded_up(kStoredBits)};
}

Judgement judge(const InstanceEvidence& evidence, EvidenceKind kind, const Rational& horizon,
                const Rational& largest_layer) {
  const Dyadic zero(0);
  const bool inequality = kind == EvidenceKind::inequality;
  const EvidenceRow* worst = nullptr;
  for (const EvidenceRow& row : evidence.rows) {
    const bool fails = inequality ? row.gap.upper < zero : row.gap.upper < zero || zero < row.gap.lower;
    if (fails && row.from.to_rational() <= horizon &&
        (worst == nullptr || row.gap.upper < worst->gap.upper)) {
      worst = &row;
    }
  }
  if (worst != nullptr) {
    return {Verdict::refuted, worst->from, ""};
  }
  const auto inconclusive = [](const Dyadic& at, std::string reason) {
    return Judgement{Verdict::inconclusive, at, std::move(reason)};
  };
  if (evidence.initial_layer.sign() < 0 || evidence.initial_layer.to_rational() > largest_layer) {
    return inconclusive(
        evidence.initial_layer,
        fmt::format("nothing is decided up to t = {}", decimal_above(evidence.initial_layer, kShownDigits)));
  }
  Dyadic covered = evidence.initial_layer;
  for (const EvidenceRow& row : evidence.rows) {
    if (row.from != covered || row.to <= row.from) {
      return inconclusive(covered,
                          fmt::format("no evidence after t = {}", decimal_below(covered, kShownDigits)));
    }
    if (inequality && row.gap.lower < zero) {
      return inconclusive(row.from, fmt::format("the sides cannot be separated at t = {}",
                                                decimal_below(row.from, kShownDigits)));
    }
    covered = row.to;
    if (covered.to_rational() >= horizon) {
      break;
    }
  }
  if (covered.to_rational() < horizon) {
    return inconclusive(covered,
                        fmt::format("no evidence after t = {}", decimal_below(covered, kShownDigits)));
  }
  return {inequality ? Verdict::proved : Verdict::consistent, std::nullopt, ""};
}

}  // namespace ntkcert
