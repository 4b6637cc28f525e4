#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/claim/verdict.hpp"

namespace ntkcert {

/// An enclosure as two exact numbers.
struct Bounds {
  Dyadic lower;
  Dyadic upper;
  /// Rounded outward to 64 bits.
  [[nodiscard]] static Bounds of(const Ball& x);
};

/// What was found. For an inequality L ≤ R: `gap` encloses R^q − L^q at all times of [from, to], `lhs` and
/// `rhs` the sides at the time `at` in it (see Sides). For an identity: `gap` encloses the difference, the
/// sides are zero.
struct EvidenceRow {
  Dyadic from;
  Dyadic to;
  Dyadic at;
  Bounds lhs;
  Bounds rhs;
  Bounds gap;
};

/// The evidence for one inequality or identity. Rows follow each other without a hole from `initial_layer` to
/// the horizon or beyond. On (0, initial_layer] an inequality whose sides both vanish at 0 is not compared;
/// there it follows from the proof that the statement names (no enclosure of positive width can separate
/// sides that meet).
struct InstanceEvidence {
  std::string label;
  Dyadic initial_layer;
  std::vector<EvidenceRow> rows;
};

/// What an instance's rows prove about it, by exact comparison of their numbers alone: the one place where
/// evidence turns into a verdict, for a fresh computation and for a stored certificate.
enum class EvidenceKind { inequality, identity };
struct Judgement {
  Verdict verdict;
  std::optional<Dyadic> time;  ///< where it fails most, or is first undecided
  std::string reason;          ///< empty unless inconclusive
};
/// `horizon` T > 0; `largest_layer` is the longest initial layer that is accepted.
[[nodiscard]] Judgement judge(const InstanceEvidence& evidence, EvidenceKind kind, const Rational& horizon,
                              const Rational& largest_layer);

}  // namespace ntkcert
