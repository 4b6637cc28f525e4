#pragma once

#include <string>
#include <string_view>

namespace ntkcert::report {

/// The page of page/page.html with its style, its program, uPlot and uPlot's licence in it, and "@DATA@"
/// where the data belongs. Made by page/assemble.cmake when the program is built.
[[nodiscard]] std::string_view page_template();

/// The page that shows `json` (PageData::json).
[[nodiscard]] std::string page_with(const std::string& json);

}  // namespace ntkcert::report
