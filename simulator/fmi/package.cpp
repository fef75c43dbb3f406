// SPDX-License-Identifier: Apache-2.0
#include "simulator/fmi/package.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <system_error>

namespace icekeel::fmi {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_bytes = 2'000'000'000;     // of all files of a unit
constexpr std::uint64_t most_description = 64'000'000;  // of modelDescription.xml
constexpr zip_int64_t most_entries = 100'000;
constexpr const char* export_again = "export it again as an FMI 2.0 unit for co-simulation";

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

Archive open_archive(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error))
    throw UnusableUnit("there is no file '" + file.string() + "'", "name a .fmu file");
  if (!fs::is_regular_file(file, error))
    throw UnusableUnit("'" + file.string() + "' is no regular file", "name a .fmu file");
  int problem = 0;
  Archive archive(zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &problem), &zip_discard);
  if (archive == nullptr)
    throw UnusableUnit("'" + file.string() + "' is no zip archive, as a unit is", export_again);
  if (zip_get_num_entries(archive.get(), 0) > most_entries)
    throw UnusableUnit("the unit holds more than 100000 files", "is it a unit?");
  return archive;
}

struct Entry {
  std::string name;
  zip_uint64_t index = 0;
  std::uint64_t bytes = 0;
};

std::vector<Entry> entries_of(zip_t* archive) {
  std::vector<Entry> entries;
  std::uint64_t sum = 0;
  const auto count = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    const auto index = static_cast<zip_uint64_t>(i);
    if (zip_stat_index(archive, index, 0, &stat) != 0 || stat.name == nullptr) continue;
    const fs::path path(stat.name);
    if (path.is_absolute() || std::ranges::find(path, "..") != path.end() ||
        std::string_view(stat.name).find('\\') != std::string_view::npos)
      throw UnusableUnit(
          "the unit has a file '" + std::string(stat.name) + "', which leads out of its folder",
          "do not trust this file; get it from who made it");
    sum += stat.size;
    if (stat.size > most_bytes || sum > most_bytes)
      throw UnusableUnit("the unit is larger than 2 GB when unpacked", "leave its data outside");
    entries.push_back({stat.name, index, stat.size});
  }
  return entries;
}

std::string read_entry(zip_t* archive, const Entry& entry) {
  std::string bytes(entry.bytes, '\0');
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
      zip_fopen_index(archive, entry.index, 0), &zip_fclose);
  std::uint64_t got = 0;
  while (file != nullptr && got < entry.bytes) {
    const auto part = zip_fread(file.get(), bytes.data() + got, entry.bytes - got);
    if (part <= 0) break;
    got += static_cast<std::uint64_t>(part);
  }
  if (file == nullptr || got < entry.bytes)
    throw UnusableUnit("the file '" + entry.name + "' in the unit is damaged", "get it again");
  return bytes;
}

const Entry* find_entry(const std::vector<Entry>& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  return found == entries.end() ? nullptr : &*found;
}

/// Units of the types that the description declares, by name.
std::map<std::string, std::string> declared_units(const pugi::xml_node& root) {
  std::map<std::string, std::string> units;
  for (const auto& type : root.child("TypeDefinitions").children("SimpleType"))
    units[type.attribute("name").as_string()] = type.child("Real").attribute("unit").as_string();
  return units;
}

Variable variable_of(const pugi::xml_node& node, const std::map<std::string, std::string>& units) {
  const auto real = node.child("Real");
  std::string unit = real.attribute("unit").as_string();
  if (const auto type = units.find(real.attribute("declaredType").as_string());
      unit.empty() && type != units.end())
    unit = type->second;
  return {node.attribute("name").as_string(), node.attribute("valueReference").as_uint(),
          node.attribute("causality").as_string("local"), unit, !real.empty()};
}

Description parsed(const std::string& text) {
  pugi::xml_document document;
  if (const auto done = document.load_buffer(text.data(), text.size()); !done)
    throw UnusableUnit(
        "modelDescription.xml of the unit is no XML: " + std::string(done.description()) +
            " at byte " + std::to_string(done.offset),
        export_again);
  const auto root = document.child("fmiModelDescription");
  const std::string version = root.attribute("fmiVersion").as_string();
  if (!version.starts_with("2."))
    throw UnusableUnit(version.empty() ? "the unit does not say its version of FMI"
                                       : "the unit is of FMI " + version + ", not 2.0",
                       export_again);
  const auto simulation = root.child("CoSimulation");
  if (!simulation)
    throw UnusableUnit("the unit is for model exchange only: it has no solver of its own",
                       export_again);
  if (!simulation.attribute("canHandleVariableCommunicationStepSize").as_bool())
    throw UnusableUnit("the unit cannot take steps of different lengths",
                       "export it with canHandleVariableCommunicationStepSize");
  Description description{root.attribute("modelName").as_string(),
                          root.attribute("guid").as_string(),
                          simulation.attribute("modelIdentifier").as_string(),
                          {}};
  if (description.identifier.empty() || description.identifier.find('/') != std::string::npos)
    throw UnusableUnit("the unit does not name its library (modelIdentifier)", export_again);
  const auto units = declared_units(root);
  for (const auto& node : root.child("ModelVariables").children("ScalarVariable"))
    description.variables.push_back(variable_of(node, units));
  return description;
}

std::string library_name(const Description& description) {
  return "binaries/linux64/" + description.identifier + ".so";
}

Description described(zip_t* archive, const std::vector<Entry>& entries) {
  const auto* entry = find_entry(entries, "modelDescription.xml");
  if (entry == nullptr)
    throw UnusableUnit("there is no modelDescription.xml in the archive", "name a .fmu file");
  if (entry->bytes > most_description)
    throw UnusableUnit("modelDescription.xml of the unit is larger than 64 MB", "is it a unit?");
  auto description = parsed(read_entry(archive, *entry));
  if (find_entry(entries, library_name(description)) == nullptr)
    throw UnusableUnit(
        "the unit has no library for this system, '" + library_name(description) + "'",
        "export it with binaries for 64-bit Linux");
  return description;
}

bool is_needed(std::string_view name) {
  return !name.ends_with('/') &&
         (name.starts_with("binaries/linux64/") || name.starts_with("resources/"));
}

}  // namespace

const Variable* Description::find(std::string_view name) const {
  const auto found = std::ranges::find(variables, name, &Variable::name);
  return found == variables.end() ? nullptr : &*found;
}

Description describe(const fs::path& file) {
  const auto archive = open_archive(file);
  return described(archive.get(), entries_of(archive.get()));
}

Package::Package(const fs::path& file) {
  const auto archive = open_archive(file);
  const auto entries = entries_of(archive.get());
  description_ = described(archive.get(), entries);
  auto name = (fs::temp_directory_path() / "icekeel-unit-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw std::system_error(errno, std::generic_category(), "cannot make '" + name + "'");
  folder_ = name;
  fs::create_directories(folder_ / "resources");
  for (const auto& entry : entries) {
    if (!is_needed(entry.name)) continue;
    const auto path = folder_ / entry.name;
    fs::create_directories(path.parent_path());
    std::ofstream stream(path, std::ios::binary);
    stream << read_entry(archive.get(), entry);
    stream.close();
    if (!stream)
      throw std::system_error(errno, std::generic_category(),
                              "'" + path.string() + "' cannot be written");
  }
}

Package::~Package() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path Package::library() const {
  return folder_ / library_name(description_);
}

std::string Package::resources() const {
  return "file://" + (folder_ / "resources").string();
}

}  // namespace icekeel::fmi
