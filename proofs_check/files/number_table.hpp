#pragma once

#include <string>
#include <vector>

#include "files/error.hpp"
#include "ntkcert/ball/exact.hpp"

namespace ntkcert::files {

/// A number of a table and where it stands.
struct TableCell {
  Rational value;
  Place place;
};

/// Rows of exact numbers from CSV (commas; blank lines and lines that begin with # do not count) or from a
/// JSON array of arrays; a JSON array of numbers is one number a row. At least one row, all of equal length,
/// or BadFile.
[[nodiscard]] std::vector<std::vector<TableCell>> parse_number_table(const std::string& file,
                                                                     const std::string& content);

}  // namespace ntkcert::files
