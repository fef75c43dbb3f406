// SPDX-License-Identifier: Apache-2.0
// Calls a fuzz target with every file of the folders that are named, and with cut pieces of each.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<char>;

Bytes read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void call(const Bytes& bytes) {
  // A copy of exactly this size: a sanitizer sees a read beyond its end.
  const std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

// The file whole, cut at sixteen places, and with one byte changed at each of them.
void replay(const Bytes& bytes) {
  constexpr std::size_t pieces = 16;
  call(bytes);
  for (std::size_t i = 0; i < pieces; ++i) {
    const std::size_t at = bytes.size() * i / pieces;
    call(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at)));
    if (at == bytes.size()) continue;
    Bytes changed = bytes;
    changed[at] = static_cast<char>(~static_cast<unsigned char>(changed[at]));
    call(changed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i)
    for (const auto& file : fs::directory_iterator(argv[i])) {
      std::printf("%s\n", file.path().filename().c_str());
      std::fflush(stdout);
      replay(read(file.path()));
      ++files;
    }
  std::printf("%zu files replayed\n", files);
  return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
