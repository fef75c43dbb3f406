// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/sweep.h"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <deque>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "analysis/studies/process_pool.h"
#include "analysis/summary.h"
#include "simulator/result/result_file.h"

namespace icekeel::studies {
namespace {

namespace fs = std::filesystem;

constexpr int exit_done = 0, exit_interrupted = 3, first_signal = 128;

// What the program said, without its last words on counts.
std::string errors_in(const fs::path& file) {
  std::ifstream stream(file);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  constexpr std::size_t most = 2000;
  if (text.size() > most) text.resize(most);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

Outcome outcome_in(const fs::path& file, double wall_s) {
  const auto summary = analysis::summarise(result::ResultFile::open(file));
  if (summary.status != "complete") return {false, "its result is " + summary.status, wall_s, {}};
  return {true, {}, wall_s, summary.figures};
}

/// The points of a share, one at a time as they are asked for.
class Runner {
 public:
  Runner(const Study& study, std::span<const Point> points, const StudyFolder& folder,
         const SweepSettings& settings)
      : study_(study),
        points_(points),
        folder_(folder),
        settings_(settings),
        pool_({study.spec.limits.time, study.spec.limits.memory}) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto index = (i + settings.first) % points.size();
      if (index % settings.shares == settings.share && seen.insert(points[index].id).second)
        to_run_.push_back(index);
    }
    report_.last.points = to_run_.size();
  }

  SweepReport run() {
    while (true) {
      fill();
      if (pool_.running() == 0 && (pool_.stop_asked() || to_run_.empty())) break;
      const auto all = pool_.wait();
      fill();  // the next ones run while the results are read
      for (const auto& ended : all) finish(ended);
      show();
    }
    report_.interrupted = pool_.stop_asked();
    show();
    return std::move(report_);
  }

 private:
  void fill() {
    while (!pool_.stop_asked() && pool_.running() < settings_.at_once && start_next()) {
    }
  }

  // Starts or settles the next point; false if there is none that is free.
  bool start_next() {
    const auto turns = to_run_.size();
    for (std::size_t turn = 0; turn < turns; ++turn) {
      const auto index = to_run_.front();
      to_run_.pop_front();
      const auto& id = points_[index].id;
      if (ended_before(id)) return true;
      auto claim = folder_.claim(id);
      if (!claim) {
        to_run_.push_back(index);  // another pool runs it: it may be killed before it is done
        continue;
      }
      if (!ended_before(id)) take(index, std::move(*claim));
      return true;
    }
    return false;
  }

  void take(std::size_t index, Claim claim) {
    claims_.insert_or_assign(index, std::move(claim));
    // A pool that was killed may have left a process that ended its work since.
    if (fs::exists(folder_.result_of(points_[index].id)))
      finish({index, exit_done, {}, 0.0});
    else
      start(index);
  }

  bool ended_before(const std::string& id) {
    if (!folder_.has_outcome(id)) return false;
    const auto outcome = folder_.outcome(id);
    if (!outcome || (!outcome->complete && settings_.retry)) return false;
    ++report_.last.done;
    report_.last.failed += outcome->complete ? 0 : 1;
    return true;
  }

  void start(std::size_t index) {
    const auto& id = points_[index].id;
    Job job{settings_.program,
            {"run", study_.scenario(), "-o", folder_.result_of(id).string(), "--progress", "none"},
            folder_.errors_of(id),
            claims_.at(index).descriptor()};
    for (auto& word : arguments_of(study_, points_[index]))
      job.arguments.push_back(std::move(word));
    pool_.start(index, job);
  }

  void finish(const Ended& ended) {
    const auto& id = points_[ended.key].id;
    if (!was_interrupted(ended)) {
      const auto outcome = outcome_of(ended, id);
      folder_.write(id, outcome);
      ++report_.last.done;
      ++report_.last.ran;
      if (!outcome.complete) {
        ++report_.last.failed;
        report_.failed.push_back({ended.key, outcome.error});
      }
    }
    std::error_code ignored;
    const auto result = folder_.result_of(id);
    for (const auto& file : {result, fs::path(result.string() + ".partial"), folder_.errors_of(id)})
      fs::remove(file, ignored);
    claims_.erase(ended.key);
  }

  // Somebody asked it to stop, who may not have asked this pool: the point is not to blame.
  bool was_interrupted(const Ended& ended) const {
    if (ended.exit_code == exit_done || !ended.stopped_over.empty()) return false;
    return pool_.stop_asked() || ended.exit_code == exit_interrupted ||
           ended.exit_code == first_signal + SIGINT || ended.exit_code == first_signal + SIGTERM;
  }

  Outcome outcome_of(const Ended& ended, const std::string& id) const {
    if (!ended.stopped_over.empty()) return {false, ended.stopped_over, ended.wall_s, {}};
    if (ended.exit_code == exit_done) try {
        return outcome_in(folder_.result_of(id), ended.wall_s);
      } catch (const result::UnreadableResult& problem) {
        return {false, problem.what(), ended.wall_s, {}};
      }
    const auto said = errors_in(folder_.errors_of(id));
    if (ended.exit_code > first_signal)
      return {false,
              fmt::format("signal {} ended it", ended.exit_code - first_signal),
              ended.wall_s,
              {}};
    return {false,
            said.empty() ? fmt::format("exit code {}", ended.exit_code) : said,
            ended.wall_s,
            {}};
  }

  void show() {
    if (!settings_.progress) return;
    report_.last.running = pool_.running();
    report_.last.wall_s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    settings_.progress(report_.last);
  }

  const Study& study_;
  std::span<const Point> points_;
  const StudyFolder& folder_;
  const SweepSettings& settings_;
  std::map<std::size_t, Claim> claims_;  // before the pool, whose processes end first
  ProcessPool pool_;
  std::deque<std::size_t> to_run_;
  SweepReport report_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

SweepReport run_sweep(const Study& study, std::span<const Point> points, const StudyFolder& folder,
                      const SweepSettings& settings) {
  return Runner(study, points, folder, settings).run();
}

SweepState state_of(std::span<const Point> points, const StudyFolder& folder) {
  SweepState state;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& id = points[i].id;
    if (!seen.insert(id).second) continue;
    ++state.points;
    if (const auto outcome = folder.outcome(id)) {
      if (outcome->complete)
        ++state.complete;
      else
        state.failed.push_back({i, outcome->error});
    } else if (folder.is_claimed(id)) {
      ++state.running;
    }
  }
  return state;
}

}  // namespace icekeel::studies
