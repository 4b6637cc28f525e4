#pragma once

#include <string>
#include <vector>

#include "commands/command.hpp"
#include "commands/progress.hpp"
#include "files/claims_file.hpp"
#include "ntkcert/ball/refine.hpp"
#include "report/claim_result.hpp"

namespace ntkcert::commands {

using report::ClaimResult;

struct SuiteOptions {
  std::optional<Precision> precision;  ///< of every run, instead of what its file or tolerance asks for
  Precision limit;                     ///< where refinement of inconclusive claims stops
  std::optional<Verdict> expect;       ///< of every claim, instead of the file's word
  std::size_t jobs;                    ///< runs in parallel; results do not depend on it
};

/// All claims of a suite in the order of the file. A run whose claims stay inconclusive is computed again at
/// growing precision up to the limit. Throws BadFile for an unknown theorem, before anything is computed.
[[nodiscard]] std::vector<ClaimResult> check_suite(const files::ClaimsFile& suite,
                                                   const SuiteOptions& options, ProgressLine& progress);

}  // namespace ntkcert::commands
