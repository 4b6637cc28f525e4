#include "report/eigenvalue_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "files/json_value.hpp"

namespace ntkcert::report {
namespace {

constexpr std::string_view kZero = "0 (proved by parity)";

class Text final : public TableFormat {
 public:
  [[nodiscard]] std::string begin(const EigenvalueTable& table) const override {
    std::string text;
    for (const auto& [name, value] : table.head) {
      text += fmt::format("{:22} {}\n", name, value);
    }
    text += fmt::format("\n{:>8}  {:>12}  {:<{}}  {:20}", "degree", "multiplicity", "eigenvalue",
                        table.digits + kExponentWidth, "radius");
    return trimmed(text + (table.has_learning_times ? "  learning time" : ""));
  }
  [[nodiscard]] std::string row(const EigenvalueTable& table, const EigenvalueRow& row,
                                bool /*first*/) const override {
    std::string text =
        fmt::format("{:>8}  {:>12}  {:<{}}  {:20}", row.degree, row.multiplicity, row.value.middle,
                    table.digits + kExponentWidth, row.proved_zero ? kZero : row.value.radius);
    if (row.learning_time) {
      text += row.proved_zero
                  ? "  never"
                  : fmt::format("  {} ± {}", row.learning_time->middle, row.learning_time->radius);
    }
    return trimmed(text);
  }
  [[nodiscard]] std::string end(const EigenvalueTable& table) const override {
    std::string text = "\n";
    for (const NamedEnclosure& sum : table.sums) {
      text += fmt::format("{:22} {} ± {}\n", sum.name, sum.value.middle, sum.value.radius);
    }
    for (const auto& [name, value] : table.facts) {
      text += fmt::format("{:22} {}\n", name, value);
    }
    return text;
  }

 private:
  static constexpr long kExponentWidth = 6;
  static std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
  }
};

class Csv final : public TableFormat {
 public:
  [[nodiscard]] std::string begin(const EigenvalueTable& table) const override {
    files::Fields head = table.head;
    for (const NamedEnclosure& sum : table.sums) {
      head.emplace_back(sum.name, fmt::format("[{}, {}]", sum.value.lower, sum.value.upper));
    }
    std::ranges::copy(table.facts, std::back_inserter(head));
    return files::comment_lines(head) + "degree,multiplicity,lo,hi,mid,rad" +
           (table.has_learning_times ? ",learning_time_lo,learning_time_hi\n" : "\n");
  }
  [[nodiscard]] std::string row(const EigenvalueTable& /*table*/, const EigenvalueRow& row,
                                bool /*first*/) const override {
    std::string text = fmt::format("{},{},{},{},{},{}", row.degree, row.multiplicity, row.value.lower,
                                   row.value.upper, row.value.middle, row.value.radius);
    if (row.learning_time) {
      text += fmt::format(",{},{}", row.learning_time->lower, row.learning_time->upper);
    }
    return text + "\n";
  }
  [[nodiscard]] std::string end(const EigenvalueTable& /*table*/) const override { return ""; }
};

class Json final : public TableFormat {
 public:
  [[nodiscard]] std::string begin(const EigenvalueTable& table) const override {
    std::string text = "{" + files::json_members(table.head, ",\n ");
    for (const NamedEnclosure& sum : table.sums) {
      text += fmt::format(",\n \"{}\": {{{}}}", sum.name, files::json_members(members(sum.value)));
    }
    if (!table.facts.empty()) {
      text += ",\n " + files::json_members(table.facts, ",\n ");
    }
    return text + ",\n \"eigenvalues\": [";
  }
  [[nodiscard]] std::string row(const EigenvalueTable& /*table*/, const EigenvalueRow& row,
                                bool first) const override {
    files::Fields fields{{"degree", row.degree}, {"multiplicity", row.multiplicity}};
    std::ranges::move(members(row.value), std::back_inserter(fields));
    std::string text = fmt::format("{}  {{{}", first ? "\n" : ",\n", files::json_members(fields));
    if (row.learning_time) {
      text += fmt::format(", \"learning_time\": {{{}}}", files::json_members(members(*row.learning_time)));
    }
    return text + "}";
  }
  [[nodiscard]] std::string end(const EigenvalueTable& /*table*/) const override { return "]}\n"; }

 private:
  static files::Fields members(const DecimalEnclosure& x) {
    return {{"lo", x.lower}, {"hi", x.upper}, {"mid", x.middle}, {"rad", x.radius}};
  }
};

class Latex final : public TableFormat {
 public:
  [[nodiscard]] std::string begin(const EigenvalueTable& table) const override {
    std::string text;
    for (const auto& [name, value] : table.head) {
      text += fmt::format("% {}: {}\n", name, value);
    }
    for (const NamedEnclosure& sum : table.sums) {
      text += fmt::format("% {}: [{}, {}]\n", sum.name, sum.value.lower, sum.value.upper);
    }
    for (const auto& [name, value] : table.facts) {
      text += fmt::format("% {}: {}\n", name, value);
    }
    return text +
           fmt::format(
               "\\begin{{tabular}}{{rrl{}}}\n\\toprule\n$k$ & $N(d,k)$ & $\\lambda_k${} \\\\\n\\midrule\n",
               table.has_learning_times ? "l" : "", table.has_learning_times ? " & learning time" : "");
  }
  [[nodiscard]] std::string row(const EigenvalueTable& /*table*/, const EigenvalueRow& row,
                                bool /*first*/) const override {
    std::string text = fmt::format("{} & {} & {}", row.degree, row.multiplicity, number(row.correct));
    if (row.learning_time) {
      text += row.proved_zero ? " & $\\infty$" : " & " + number(row.learning_time->middle);
    }
    return text + " \\\\\n";
  }
  [[nodiscard]] std::string end(const EigenvalueTable& /*table*/) const override {
    return "\\bottomrule\n\\end{tabular}\n";
  }

 private:
  /// "1.25e-7" as a formula.
  static std::string number(const std::string& text) {
    const std::size_t e = text.find('e');
    if (e == std::string::npos) {
      return text.empty() ? "?" : fmt::format("${}$", text);
    }
    const std::string exponent = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
    return exponent == "0" ? fmt::format("${}$", text.substr(0, e))
                           : fmt::format("${}\\cdot 10^{{{}}}$", text.substr(0, e), exponent);
  }
};

}  // namespace

const std::vector<std::string>& table_formats() {
  static const std::vector<std::string> names{"text", "csv", "json", "latex"};
  return names;
}

std::unique_ptr<TableFormat> table_format(const std::string& name) {
  if (name == "csv") {
    return std::make_unique<Csv>();
  }
  if (name == "json") {
    return std::make_unique<Json>();
  }
  if (name == "latex") {
    return std::make_unique<Latex>();
  }
  return std::make_unique<Text>();
}

}  // namespace ntkcert::report
