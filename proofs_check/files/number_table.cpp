#include "files/number_table.hpp"

#include <fmt/core.h>

#include <string_view>

#include "files/json_value.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::files {
namespace {

using Row = std::vector<TableCell>;
constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

Row parse_csv_row(const std::string& file, std::string_view line, long number) {
  Row row;
  std::size_t start = 0;
  while (start <= line.size()) {
    const std::size_t comma = std::min(line.find(',', start), line.size());
    const std::string_view cell = trimmed(line.substr(start, comma - start));
    const Place place{file, number, static_cast<long>(start) + 1};
    try {
      row.push_back({parse_rational(cell), place});
    } catch (const InvalidInput& e) {
      throw BadFile(place, e.what());
    }
    start = comma + 1;
  }
  return row;
}

std::vector<Row> parse_csv(const std::string& file, std::string_view content) {
  std::vector<Row> rows;
  long number = 0;
  while (!content.empty()) {
    const std::size_t newline = content.find('\n');
    const std::string_view line = content.substr(0, newline);
    content.remove_prefix(newline == std::string_view::npos ? content.size() : newline + 1);
    ++number;
    const std::string_view text = trimmed(line);
    if (!text.empty() && text.front() != '#') {
      rows.push_back(parse_csv_row(file, line, number));
    }
  }
  return rows;
}

std::vector<Row> parse_json_rows(const std::string& file, const std::string& content) {
  std::vector<Row> rows;
  const JsonValue document = parse_json(file, content);
  for (const JsonValue& item : document.array()) {
    Row& row = rows.emplace_back();
    if (item.kind != JsonValue::Kind::array) {
      row.push_back({item.rational(), item.place()});
      continue;
    }
    for (const JsonValue& cell : item.items) {
      row.push_back({cell.rational(), cell.place()});
    }
    if (row.empty()) {
      throw BadFile(item.place(), "an empty row: accepted are rows of numbers");
    }
  }
  return rows;
}

}  // namespace

std::vector<std::vector<TableCell>> parse_number_table(const std::string& file, const std::string& content) {
  const std::size_t first = content.find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string::npos && content[first] == '[';
  std::vector<Row> rows = is_json ? parse_json_rows(file, content) : parse_csv(file, content);
  if (rows.empty()) {
    throw BadFile({file}, "no rows: accepted are rows of numbers, as CSV or as a JSON array of arrays");
  }
  for (const Row& row : rows) {
    if (row.size() != rows.front().size()) {
      throw BadFile(row.front().place,
                    fmt::format("a row of {} numbers after rows of {}", row.size(), rows.front().size()));
    }
  }
  return rows;
}

}  // namespace ntkcert::files
