// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Handles of HDF5 that close themselves, and its errors as exceptions. Internal to this module.

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace icekeel::result {

/// A call of HDF5 that failed. The writer and the reader add the path and throw what they document.
struct Hdf5Error : std::runtime_error {
  Hdf5Error(const std::string& what, int error_number)
      : std::runtime_error(what), system_error(error_number) {}
  int system_error = 0;  ///< errno as HDF5 reported it, 0 if the system is not to blame
};

/// To be called before any other call: HDF5 neither prints its error stack to stderr nor closes
/// files at the end of the process. Every file is closed by its owner, and those that cannot be
/// closed must be left alone.
void set_up_hdf5();

/// Throws what the error stack of HDF5 holds: "<what>: <its innermost message>".
[[noreturn]] void throw_hdf5_error(std::string_view what);

/// The result of an HDF5 call, which is negative if the call failed.
template <class Result>
Result checked(Result result, std::string_view what) {
  if (result < 0) throw_hdf5_error(what);
  return result;
}

/// An identifier of HDF5 with the function that closes it.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);

  Handle() = default;
  Handle(hid_t id, Close closer, std::string_view what) : id_(checked(id, what)), close_(closer) {}
  Handle(Handle&& other) noexcept
      : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }

  /// So that a handle can be passed to HDF5 as it is.
  operator hid_t() const { return id_; }

  /// Closes it now, so that an error is seen.
  void close(std::string_view what) {
    if (id_ >= 0) checked(close_(std::exchange(id_, H5I_INVALID_HID)), what);
  }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

}  // namespace icekeel::result
