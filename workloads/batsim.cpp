// SPDX-License-Identifier: Apache-2.0
// Reader of workloads of Batsim.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "workloads/job_trace_faults.h"

namespace icekeel::workloads {
namespace {

using Json = nlohmann::json;

constexpr int deepest = 32;  // profiles within profiles

class BatsimReader {
 public:
  JobTrace read(std::istream& file) {
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    Json json;
    try {
      json = Json::parse(text);
    } catch (const Json::parse_error& error) {
      const auto until = std::min<std::size_t>(error.byte, text.size());
      const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(until), '\n');
      builder_.problem({static_cast<std::size_t>(line), 0, "this is not JSON",
                        "check brackets, commas and quotes around here"});
      return builder_.finished();
    }
    take(json);
    return builder_.finished();
  }

 private:
  void wrong(const std::string& where, const std::string& what, std::string remedy) {
    builder_.problem({0, 0, where + ": " + what, std::move(remedy)});
  }

  void take(const Json& json) {
    if (!json.is_object() || !json.contains("jobs") || !json["jobs"].is_array())
      return wrong("the file", "there is no list 'jobs'", "give a workload as Batsim reads it");
    if (json.contains("nb_res") && json["nb_res"].is_number_integer())
      builder_.trace().machine_size = json["nb_res"].get<std::int64_t>();
    profiles_ = json.contains("profiles") ? &json["profiles"] : nullptr;
    // Batsim sorts by submission itself.
    std::vector<std::pair<double, std::size_t>> order;
    const auto& jobs = json["jobs"];
    for (std::size_t i = 0; i < jobs.size(); ++i)
      order.emplace_back(number(jobs[i], "subtime").value_or(0.0), i);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [unused, i] : order) take_job(jobs[i], fmt::format("jobs[{}]", i));
  }

  static std::optional<double> number(const Json& object, const char* key) {
    if (!object.is_object() || !object.contains(key) || !object[key].is_number())
      return std::nullopt;
    const auto value = object[key].get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }

  void take_job(const Json& json, const std::string& where) {
    const auto submit = number(json, "subtime"), nodes = number(json, "res");
    if (!submit) return wrong(where, "there is no number 'subtime'", "give seconds");
    if (!nodes) return wrong(where, "there is no number 'res'", "give the number of nodes");
    const auto run = time_of(json, where);
    if (!run) return;
    TraceJob job;
    job.number = number_of(json);
    job.submit = Duration::si(*submit);
    job.run = Duration::si(*run);
    job.processors = static_cast<std::int64_t>(std::clamp(*nodes, -1e15, 1e15));
    if (const auto walltime = number(json, "walltime"); walltime && *walltime != -1)
      job.requested = Duration::si(*walltime);
    if (const auto priority = number(json, "priority")) job.priority = *priority;
    builder_.add(job, 0, {});
  }

  // Identifiers are numbers, or texts such as "w0!17": what is behind the last '!'.
  std::int64_t number_of(const Json& json) {
    ++jobs_;
    if (!json.contains("id")) return jobs_;
    if (json["id"].is_number_integer()) return json["id"].get<std::int64_t>();
    if (!json["id"].is_string()) return jobs_;
    const auto text = json["id"].get<std::string>();
    const auto mark = text.rfind('!');
    const auto value = number_in(mark == std::string::npos ? text : text.substr(mark + 1));
    return value && std::abs(*value) < 1e15 ? static_cast<std::int64_t>(*value) : jobs_;
  }

  std::optional<double> time_of(const Json& job, const std::string& where) {
    if (!job.contains("profile") || !job["profile"].is_string()) {
      wrong(where, "there is no 'profile'", "name one of 'profiles'");
      return std::nullopt;
    }
    return time_of_profile(job["profile"].get<std::string>(), where, 0);
  }

  std::optional<double> time_of_profile(const std::string& name, const std::string& where,
                                        int depth) {
    if (profiles_ == nullptr || !profiles_->is_object() || !profiles_->contains(name)) {
      wrong(where, fmt::format("there is no profile '{}'", name), "name one of 'profiles'");
      return std::nullopt;
    }
    const auto& profile = (*profiles_)[name];
    if (const auto delay = number(profile, "delay")) return delay;
    if (profile.contains("seq") && profile["seq"].is_array() && depth < deepest) {
      double sum = 0;
      for (const auto& part : profile["seq"]) {
        const auto time = part.is_string()
                              ? time_of_profile(part.get<std::string>(), where, depth + 1)
                              : std::nullopt;
        if (!time) return std::nullopt;
        sum += *time;
      }
      return sum * number(profile, "repeat").value_or(number(profile, "nb").value_or(1.0));
    }
    wrong(where, fmt::format("profile '{}' does not say how long it takes", name),
          "use profiles of the type 'delay', or sequences of them");
    return std::nullopt;
  }

  TraceBuilder builder_;
  const Json* profiles_ = nullptr;
  std::int64_t jobs_ = 0;
};

}  // namespace

JobTrace read_batsim(std::istream& file) {
  return BatsimReader().read(file);
}

}  // namespace icekeel::workloads
