#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ntkcert/claim/evidence.hpp"

namespace ntkcert {

/// All that a claim's verdict rests on, as exact numbers.
struct Certificate {
  std::string theorem;
  std::string formula;
  std::string run;
  EvidenceKind kind = EvidenceKind::inequality;
  Rational horizon;
  Verdict verdict = Verdict::inconclusive;
  std::vector<InstanceEvidence> instances;
};

/// The longest initial layer that a verdict may rest on: horizon/10⁶.
[[nodiscard]] Rational largest_layer(const Rational& horizon);

/// The judgement of each instance, and the verdict of their conjunction (inconclusive if there is none).
struct JudgedClaim {
  std::vector<Judgement> instances;
  Verdict verdict;
};
[[nodiscard]] JudgedClaim judge(const Certificate& certificate);

/// JSON (schema ntkcert/certificate/1), numbers as Dyadic::to_hex and the horizon as a fraction. `header`
/// members come first.
[[nodiscard]] std::string to_json(const Certificate& certificate,
                                  const std::vector<std::pair<std::string, std::string>>& header);
/// Throws InvalidInput, naming what is wrong and where, for text that to_json cannot have written, another
/// schema among it.
[[nodiscard]] Certificate certificate_from_json(std::string_view text);

}  // namespace ntkcert
