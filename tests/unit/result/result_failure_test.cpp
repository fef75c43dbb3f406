// SPDX-License-Identifier: Apache-2.0
// The writer when the world is against it: no folder, a full disk, a killed process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "simulator/base/expect.h"
#include "tests/unit/result/sample.h"

namespace icekeel::result {
namespace {

using ::testing::HasSubstr;

// The text and the number of the system error that writing there ends in.
std::system_error refusal_of(const std::filesystem::path& path) {
  try {
    ResultWriter(path, sample_info());
  } catch (const std::system_error& error) {
    return error;
  }
  return {0, std::generic_category(), "nothing was refused"};
}

TEST(ResultWriter, SaysThatTheFolderIsMissing) {
  const TemporaryFolder folder;
  const auto error = refusal_of(folder / "no/a.h5");
  EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
  EXPECT_THAT(error.what(), HasSubstr((folder / "no/a.h5").string()));
  EXPECT_THAT(error.what(), HasSubstr("there is no folder '" + (folder / "no").string() + "'"));
}

TEST(ResultWriter, DoesNotReplaceAFolder) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "a.h5");
  EXPECT_EQ(refusal_of(folder / "a.h5").code(), std::errc::is_a_directory);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.h5.partial"));
}

TEST(ResultWriter, PassesOnWhatTheSystemSays) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "a.h5.partial");  // cannot be opened as a file
  const auto error = refusal_of(folder / "a.h5");
  EXPECT_EQ(error.code(), std::errc::is_a_directory);
  EXPECT_THAT(error.what(), HasSubstr((folder / "a.h5.partial").string()));
}

TEST(ResultWriter, DoesNotHarmAFileThatAnotherOneIsWriting) {
  const TemporaryFolder folder;
  SampleWriter first(folder / "a.h5");
  first.append(3);
  EXPECT_EQ(refusal_of(folder / "a.h5").code(), std::errc::device_or_resource_busy);
  first.writer().finish("complete");
  expect_sample(ResultFile::open(folder / "a.h5"), 3);
}

// In a process of its own: a limit on the size of files stands for a full disk.
[[noreturn]] void write_beyond_the_limit(const std::filesystem::path& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{200'000, 200'000};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  bool refused_again = false;
  try {
    SampleWriter sample(path, 64);
    try {
      sample.append(100'000);
    } catch (const std::system_error& error) {
      std::fprintf(stderr, "%s\n", error.what());
      try {
        sample.writer().finish("complete");
      } catch (const ContractViolation&) {
        refused_again = true;
      }
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "not expected: %s\n", error.what());
  }
  std::exit(refused_again ? 0 : 1);  // through the end of HDF5 too
}

TEST(ResultWriterDeathTest, OnAFullDiskNamesTheFileAndLeavesNothingWhole) {
  const TemporaryFolder folder;
  EXPECT_EXIT(write_beyond_the_limit(folder / "a.h5"), ::testing::ExitedWithCode(0),
              "a.h5.partial'.*File too large");
  EXPECT_FALSE(std::filesystem::exists(folder / "a.h5"));
  EXPECT_TRUE(std::filesystem::exists(folder / "a.h5.partial"));
}

// Writes for ever; tells through the pipe when so many rows are behind it.
[[noreturn]] void write_until_killed(const std::filesystem::path& path, std::size_t rows,
                                     int pipe) {
  SampleWriter sample(path, 64);
  sample.append(rows);
  if (::write(pipe, "x", 1) != 1) std::_Exit(1);
  for (;;) sample.append(1);
}

// A writer in another process, which has appended so many rows and goes on.
class OtherProcess {
 public:
  OtherProcess(const std::filesystem::path& path, std::size_t rows) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    child_ = ::fork();
    if (child_ == 0) write_until_killed(path, rows, ends[1]);
    char sign = 0;
    EXPECT_EQ(::read(ends[0], &sign, 1), 1);
    ::close(ends[0]);
    ::close(ends[1]);
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;
  ~OtherProcess() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

 private:
  pid_t child_ = 0;
};

TEST(ResultWriter, IsNotReadByOthersWhileItWrites) {
  const TemporaryFolder folder;
  const OtherProcess writer(folder / "a.h5", 1);
  try {
    ResultFile::open(folder / "a.h5.partial");
    ADD_FAILURE() << "opened";
  } catch (const UnreadableResult& error) {
    EXPECT_THAT(error.what(), HasSubstr("is being written by another process"));
  }
  EXPECT_EQ(refusal_of(folder / "a.h5").code(), std::errc::device_or_resource_busy);
}

TEST(ResultWriter, ThatIsKilledLeavesAFileThatOpensUpToItsLastChunk) {
  const TemporaryFolder folder;
  for (std::size_t i = 0; i < 20; ++i) {
    const std::size_t rows = 1 + 1000 * i;
    {
      const OtherProcess killed(folder / "a.h5", rows);
    }
    const auto file = ResultFile::open(folder / "a.h5.partial");
    EXPECT_EQ(file.status(), "running");
    const std::size_t kept = file.intervals("time").size();
    EXPECT_EQ(kept % 4096, 0U);
    EXPECT_GE(kept + 4096, rows);
    expect_sample(file, kept, 64);
  }
}

}  // namespace
}  // namespace icekeel::result
