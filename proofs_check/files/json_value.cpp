#include "files/json_value.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "files/names.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::files {
namespace {

using Kind = JsonValue::Kind;

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "a truth value";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a string";
    case Kind::array:
      return "an array";
    case Kind::object:
      return "an object";
  }
  return "";
}

[[noreturn]] void reject(const JsonValue& value, std::string_view wanted) {
  throw BadFile(value.place(), fmt::format("{} where {} is wanted", name_of(value.kind), wanted));
}

/// Line and column of a byte of a text that is walked forward only.
class Cursor {
 public:
  explicit Cursor(std::string_view content) : content_(content) {}
  void advance_to(std::size_t byte) {
    for (; byte_ < std::min(byte, content_.size()); ++byte_) {
      if (content_[byte_] == '\n') {
        ++line_;
        column_ = 1;
      } else if ((static_cast<unsigned char>(content_[byte_]) & 0xC0U) != 0x80U) {
        ++column_;
      }
    }
  }
  [[nodiscard]] std::size_t byte() const { return byte_; }
  [[nodiscard]] long line() const { return line_; }
  [[nodiscard]] long column() const { return column_; }

 private:
  std::string_view content_;
  std::size_t byte_ = 0;
  long line_ = 1;
  long column_ = 1;
};

/// Builds the tree from the parser's events. The events carry no positions: a token starts at the first
/// character after the last token's end that is no blank and no punctuation, and ends where its stream has
/// been read to.
class TreeBuilder {
 public:
  TreeBuilder(const std::string& file, std::string_view content, std::istream& stream)
      : file_(std::make_shared<const std::string>(file)),
        content_(content),
        stream_(stream),
        cursor_(content) {}

  [[nodiscard]] JsonValue take() { return std::move(root_); }

  bool null() { return add(Kind::null, "null"); }
  bool boolean(bool value) { return add(Kind::boolean, value ? "true" : "false"); }
  bool number_integer(std::int64_t value) { return add(Kind::number, std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) { return add(Kind::number, std::to_string(value)); }
  bool number_float(double, const std::string& text) { return add(Kind::number, text); }
  bool string(const std::string& text) { return add(Kind::string, text); }
  bool binary(const std::vector<std::uint8_t>&) { return false; }
  bool start_object(std::size_t) { return open(Kind::object); }
  bool start_array(std::size_t) { return open(Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(const std::string& name) {
    const JsonValue token = next_token(Kind::string, name);
    if (open_.back()->find(name) != nullptr) {
      throw BadFile(token.place(), fmt::format("'{}' is given twice", name));
    }
    key_ = name;
    return true;
  }
  bool parse_error(std::size_t byte, const std::string& token, const nlohmann::json::exception& error) {
    constexpr int kNumberOverflow = 406;
    Cursor at(content_);
    at.advance_to(byte == 0 ? 0 : byte - 1);
    throw BadFile(
        {*file_, at.line(), at.column()},
        error.id == kNumberOverflow
            ? fmt::format("'{}' is beyond the range of bare JSON numbers: write it as a string", token)
            : fmt::format("this is no JSON, after '{}'", token));
  }

 private:
  JsonValue next_token(Kind kind, const std::string& text) {
    const std::size_t start = content_.find_first_not_of(" \t\r\n,:]}", cursor_.byte());
    cursor_.advance_to(start);
    JsonValue value{kind, text, {}, {}, file_, cursor_.line(), cursor_.column()};
    const std::streamsize left = stream_.rdbuf()->in_avail();
    cursor_.advance_to(content_.size() - (left > 0 ? static_cast<std::size_t>(left) : 0));
    return value;
  }
  bool add(Kind kind, const std::string& text) {
    place_in_parent(next_token(kind, text));
    return true;
  }
  bool open(Kind kind) {
    constexpr std::size_t kDeepest = 64;
    JsonValue value = next_token(kind, "");
    if (open_.size() == kDeepest) {
      throw BadFile(value.place(), fmt::format("more than {} levels of arrays and objects", kDeepest));
    }
    open_.push_back(place_in_parent(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  JsonValue* place_in_parent(JsonValue value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    JsonValue& parent = *open_.back();
    if (parent.kind == Kind::array) {
      return &parent.items.emplace_back(std::move(value));
    }
    parent.members.push_back({key_, std::move(value)});
    return &parent.members.back().value;
  }

  std::shared_ptr<const std::string> file_;
  std::string_view content_;
  std::istream& stream_;
  Cursor cursor_;
  JsonValue root_;
  std::vector<JsonValue*> open_;
  std::string key_;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
  const auto it = std::ranges::find(members, name, &JsonMember::name);
  return it == members.end() ? nullptr : &it->value;
}

const JsonValue& JsonValue::at(std::string_view name) const {
  if (kind != Kind::object) {
    reject(*this, "an object");
  }
  const JsonValue* member = find(name);
  if (member == nullptr) {
    throw BadFile(place(), fmt::format("'{}' is missing", name));
  }
  return *member;
}

Rational JsonValue::rational() const {
  if (kind != Kind::number && kind != Kind::string) {
    reject(*this, "a number (a bare decimal, or a string such as \"1/3\")");
  }
  try {
    return parse_rational(text);
  } catch (const InvalidInput& e) {
    throw BadFile(place(), e.what());
  }
}

const std::string& JsonValue::string() const {
  if (kind != Kind::string) {
    reject(*this, "a string");
  }
  return text;
}

const std::vector<JsonValue>& JsonValue::array() const {
  if (kind != Kind::array) {
    reject(*this, "an array");
  }
  return items;
}

void JsonValue::accept_only(const std::vector<std::string>& names) const {
  if (kind != Kind::object) {
    reject(*this, "an object");
  }
  for (const auto& [name, member] : members) {
    if (std::ranges::find(names, name) == names.end()) {
      throw BadFile(member.place(), unknown_name("key", name, names));
    }
  }
}

JsonValue parse_json(const std::string& file, std::string_view content) {
  std::istringstream stream{std::string(content)};
  TreeBuilder builder(file, content, stream);
  nlohmann::json::sax_parse(stream, &builder);
  return builder.take();
}

std::string json_quote(std::string_view text) {
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace ntkcert::files
