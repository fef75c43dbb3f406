// SPDX-License-Identifier: Apache-2.0
// Reader of the Standard Workload Format.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workloads/job_trace_faults.h"

namespace icekeel::workloads {
namespace {

constexpr std::size_t fields_of_a_line = 18;
constexpr std::size_t longest_line = 4096;

constexpr std::array<std::string_view, fields_of_a_line> field_names{"job number",
                                                                     "submit time",
                                                                     "wait time",
                                                                     "run time",
                                                                     "allocated processors",
                                                                     "average CPU time",
                                                                     "used memory",
                                                                     "requested processors",
                                                                     "requested time",
                                                                     "requested memory",
                                                                     "status",
                                                                     "user",
                                                                     "group",
                                                                     "application",
                                                                     "queue",
                                                                     "partition",
                                                                     "preceding job",
                                                                     "think time"};
/// Places of the fields, by names that only their reader sees.
struct SwfFields {
  enum : std::size_t {
    number,
    submit,
    wait,
    run,
    allocated,
    cpu_time,
    memory,
    requested_processors,
    requested_time,
    requested_memory,
    status,
    user,
    group,
    application,
    queue,
    partition,
    preceding,
    think
  };
};

using Words = std::vector<std::string_view>;
using Values = std::array<double, fields_of_a_line>;

Words words_of(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\v\f";
  Words words;
  for (std::size_t at = 0; (at = line.find_first_not_of(blanks, at)) != std::string_view::npos;) {
    const auto end = std::min(line.find_first_of(blanks, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

class SwfReader : SwfFields {
 public:
  JobTrace read(std::istream& file) {
    std::string line;
    for (line_ = 1; std::getline(file, line); ++line_) {
      if (line.size() > longest_line)
        builder_.problem({line_, 0, fmt::format("the line has {} characters", line.size()),
                          "a job is a line of 18 numbers"});
      else
        take(line);
    }
    check_header();
    return builder_.finished();
  }

 private:
  void take(std::string_view line) {
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return;
    if (line[first] == ';') return take_header(line.substr(first + 1));
    const Words words = words_of(line);
    if (words.size() != fields_of_a_line)
      return builder_.problem(
          {line_, std::min(words.size(), fields_of_a_line) + 1,
           fmt::format("the line has {} fields instead of {}", words.size(), fields_of_a_line),
           words.size() < fields_of_a_line ? "it may have been cut off; write -1 for what is not "
                                             "known"
                                           : "comments begin with ';'"});
    Values values{};
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto value = number_in(words[i]);
      if (!value)
        return builder_.problem({line_, i + 1,
                                 fmt::format("the {} '{}' is not a number", field_names[i],
                                             std::string(words[i].substr(0, 40))),
                                 "write a number, or -1 if it is not known"});
      values[i] = *value;
    }
    ++records_;
    add(values);
  }

  // A comment such as "; MaxNodes: 128".
  void take_header(std::string_view comment) {
    const auto colon = comment.find(':');
    if (colon == std::string_view::npos) return;
    const Words key = words_of(comment.substr(0, colon));
    const Words value = words_of(comment.substr(colon + 1));
    if (key.size() != 1 || value.empty()) return;
    const auto count = number_in(value.front());
    if (!count || *count < 0 || *count > 1e15) return;
    const auto whole = static_cast<std::int64_t>(*count);
    if (key[0] == "MaxProcs" || (key[0] == "MaxNodes" && !builder_.trace().machine_size))
      builder_.trace().machine_size = whole;
    if (key[0] == "MaxRecords" || key[0] == "MaxJobs") announced_ = whole;
    if (key[0] == "UnixStartTime") builder_.trace().unix_start = whole;
  }

  static std::int32_t id_in(double value) {
    return value >= 0 && value < 2e9 ? static_cast<std::int32_t>(value) : -1;
  }

  void add(const Values& v) {
    // Field 5 is what it got, field 8 what it asked for; where one is missing, the other counts.
    const std::size_t size = v[allocated] > 0 ? allocated : requested_processors;
    if (v[run] == -1 || (v[size] <= 0 && v[size] >= -1) || (v[run] == 0 && v[status] == 5)) {
      ++builder_.trace().never_ran;
      return builder_.leave_out(static_cast<std::int64_t>(std::clamp(v[number], -1e15, 1e15)));
    }
    TraceJob job;
    job.number = static_cast<std::int64_t>(std::clamp(v[number], -1e15, 1e15));
    job.submit = Duration::si(v[submit]);
    job.run = Duration::si(v[run]);
    if (v[requested_time] != -1) job.requested = Duration::si(v[requested_time]);
    job.processors = static_cast<std::int64_t>(std::clamp(v[size], -1e15, 1e15));
    if (v[cpu_time] >= 0 && v[run] > 0) job.utilisation = std::min(1.0, v[cpu_time] / v[run]);
    job.user = id_in(v[user]);
    job.group = id_in(v[group]);
    job.application = id_in(v[application]);
    job.queue = id_in(v[queue]);
    job.partition = id_in(v[partition]);
    if (v[preceding] > 0) job.after = static_cast<std::int64_t>(std::min(v[preceding], 1e15));
    if (v[think] != -1) job.think = Duration::si(v[think]);
    check_against_header(job, size + 1);
    builder_.add(job, line_,
                 {.number = number + 1,
                  .submit = submit + 1,
                  .run = run + 1,
                  .processors = size + 1,
                  .requested = requested_time + 1,
                  .think = think + 1});
  }

  void check_against_header(const TraceJob& job, std::size_t field) {
    const auto most = builder_.trace().machine_size;
    if (most && job.processors > *most && !warned_of_size_) {
      warned_of_size_ = true;
      builder_.warn({line_, field,
                     fmt::format("job {} asks for {} processors, the header says that there are {}",
                                 job.number, job.processors, *most),
                     "check the header's MaxProcs"});
    }
  }

  void check_header() {
    if (announced_ && *announced_ != records_)
      builder_.warn(
          {0, 0,
           fmt::format("the header announces {} jobs, the file has {}", *announced_, records_),
           "the file may have been cut off, or is a part of a longer one"});
  }

  TraceBuilder builder_;
  std::size_t line_ = 0;
  std::int64_t records_ = 0;
  std::optional<std::int64_t> announced_;
  bool warned_of_size_ = false;
};

}  // namespace

JobTrace read_swf(std::istream& file) {
  return SwfReader().read(file);
}

}  // namespace icekeel::workloads
