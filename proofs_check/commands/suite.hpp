#pragma once

#include <string>
#include <vector>

#include "commands/command.hpp"
#include "commands/progress.hpp"
#include "files/claims_file.hpp"
#include "ntkcert/ball/refine.hpp"
#include "ntkcert/claim/certificate.hpp"

namespace ntkcert::commands {

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

struct SuiteOptions {
  std::optional<Precision> precision;  ///< of every run, instead of what its file or tolerance asks for
  Precision limit;                     ///< where refinement of inconclusive claims stops
  std::optional<Verdict> expect;       ///< of every claim, instead of the file's word
  long jobs;                           ///< runs in parallel; results do not depend on it
};

/// All claims of a suite in the order of the file. A run whose claims stay inconclusive is computed again at
/// growing precision up to the limit. Throws BadFile for an unknown theorem, before anything is computed.
[[nodiscard]] std::vector<ClaimResult> check_suite(const files::ClaimsFile& suite,
                                                   const SuiteOptions& options, ProgressLine& progress);

}  // namespace ntkcert::commands
