// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/study_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

namespace icekeel::studies {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

[[noreturn]] void fail(const fs::path& file, int error) {
  throw std::system_error(error, std::generic_category(), file.string());
}

Json json_of(const Outcome& outcome) {
  Json json;
  json["status"] = outcome.complete ? "complete" : "failed";
  if (!outcome.error.empty()) json["error"] = outcome.error;
  json["wall_s"] = outcome.wall_s;
  Json figures = Json::array();
  for (const auto& figure : outcome.figures)
    if (figure.value)
      figures.push_back({{"name", figure.name},
                         {"value", *figure.value},
                         {"units", figure.units},
                         {"long_name", figure.long_name}});
  json["figures"] = std::move(figures);
  return json;
}

Outcome outcome_of(const Json& json) {
  Outcome outcome;
  outcome.complete = json.at("status") == "complete";
  outcome.error = json.value("error", "");
  outcome.wall_s = json.value("wall_s", 0.0);
  for (const auto& figure : json.at("figures"))
    if (figure.at("value").is_number())
      outcome.figures.push_back({figure.at("name"), figure.at("units"), figure.at("long_name"),
                                 figure.at("value").get<double>()});
  return outcome;
}

// A lock on a whole file that belongs to who has it open, the children too; "flock" of fcntl(2).
struct flock whole_file(short type) {
  struct flock lock{};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

// Whether the file that was opened is still the one of that name.
bool is_still_there(int descriptor) {
  struct stat status{};
  return ::fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

}  // namespace

Claim& Claim::operator=(Claim&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(file_, other.file_);
  return *this;
}

Claim::~Claim() {
  if (descriptor_ < 0) return;
  ::unlink(file_.c_str());
  ::close(descriptor_);
}

StudyFolder StudyFolder::made(const fs::path& path) {
  for (const auto* part : {"outcomes", "claims", "work"}) fs::create_directories(path / part);
  return StudyFolder(path);
}

fs::path StudyFolder::outcome_file(const std::string& id) const {
  return path_ / "outcomes" / (id + ".json");
}
fs::path StudyFolder::claim_file(const std::string& id) const {
  return path_ / "claims" / id;
}
fs::path StudyFolder::result_of(const std::string& id) const {
  return path_ / "work" / (id + ".h5");
}
fs::path StudyFolder::errors_of(const std::string& id) const {
  return path_ / "work" / (id + ".txt");
}

bool StudyFolder::has_outcome(const std::string& id) const {
  return ::access(outcome_file(id).c_str(), F_OK) == 0;
}

std::optional<Outcome> StudyFolder::outcome(const std::string& id) const {
  std::ifstream stream(outcome_file(id), std::ios::binary);
  if (!stream) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  try {
    return outcome_of(Json::parse(text));
  } catch (const Json::exception&) {
    return std::nullopt;  // cut short when the machine lost its power: the point runs again
  }
}

void StudyFolder::write(const std::string& id, const Outcome& outcome) const {
  const fs::path file = outcome_file(id);
  // Only who has the claim writes, so a name without a number will do.
  const fs::path beside = path_ / "work" / (id + ".json");
  std::ofstream stream(beside, std::ios::binary);
  stream << json_of(outcome).dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
  stream.close();
  if (!stream) {
    const int error = errno;
    ::unlink(beside.c_str());
    fail(file, error);
  }
  fs::rename(beside, file);
}

std::optional<Claim> StudyFolder::claim(const std::string& id) const {
  const fs::path file = claim_file(id);
  while (true) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) fail(file, errno);
    auto lock = whole_file(F_WRLCK);
    if (::fcntl(descriptor, F_OFD_SETLK, &lock) != 0) {
      const int error = errno;
      ::close(descriptor);
      if (error == EAGAIN || error == EACCES) return std::nullopt;
      fail(file, error);
    }
    if (is_still_there(descriptor)) return Claim(descriptor, file);
    ::close(descriptor);  // who had it before took it away: once more with the new file
  }
}

bool StudyFolder::is_claimed(const std::string& id) const {
  const int descriptor = ::open(claim_file(id).c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return false;
  auto lock = whole_file(F_WRLCK);
  const bool taken = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(descriptor);
  return taken;
}

}  // namespace icekeel::studies
