#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "files/provenance.hpp"
#include "ntkcert/ball/text.hpp"

namespace ntkcert::report {

/// A line of a table of eigenvalues.
struct EigenvalueRow {
  std::string degree;
  std::string multiplicity;
  DecimalEnclosure value;
  std::string correct;  ///< the value's correct digits
  bool proved_zero;
  std::optional<DecimalEnclosure> learning_time;
};

/// A named enclosure below the table: trace, tail and what was derived from them.
struct NamedEnclosure {
  std::string name;
  DecimalEnclosure value;
};

/// All of a table but its rows.
struct EigenvalueTable {
  files::Fields head;
  std::vector<NamedEnclosure> sums;
  files::Fields facts;
  bool has_learning_times;
  long digits;  ///< printed of each number
};

/// A form of output, written piece by piece: begin, row for each row in turn (threads may share one), end.
class TableFormat {
 public:
  TableFormat() = default;
  TableFormat(const TableFormat&) = delete;
  TableFormat& operator=(const TableFormat&) = delete;
  virtual ~TableFormat() = default;

  [[nodiscard]] virtual std::string begin(const EigenvalueTable& table) const = 0;
  [[nodiscard]] virtual std::string row(const EigenvalueTable& table, const EigenvalueRow& row,
                                        bool first) const = 0;
  [[nodiscard]] virtual std::string end(const EigenvalueTable& table) const = 0;
};

/// The forms that table_format knows: text, csv, json, latex.
[[nodiscard]] const std::vector<std::string>& table_formats();
/// text for reading; csv with the head in comments and `degree,multiplicity,lo,hi,mid,rad`; json with the
/// same names; latex, a booktabs table of the correct digits alone.
[[nodiscard]] std::unique_ptr<TableFormat> table_format(const std::string& name);

}  // namespace ntkcert::report
