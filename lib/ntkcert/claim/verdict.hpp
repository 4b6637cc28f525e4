#pragma once

#include <optional>
#include <string_view>

namespace ntkcert {

/// The answer to a claim. An inequality is proved (it holds at every time of the horizon), refuted (it fails
/// at a named time) or inconclusive; an identity is consistent (zero lies in the enclosure of the difference
/// at every time), refuted or inconclusive, never proved.
enum class Verdict { proved, consistent, inconclusive, refuted };

[[nodiscard]] constexpr std::string_view to_text(Verdict v) {
  switch (v) {
    case Verdict::proved:
      return "proved";
    case Verdict::consistent:
      return "consistent";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::refuted:
      return "refuted";
  }
  return "inconclusive";
}

[[nodiscard]] constexpr std::optional<Verdict> verdict_from_text(std::string_view text) {
  for (const Verdict v : {Verdict::proved, Verdict::consistent, Verdict::inconclusive, Verdict::refuted}) {
    if (text == to_text(v)) {
      return v;
    }
  }
  return std::nullopt;
}

/// The verdict of a conjunction: refuted wins, then inconclusive; proved and consistent do not mix.
[[nodiscard]] constexpr Verdict conjunction(Verdict a, Verdict b) { return a < b ? b : a; }

}  // namespace ntkcert
