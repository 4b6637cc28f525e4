#pragma once

#include <ostream>
#include <string_view>

namespace ntkcert {

/// The answer to a question about numbers that are known only through enclosures. There is no operator! and
/// no conversion to bool: `unknown` must be dealt with by name.
enum class [[nodiscard]] Truth{no, unknown, yes};

constexpr bool is_yes(Truth a) { return a == Truth::yes; }
constexpr bool is_no(Truth a) { return a == Truth::no; }

/// Kleene's strong three-valued connectives.
constexpr Truth negation(Truth a) {
  return a == Truth::yes ? Truth::no : a == Truth::no ? Truth::yes : Truth::unknown;
}
constexpr Truth conjunction(Truth a, Truth b) { return a < b ? a : b; }
constexpr Truth disjunction(Truth a, Truth b) { return a < b ? b : a; }

constexpr std::string_view to_text(Truth a) {
  return a == Truth::yes ? "yes" : a == Truth::no ? "no" : "unknown";
}
inline std::ostream& operator<<(std::ostream& out, Truth a) { return out << to_text(a); }

}  // namespace ntkcert
