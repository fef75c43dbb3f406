// SPDX-License-Identifier: Apache-2.0
#include "simulator/result/hdf5_handle.h"

#include <cstdlib>

namespace icekeel::result {
namespace {

struct Cause {
  std::string message;
  int system_error = 0;
};

// Keeps the innermost message; HDF5 reports errno only inside a text: "..., errno = 28, ...".
herr_t look(unsigned depth, const H5E_error2_t* error, void* data) {
  auto& cause = *static_cast<Cause*>(data);
  const std::string_view text = error->desc == nullptr ? "" : error->desc;
  if (depth == 0) cause.message = text;
  constexpr std::string_view mark = "errno = ";
  const auto at = text.find(mark);
  if (at != std::string_view::npos && cause.system_error == 0)
    cause.system_error = std::atoi(text.data() + at + mark.size());
  return 0;
}

}  // namespace

void set_up_hdf5() {
  H5dont_atexit();  // has an effect the first time only
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

void throw_hdf5_error(std::string_view what) {
  Cause cause;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, look, &cause);
  H5Eclear2(H5E_DEFAULT);
  std::string text(what);
  // The text of a system error is added by std::system_error, in better words.
  if (cause.system_error == 0 && !cause.message.empty()) text += ": " + cause.message;
  throw Hdf5Error(text, cause.system_error);
}

}  // namespace icekeel::result
