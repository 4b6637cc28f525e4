#pragma once

#include <toml++/toml.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "files/error.hpp"
#include "ntkcert/ball/exact.hpp"

namespace ntkcert::files {

/// A parsed TOML document together with its source, from which numbers are read exactly: "0.1" and 0.1 are
/// one tenth.
class TomlDocument {
 public:
  /// Parses `content`; throws BadFile with line and column for what is no TOML.
  TomlDocument(std::string file, std::string content);

  [[nodiscard]] const toml::table& root() const { return root_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] Place place(const toml::source_region& region) const;
  /// The exact value of a number, or of a string such as "1/3"; throws BadFile for other values.
  [[nodiscard]] Rational rational(const toml::node& node) const;
  /// The number as written, without underscores, or the string.
  [[nodiscard]] std::string number_text(const toml::node& node) const;

 private:
  std::string file_;
  std::string content_;
  std::vector<std::size_t> line_starts_;
  toml::table root_;
};

/// A table of a document under the name it has in messages ("[network]"). Every accessor throws BadFile,
/// naming the place, if the key is missing or its value is of another kind or out of range.
class TomlSection {
 public:
  TomlSection(const TomlDocument& document, const toml::table& table, std::string name)
      : document_(&document), table_(&table), name_(std::move(name)) {}

  /// Throws BadFile for the first key outside `keys`, with the nearest of them.
  void accept_only(const std::vector<std::string>& keys) const;
  [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
  /// In the order of the file.
  [[nodiscard]] std::vector<std::string> keys() const;
  [[nodiscard]] const toml::node& node(std::string_view key) const;
  [[nodiscard]] Place place() const { return document_->place(table_->source()); }
  [[nodiscard]] Place place(std::string_view key) const { return document_->place(node(key).source()); }
  [[nodiscard]] const TomlDocument& document() const { return *document_; }

  [[nodiscard]] TomlSection section(std::string_view key) const;
  /// The tables of an array of tables, at least one.
  [[nodiscard]] std::vector<TomlSection> sections(std::string_view key) const;
  [[nodiscard]] std::string text(std::string_view key) const;
  /// A string that is one of `accepted`; called for the check alone where there is but one.
  std::string choice(std::string_view key, const std::vector<std::string>& accepted) const;
  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most) const;
  [[nodiscard]] Rational rational(std::string_view key) const { return document_->rational(node(key)); }
  /// A number > 0.
  [[nodiscard]] Rational positive(std::string_view key) const;
  [[nodiscard]] const toml::array& array(std::string_view key) const;
  /// The value at `key`, or `otherwise` if there is none.
  std::string choice_or(std::string_view key, const std::vector<std::string>& accepted,
                        const std::string& otherwise) const {
    return has(key) ? choice(key, accepted) : otherwise;
  }
  [[noreturn]] void reject(std::string_view key, const std::string& message) const;

 private:
  const TomlDocument* document_;
  const toml::table* table_;
  std::string name_;
};

}  // namespace ntkcert::files
