#pragma once

#include <optional>
#include <span>
#include <string>

#include "files/provenance.hpp"
#include "ntkcert/ball/ball.hpp"
#include "ntkcert/floating/outward_decimal.hpp"

namespace ntkcert::commands {

/// The decimals of an enclosure: those that are known and a few more, so that rounding them outward widens it
/// by less than a hundredth.
[[nodiscard]] OutwardDecimals decimals(const Ball& x);
[[nodiscard]] std::vector<OutwardDecimals> decimals(std::span<const Ball> values);

/// A value ≥ 0 as "p/q", or as a decimal if there is a finite one.
[[nodiscard]] std::string exact_text(const Rational& value);

/// What stands before the records.
[[nodiscard]] std::string record_head(bool is_csv, const files::Fields& fields);

/// What stands after them: {"end":{…}}, or comments.
[[nodiscard]] std::string record_end(bool is_csv, const files::Fields& fields);

/// Records one after another, as NDJSON lines {"t":T,"quantities":{NAME:[{"lo":L,"hi":U},…],…}}, or as CSV
/// lines t,quantity,index,lo,hi,since. With `since`: "quantities" are at t, "throughout" holds enclosures for
/// every time from `since` to t; in CSV, "since" is t for a value at t.
class RecordWriter {
 public:
  explicit RecordWriter(bool is_csv) : is_csv_(is_csv) {}

  void start(const std::string& time, const std::optional<std::string>& since = std::nullopt);
  void add(const std::string& name, std::span<const OutwardDecimals> values);
  /// What is added from here on holds throughout.
  void continue_throughout();
  void finish();
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  bool is_csv_;
  bool first_ = true;
  std::string time_;
  std::string since_;
  std::string from_;  // of the lines to come
  std::string text_;
};

}  // namespace ntkcert::commands
