#include "files/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "files/names.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::files {
namespace {

std::string_view name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a decimal";
    case toml::node_type::boolean:
      return "a truth value";
    default:
      return "a date or time";
  }
}

}  // namespace

TomlDocument::TomlDocument(std::string file, std::string content)
    : file_(std::move(file)), content_(std::move(content)), line_starts_{0} {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (content_.starts_with(kByteOrderMark)) {
    content_.erase(0, kByteOrderMark.size());
  }
  for (std::size_t i = 0; i < content_.size(); ++i) {
    if (content_[i] == '\n') {
      line_starts_.push_back(i + 1);
    }
  }
  try {
    root_ = toml::parse(std::string_view(content_));
  } catch (const toml::parse_error& e) {
    throw BadFile(place(e.source()), std::string(e.description()));
  }
}

Place TomlDocument::place(const toml::source_region& region) const {
  return {file_, static_cast<long>(region.begin.line), static_cast<long>(region.begin.column)};
}

std::string TomlDocument::number_text(const toml::node& node) const {
  if (const auto* integer = node.as_integer()) {
    return std::to_string(integer->get());
  }
  if (const auto* string = node.as_string()) {
    return string->get();
  }
  const toml::source_position begin = node.source().begin;
  std::size_t at = line_starts_.at(begin.line - 1);
  // Columns count characters, not bytes.
  for (toml::source_index column = 1; column < begin.column; ++column) {
    ++at;
    while (at < content_.size() && (static_cast<unsigned char>(content_[at]) & 0xC0U) == 0x80U) {
      ++at;
    }
  }
  std::string text = content_.substr(at, content_.find_first_not_of("0123456789+-.eE_infa", at) - at);
  std::erase(text, '_');
  const char* first = text.data() + (text.starts_with('+') ? 1 : 0);
  double value = 0;
  std::from_chars(first, text.data() + text.size(), value);
  if (value != node.value<double>() && node.value<double>() == node.value<double>()) {
    throw std::logic_error(
        fmt::format("{}: the number is not where the parser says", to_text(place(node.source()))));
  }
  return text;
}

Rational TomlDocument::rational(const toml::node& node) const {
  if (!node.is_number() && !node.is_string()) {
    throw BadFile(
        place(node.source()),
        fmt::format("{} where a number is wanted (0.1, or a string such as \"1/3\")", name_of(node.type())));
  }
  try {
    return parse_rational(number_text(node));
  } catch (const InvalidInput& e) {
    throw BadFile(place(node.source()), e.what());
  }
}

std::vector<std::string> TomlSection::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> placed;
  placed.reserve(table_->size());
  for (const auto& [key, value] : *table_) {
    placed.emplace_back(key.source().begin, key.str());
  }
  std::ranges::sort(placed, [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> r;
  r.reserve(placed.size());
  for (auto& [position, key] : placed) {
    r.push_back(std::move(key));
  }
  return r;
}

void TomlSection::accept_only(const std::vector<std::string>& keys) const {
  for (const auto& [key, value] : *table_) {
    if (std::ranges::find(keys, key.str()) == keys.end()) {
      throw BadFile(document_->place(key.source()), unknown_name("key in " + name_, key.str(), keys));
    }
  }
}

const toml::node& TomlSection::node(std::string_view key) const {
  const toml::node* found = table_->get(key);
  if (found == nullptr) {
    throw BadFile(place(), fmt::format("'{}' is missing in {}", key, name_));
  }
  return *found;
}

void TomlSection::reject(std::string_view key, const std::string& message) const {
  throw BadFile(place(key), fmt::format("{}: {}", key, message));
}

TomlSection TomlSection::section(std::string_view key) const {
  const toml::table* table = node(key).as_table();
  if (table == nullptr) {
    reject(key, fmt::format("{} where a table is wanted", name_of(node(key).type())));
  }
  return {*document_, *table, fmt::format("[{}]", key)};
}

std::vector<TomlSection> TomlSection::sections(std::string_view key) const {
  std::vector<TomlSection> r;
  r.reserve(array(key).size());
  for (const toml::node& item : array(key)) {
    const toml::table* table = item.as_table();
    if (table == nullptr) {
      throw BadFile(document_->place(item.source()),
                    fmt::format("{} where a table is wanted", name_of(item.type())));
    }
    r.emplace_back(*document_, *table, std::string(key));
  }
  if (r.empty()) {
    reject(key, "at least one is wanted");
  }
  return r;
}

const toml::array& TomlSection::array(std::string_view key) const {
  const toml::array* array = node(key).as_array();
  if (array == nullptr) {
    reject(key, fmt::format("{} where an array is wanted", name_of(node(key).type())));
  }
  return *array;
}

std::string TomlSection::text(std::string_view key) const {
  const auto* string = node(key).as_string();
  if (string == nullptr) {
    reject(key, fmt::format("{} where a string is wanted", name_of(node(key).type())));
  }
  return string->get();
}

std::string TomlSection::choice(std::string_view key, const std::vector<std::string>& accepted) const {
  std::string chosen = text(key);
  if (std::ranges::find(accepted, chosen) == accepted.end()) {
    throw BadFile(place(key), unknown_name(key, chosen, accepted));
  }
  return chosen;
}

std::int64_t TomlSection::integer(std::string_view key, std::int64_t least, std::int64_t most) const {
  const std::string range =
      most == INT64_MAX ? fmt::format("{} or more", least) : fmt::format("{} to {}", least, most);
  const auto* integer = node(key).as_integer();
  if (integer == nullptr) {
    reject(key, fmt::format("{} where an integer is wanted ({})", name_of(node(key).type()), range));
  }
  if (integer->get() < least || integer->get() > most) {
    reject(key, fmt::format("{}: accepted are integers {}", integer->get(), range));
  }
  return integer->get();
}

Rational TomlSection::positive(std::string_view key) const {
  Rational value = rational(key);
  if (value <= 0) {
    reject(key, fmt::format("{}: accepted are numbers > 0", document_->number_text(node(key))));
  }
  return value;
}

}  // namespace ntkcert::files
