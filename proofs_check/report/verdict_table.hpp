#pragma once

#include <string>
#include <vector>

#include "files/provenance.hpp"
#include "report/claim_result.hpp"

namespace ntkcert::report {

/// Verdicts as a table for reading: a line a claim with both sides where they are closest (from a thousandth
/// of the horizon on), slack = inf R − sup L and the ratio sup L/inf R there; identities show the widest
/// difference. The last line is "N proved, N refuted, N inconclusive".
[[nodiscard]] std::string as_text(const std::vector<ClaimResult>& results);
/// The same as JSON, after the members of `head`.
[[nodiscard]] std::string as_json(const std::vector<ClaimResult>& results, const files::Fields& head);
/// JUnit XML: a claim that does not come out as expected is a failure.
[[nodiscard]] std::string as_junit(const std::vector<ClaimResult>& results);

}  // namespace ntkcert::report
