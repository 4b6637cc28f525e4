#include "report/page.hpp"

#include <stdexcept>

namespace ntkcert::report {

std::string page_with(const std::string& json) {
  constexpr std::string_view kMark = "@DATA@";
  std::string page(page_template());
  const std::size_t place = page.find(kMark);
  if (place == std::string::npos) {
    throw std::logic_error("the report's page has no place for its data");
  }
  return page.replace(place, kMark.size(), json);
}

}  // namespace ntkcert::report
