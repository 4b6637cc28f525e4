#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "files/input_file.hpp"

namespace ntkcert::report {

/// What a report shows, gathered from result files of any number and kind:
///   eigenvalues (eigenvalues --format json)   λ_k by degree
///   flow records (flow, NDJSON)               ‖P_kr_t‖/‖P_kr_0‖ beside e^{−λ_kt}, λ_k of the run's limiting
///   kernel verdicts (check --format json)            the table of claims certificates (check --certificate)
///   both sides of an inequality at the times of its rows
/// Every number is an enclosure, as two decimals rounded outward.
class PageData {
 public:
  /// Throws BadFile for a file that cannot be read, is of another kind or lacks a member.
  void add(const std::string& path);

  /// The files read.
  [[nodiscard]] const std::vector<files::InputFile>& inputs() const { return inputs_; }
  /// One JSON object with the members of `head`, then spectra, flows, verdicts, bounds (page/page.js reads
  /// them). Holds no
  /// '<', so that it may stand inside HTML.
  [[nodiscard]] std::string json(const std::string& head) const;

 private:
  std::vector<files::InputFile> inputs_;
  std::vector<std::string> spectra_;
  std::vector<std::string> flows_;
  std::vector<std::string> verdicts_;
  std::vector<std::string> bounds_;
};

}  // namespace ntkcert::report
