// SPDX-License-Identifier: Apache-2.0
// The reader against files that are none, damaged, foreign or of another version.
#include "simulator/result/result_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "simulator/result/hdf5_read.h"
#include "simulator/result/hdf5_write.h"
#include "tests/unit/result/sample.h"

namespace icekeel::result {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// What the reader says of that file; "opened" if nothing.
std::string complaint_about(const std::filesystem::path& path) {
  try {
    ResultFile::open(path);
    return "opened";
  } catch (const UnreadableResult& error) {
    return error.what();
  }
}

void write_whole(const std::filesystem::path& path, std::size_t rows = 5000) {
  SampleWriter sample(path);
  sample.append(rows);
  sample.writer().finish("complete");
}

void write_with_format(const std::filesystem::path& path, std::array<std::int32_t, 2> format) {
  const Handle file = create_file(path.string());
  write_attribute(require_group(file, "/"), "icekeel_format", format);
}

TEST(ResultFile, SaysThatThereIsNoSuchFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(complaint_about(folder / "a.h5"), HasSubstr("a.h5' does not exist"));
}

TEST(ResultFile, PointsToWhatAnUnfinishedRunHasWritten) {
  const TemporaryFolder folder;
  SampleWriter(folder / "a.h5").append(1);
  EXPECT_THAT(complaint_about(folder / "a.h5"), HasSubstr("a.h5.partial'"));
}

TEST(ResultFile, RefusesAFolderAnEmptyFileAndAText) {
  const TemporaryFolder folder;
  EXPECT_THAT(complaint_about(folder / ""), HasSubstr("is a folder"));
  std::ofstream(folder / "empty.h5").close();
  EXPECT_THAT(complaint_about(folder / "empty.h5"), HasSubstr("is no HDF5 file"));
  std::ofstream(folder / "a.yaml") << "schema: 1\n";
  EXPECT_THAT(complaint_about(folder / "a.yaml"), HasSubstr("is no HDF5 file"));
}

TEST(ResultFile, RefusesHdf5OfSomebodyElse) {
  const TemporaryFolder folder;
  {
    const Handle file = create_file((folder / "a.h5").string());
  }
  EXPECT_THAT(complaint_about(folder / "a.h5"),
              HasSubstr("without the attribute 'icekeel_format'"));
}

TEST(ResultFile, NamesBothNumbersOfAnotherMajorVersion) {
  const TemporaryFolder folder;
  write_with_format(folder / "a.h5", {2, 3});
  EXPECT_THAT(complaint_about(folder / "a.h5"),
              AllOf(HasSubstr("has version 2.3"), HasSubstr("reads version 1")));
}

TEST(ResultFile, ReadsALaterMinorVersion) {
  const TemporaryFolder folder;
  write_with_format(folder / "a.h5", {1, 7});
  EXPECT_EQ(ResultFile::open(folder / "a.h5").format(), (FormatVersion{1, 7}));
}

TEST(ResultFile, RefusesAFileThatIsCutShortAnywhere) {
  const TemporaryFolder folder;
  write_whole(folder / "whole.h5");
  const auto size = std::filesystem::file_size(folder / "whole.h5");
  for (unsigned i = 1; i < 50; ++i) {
    std::filesystem::copy_file(folder / "whole.h5", folder / "cut.h5",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(folder / "cut.h5", size * i / 50);
    EXPECT_THAT(complaint_about(folder / "cut.h5"), HasSubstr("damaged or cut short"));
  }
}

struct Place {
  std::streamoff offset = 0;
  std::streamoff size = 0;
};

// Where the first chunk of a series lies in the file.
Place first_chunk_of(const std::filesystem::path& path, const std::string& series) {
  const Handle file = open_file(path.string());
  const Handle dataset = open_dataset(file, series).value();
  const Handle space(H5Dget_space(dataset), H5Sclose, "no space");
  haddr_t at = 0;
  hsize_t size = 0;
  checked(H5Dget_chunk_info(dataset, space, 0, nullptr, nullptr, &at, &size), "no chunk");
  return {static_cast<std::streamoff>(at), static_cast<std::streamoff>(size)};
}

void damage(const std::filesystem::path& path, std::streamoff at) {
  std::fstream bytes(path, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekg(at);
  const auto wrong = static_cast<char>(bytes.get() ^ 0x10);
  bytes.seekp(at);
  bytes.put(wrong);
}

TEST(ResultFile, SeesAWrongByteAnywhereInTheValues) {
  const TemporaryFolder folder;
  const auto path = folder / "a.h5";
  write_whole(path);
  const Place chunk = first_chunk_of(path, "it_power");
  ASSERT_GT(chunk.size, 100);
  for (std::streamoff i = 0; i < 100; ++i) {
    const auto at = chunk.offset + chunk.size * i / 100;
    damage(path, at);
    EXPECT_THROW(ResultFile::open(path).values("it_power"), UnreadableResult);
    damage(path, at);  // makes it whole again
  }
  expect_sample(ResultFile::open(path), 5000);
}

TEST(ResultFile, HasNothingForNamesThatAreNotThere) {
  const TemporaryFolder folder;
  write_whole(folder / "a.h5", 3);
  const auto file = ResultFile::open(folder / "a.h5");
  EXPECT_EQ(file.find_series("pue"), nullptr);
  EXPECT_EQ(file.find_series("time_bounds"), nullptr);
  EXPECT_FALSE(file.values("pue"));
  EXPECT_EQ(file.intervals("time_rack").size(), 0U);
  EXPECT_TRUE(file.labels("cdu").empty());
  EXPECT_TRUE(file.tables().empty());
  EXPECT_TRUE(file.table("/jobs").empty());
  EXPECT_FALSE(file.column("/jobs", "name"));
  EXPECT_TRUE(file.scalars("/summary").empty());
  EXPECT_FALSE(file.scalar("/summary", "pue"));
  EXPECT_FALSE(file.text("/provenance/deeper", "version"));
  EXPECT_TRUE(file.plots().empty());
}

TEST(ResultFile, KnowsTheNamesAlongADimension) {
  const TemporaryFolder folder;
  write_whole(folder / "a.h5", 0);
  EXPECT_EQ(ResultFile::open(folder / "a.h5").labels("rack"),
            (std::vector<std::string>{"rack 0", "rack 1"}));
}

}  // namespace
}  // namespace icekeel::result
