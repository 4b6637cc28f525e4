#pragma once

#include <boost/test/unit_test.hpp>
#include <initializer_list>
#include <string>

#include "files/error.hpp"

/// Checks that `action` throws BadFile with a message of one line that has every text of `parts`.
template <typename Action>
void expect_bad_file(Action&& action, std::initializer_list<std::string> parts) {
  try {
    action();
  } catch (const ntkcert::files::BadFile& e) {
    const std::string message = e.what();
    BOOST_TEST(message.find('\n') == std::string::npos);
    for (const std::string& part : parts) {
      BOOST_TEST(message.find(part) != std::string::npos, "'" << message << "' has no '" << part << "'");
    }
    return;
  }
  BOOST_ERROR("no BadFile where one was expected: " + *parts.begin());
}
