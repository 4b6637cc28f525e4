#include "commands/record_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "files/json_value.hpp"
#include "ntkcert/ball/refine.hpp"
#include "ntkcert/ball/text.hpp"

namespace ntkcert::commands {

OutwardDecimals decimals(const Ball& x) {
  constexpr long kSpare = 4;
  constexpr double kDigitsPerBit = 0.30103;
  const long enough = static_cast<long>(static_cast<double>(x.precision().bits()) * kDigitsPerBit);
  DecimalEnclosure result = decimal_enclosure(x, relative_digits(x, enough) + kSpare);
  return {std::move(result.lower), std::move(result.upper)};
}

std::vector<OutwardDecimals> decimals(std::span<const Ball> values) {
  std::vector<OutwardDecimals> result;
  result.reserve(values.size());
  for (const Ball& value : values) {
    result.push_back(decimals(value));
  }
  return result;
}

std::string exact_text(const Rational& value) {
  Integer denominator = boost::multiprecision::denominator(value);
  std::size_t twos = 0;
  std::size_t fives = 0;
  for (; denominator % 2 == 0; denominator /= 2) {
    ++twos;
  }
  for (; denominator % 5 == 0; denominator /= 5) {
    ++fives;
  }
  const std::size_t places = std::max(twos, fives);
  if (denominator != 1 || places == 0) {
    return to_text(value);
  }
  const Integer ten_power = boost::multiprecision::pow(Integer(10), static_cast<unsigned>(places));
  const Rational scaled = value * Rational(ten_power);
  std::string digits = boost::multiprecision::numerator(scaled).str();
  digits.insert(0, places + 1 - std::min(places + 1, digits.size()), '0');
  return digits.insert(digits.size() - places, ".");
}

std::string record_head(bool is_csv, const files::Fields& fields) {
  return is_csv ? files::comment_lines(fields) + "t,quantity,index,lo,hi,since\n"
                : fmt::format("{{{}}}\n", files::json_members(fields));
}

std::string record_end(bool is_csv, const files::Fields& fields) {
  return is_csv ? files::comment_lines(fields)
                : fmt::format("{{\"end\":{{{}}}}}\n", files::json_members(fields));
}

void RecordWriter::start(const std::string& time, const std::optional<std::string>& since) {
  time_ = time;
  from_ = time;
  since_ = since.value_or(time);
  first_ = true;
  if (!is_csv_) {
    text_ += fmt::format("{{\"t\":{},", files::json_quote(time));
    text_ += since ? fmt::format("\"since\":{},", files::json_quote(*since)) : "";
    text_ += "\"quantities\":{";
  }
}

void RecordWriter::add(const std::string& name, std::span<const OutwardDecimals> values) {
  auto out = std::back_inserter(text_);
  if (!is_csv_) {
    fmt::format_to(out, "{}{}:[", first_ ? "" : ",", files::json_quote(name));
    first_ = false;
  }
  std::size_t index = 0;
  for (const OutwardDecimals& x : values) {
    if (is_csv_) {
      fmt::format_to(out, "{},{},{},{},{},{}\n", time_, name, index, x.lower, x.upper, from_);
    } else {
      fmt::format_to(out, "{}{{\"lo\":\"{}\",\"hi\":\"{}\"}}", index == 0 ? "" : ",", x.lower, x.upper);
    }
    ++index;
  }
  text_ += is_csv_ ? "" : "]";
}

void RecordWriter::continue_throughout() {
  from_ = since_;
  first_ = true;
  text_ += is_csv_ ? "" : "},\"throughout\":{";
}

void RecordWriter::finish() { text_ += is_csv_ ? "" : "}}\n"; }

}  // namespace ntkcert::commands
