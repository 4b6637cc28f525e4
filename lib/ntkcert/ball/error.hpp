#pragma once

#include <stdexcept>

namespace ntkcert {

/// Input that has no meaning here. The message names the value and says what is accepted.
class InvalidInput : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// A computation that cannot reach a rigorous answer within its budget (precision, steps, time).
/// The caller reports *inconclusive*; nothing may be concluded from what was computed so far.
class Exhausted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace ntkcert
