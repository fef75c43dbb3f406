// SPDX-License-Identifier: Apache-2.0
#include "simulator/fmi/unit.h"

#include <dlfcn.h>

#include <array>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#include "simulator/fmi/fmi2.h"

namespace icekeel::fmi {
namespace {

const char* name_of(Status status) {
  static constexpr std::array names{"fmi2OK",    "fmi2Warning", "fmi2Discard",
                                    "fmi2Error", "fmi2Fatal",   "fmi2Pending"};
  const auto index = static_cast<std::size_t>(status);
  return index < names.size() ? names[index] : "an unknown status";
}

// What the unit says of its troubles is kept for the message of the failure.
void keep_message(Environment environment, Text, Status status, Text, Text message, ...) {
  if (environment == nullptr || message == nullptr || status == Status::ok) return;
  std::array<char, 1000> text{};
  va_list arguments;
  va_start(arguments, message);
  std::vsnprintf(text.data(), text.size(), message, arguments);
  va_end(arguments);
  *static_cast<std::string*>(environment) = text.data();
}

}  // namespace

struct Unit::Loaded {
  Package package;
  std::string said;  // last message
  Callbacks callbacks{keep_message, std::calloc, std::free, nullptr, &said};
  void* library = nullptr;
  Component component = nullptr;
  double now = 0;
  bool works = false;

  SetReal set_real = nullptr;
  GetReal get_real = nullptr;
  DoStep do_step = nullptr;
  Act terminate = nullptr;
  FreeInstance free_instance = nullptr;

  explicit Loaded(const std::filesystem::path& file) : package(file) {}
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;
  ~Loaded() {
    if (component != nullptr && works) terminate(component);
    if (component != nullptr) free_instance(component);
    if (library != nullptr) dlclose(library);
  }

  template <class Function>
  Function function(const char* name) const {
    void* symbol = dlsym(library, name);
    if (symbol == nullptr)
      throw UnitFailed("the library of the unit '" + package.description().model + "' has no " +
                       name);
    return reinterpret_cast<Function>(symbol);
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw UnitFailed("the unit '" + package.description().model + "' failed after " +
                     std::to_string(now) + " s: " + what + (said.empty() ? "" : ": " + said));
  }

  void check(Status status, const char* call) {
    if (status == Status::ok || status == Status::warning) return;
    works = status != Status::fatal && status != Status::error;
    fail(std::string(call) + " returned " + name_of(status));
  }

  void load() {
    library = dlopen(package.library().c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) fail(std::string("its library cannot be loaded: ") + dlerror());
    set_real = function<SetReal>("fmi2SetReal");
    get_real = function<GetReal>("fmi2GetReal");
    do_step = function<DoStep>("fmi2DoStep");
    terminate = function<Act>("fmi2Terminate");
    free_instance = function<FreeInstance>("fmi2FreeInstance");
    const auto& description = package.description();
    component = function<Instantiate>("fmi2Instantiate")(
        "plant", Type::co_simulation, description.guid.c_str(), package.resources().c_str(),
        &callbacks, 0, 0);
    if (component == nullptr) fail("fmi2Instantiate returned nothing");
  }
};

Unit::Unit(const std::filesystem::path& file, const std::map<unsigned, double>& start)
    : loaded_(std::make_unique<Loaded>(file)) {
  auto& unit = *loaded_;
  unit.load();
  for (const auto& [reference, value] : start) set(reference, value);
  unit.check(unit.function<SetupExperiment>("fmi2SetupExperiment")(unit.component, 0, 0, 0, 0, 0),
             "fmi2SetupExperiment");
  unit.check(unit.function<Act>("fmi2EnterInitializationMode")(unit.component),
             "fmi2EnterInitializationMode");
  unit.check(unit.function<Act>("fmi2ExitInitializationMode")(unit.component),
             "fmi2ExitInitializationMode");
  unit.works = true;
}

Unit::~Unit() = default;
Unit::Unit(Unit&&) noexcept = default;

void Unit::set(unsigned reference, double value) {
  loaded_->check(loaded_->set_real(loaded_->component, &reference, 1, &value), "fmi2SetReal");
}

double Unit::get(unsigned reference) const {
  double value = 0;
  loaded_->check(loaded_->get_real(loaded_->component, &reference, 1, &value), "fmi2GetReal");
  if (std::isfinite(value)) return value;
  for (const auto& variable : loaded_->package.description().variables)
    if (variable.reference == reference && variable.real)
      loaded_->fail("'" + variable.name + "' is no finite number");
  loaded_->fail("a variable is no finite number");
}

void Unit::step(Duration length) {
  auto& unit = *loaded_;
  unit.check(unit.do_step(unit.component, unit.now, length.si(), 1), "fmi2DoStep");
  unit.now += length.si();
}

Duration Unit::now() const {
  return Duration::si(loaded_->now);
}

const Description& Unit::description() const {
  return loaded_->package.description();
}

}  // namespace icekeel::fmi
