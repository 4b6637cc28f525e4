#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "files/error.hpp"
#include "ntkcert/ball/exact.hpp"

namespace ntkcert::files {

struct JsonMember;

/// A JSON value whose numbers keep their source text, so that none passes through a double.
struct JsonValue {
  enum class Kind { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  /// The number as written, the string's content, "true" or "false".
  std::string text;
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;
  std::shared_ptr<const std::string> file;
  long line = 0;
  long column = 0;

  [[nodiscard]] Place place() const { return {*file, line, column}; }

  /// The member, or nullptr.
  [[nodiscard]] const JsonValue* find(std::string_view name) const;
  /// The member; throws BadFile if it is missing.
  [[nodiscard]] const JsonValue& at(std::string_view name) const;
  /// The exact value of a number or a string such as "1/3"; the items of an array. Another kind throws
  /// BadFile.
  [[nodiscard]] Rational rational() const;
  [[nodiscard]] const std::string& string() const;
  [[nodiscard]] const std::vector<JsonValue>& array() const;
  /// Throws BadFile unless this is an object with no member outside `names`.
  void accept_only(const std::vector<std::string>& names) const;
};

struct JsonMember {
  std::string name;
  JsonValue value;
};

/// Reads a whole document (nlohmann's SAX parser); throws BadFile for what is no JSON, for a name given twice
/// and for more than 64 levels.
[[nodiscard]] JsonValue parse_json(const std::string& file, std::string_view content);

/// `text` as a JSON string, quotes included; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_quote(std::string_view text);

}  // namespace ntkcert::files
