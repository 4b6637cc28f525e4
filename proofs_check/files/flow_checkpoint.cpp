#include "files/flow_checkpoint.hpp"

#include <fmt/format.h>

#include <charconv>

#include "files/build_info.hpp"
#include "files/json_value.hpp"
#include "files/output_file.hpp"
#include "files/provenance.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::files {
namespace {

constexpr std::string_view kSchema = "ntkcert/flow-checkpoint/1";
constexpr std::string_view kHashMember = ",\n\"sha256\": ";

std::string hex(double x) { return Dyadic::from_double(x).to_hex(); }

Dyadic dyadic(const JsonValue& value) {
  try {
    return Dyadic::from_hex(value.string());
  } catch (const InvalidInput& e) {
    throw BadFile(value.place(), e.what());
  }
}

double number(const JsonValue& value) {
  const Dyadic exact = dyadic(value);
  const double rounded = exact.approximate();
  if (!exact.is_finite() || Dyadic::from_double(rounded) != exact) {
    throw BadFile(value.place(), fmt::format("{}: a finite double is accepted", value.string()));
  }
  return rounded;
}

long count(const JsonValue& value) {
  const std::string& text = value.string();
  long result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error != std::errc() || end != text.data() + text.size() || result < 0) {
    throw BadFile(value.place(), fmt::format("{}: a count is accepted", text));
  }
  return result;
}

std::string version() { return build_info().version + " " + build_info().commit; }

void require_same(const JsonValue& value, const std::string& wanted, const std::string& what) {
  if (value.string() != wanted) {
    throw BadFile(value.place(), fmt::format("a checkpoint of another {}: {}; this one is {}", what,
                                             value.string(), wanted));
  }
}

}  // namespace

std::string records_path(const std::string& checkpoint) { return checkpoint + ".records"; }

std::string run_hash(const RunFile& run) {
  std::string hashes;
  for (const InputFile& input : run.inputs) {
    hashes += input.sha256 + "\n";
  }
  return sha256(hashes);
}

void write_checkpoint(const std::string& path, const FlowCheckpoint& checkpoint, const RunFile& run) {
  const Fields fields{{"schema", std::string(kSchema)},
                      {"version", version()},
                      {"run", run_hash(run)},
                      {"format", checkpoint.format},
                      {"steps", std::to_string(checkpoint.steps)},
                      {"radius", hex(checkpoint.radius)},
                      {"time", checkpoint.front.time.to_hex()},
                      {"front_radius", hex(checkpoint.front.radius.value())},
                      {"unit", hex(checkpoint.front.unit)},
                      {"records_size", std::to_string(checkpoint.records.size)},
                      {"records_sha256", checkpoint.records.sha256},
                      {"state", checkpoint.state}};
  std::string text = fmt::format("{{{},\n\"displacement\": [", json_members(fields, ",\n"));
  for (std::size_t q = 0; q < checkpoint.front.displacement.size(); ++q) {
    text += fmt::format("{}\"{}\"", q == 0 ? "" : ",", hex(checkpoint.front.displacement[q]));
  }
  text += "]";
  write_file(path, fmt::format("{}{}\"{}\"}}\n", text, kHashMember, sha256(text)));
}

FlowCheckpoint read_checkpoint(const std::string& path, const RunFile& run, const std::string& format) {
  const std::string text = read_text(path);
  const JsonValue file = parse_json(path, text);
  require_same(file.at("schema"), std::string(kSchema), "schema");
  require_same(file.at("version"), version(), "version");
  require_same(file.at("run"), run_hash(run), "run");
  require_same(file.at("format"), format, "format");
  if (sha256(std::string_view(text).substr(0, text.rfind(kHashMember))) != file.at("sha256").string()) {
    throw BadFile(file.at("sha256").place(), "the checkpoint is damaged: its content has another hash");
  }
  FlowCheckpoint checkpoint{
      format,
      {{}, dyadic(file.at("time")), UpperBound(number(file.at("front_radius"))), number(file.at("unit"))},
      count(file.at("steps")),
      number(file.at("radius")),
      {count(file.at("records_size")), file.at("records_sha256").string()},
      file.at("state").string()};
  const JsonValue& displacement = file.at("displacement");
  for (const JsonValue& x : displacement.array()) {
    checkpoint.front.displacement.push_back(number(x));
  }
  if (std::ssize(checkpoint.front.displacement) != run.initial.layout.size()) {
    throw BadFile(displacement.place(),
                  fmt::format("{} numbers: the run has {} parameters", checkpoint.front.displacement.size(),
                              run.initial.layout.size()));
  }
  return checkpoint;
}

}  // namespace ntkcert::files
