# Puts the page's parts into one, and that into a C++ source: page_template() of report/page.hpp.
# -D PAGE=folder of page.html -D UPLOT=folder of the package -D OUTPUT=source to write
file(READ ${PAGE}/page.html text)
foreach(part "UPLOT_CSS=${UPLOT}/dist/uPlot.min.css" "PAGE_CSS=${PAGE}/page.css" "UPLOT_LICENCE=${UPLOT}/LICENSE"
    "UPLOT_JS=${UPLOT}/dist/uPlot.iife.min.js" "PAGE_JS=${PAGE}/page.js")
  string(REGEX MATCH "^([A-Z_]+)=(.*)$" matched "${part}")
  file(READ ${CMAKE_MATCH_2} content)
  string(REPLACE "@${CMAKE_MATCH_1}@" "${content}" text "${text}")
endforeach()
file(WRITE ${OUTPUT}.html "${text}")
file(READ ${OUTPUT}.html bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"report/page.hpp\"

namespace ntkcert::report {
namespace {

constexpr unsigned char kPage[] = {
${bytes}
};

}  // namespace

std::string_view page_template() { return {reinterpret_cast<const char*>(kPage), sizeof kPage}; }

}  // namespace ntkcert::report
")
