#pragma once

#include <string>

#include "ntkcert/claim/certificate.hpp"

namespace ntkcert::report {

/// A claim with its verdict and all that it rests on.
struct ClaimResult {
  std::string theorem;
  std::string run;
  Verdict expected;  ///< proved stands for consistent where the statement is an identity
  Certificate certificate;
  JudgedClaim judged;
  std::string reason;  ///< why nothing could be computed, else empty
  [[nodiscard]] bool as_claimed() const {
    return judged.verdict == expected ||
           (expected == Verdict::proved && judged.verdict == Verdict::consistent);
  }
};

}  // namespace ntkcert::report
