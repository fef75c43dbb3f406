# SPDX-License-Identifier: Apache-2.0
# The architecture as the build enforces it: which module may use which, and which third-party
# library may be seen where. A source that includes anything else stops the configure step, and
# the build if it was edited since.

cmake_minimum_required(VERSION 3.25)

# arrows: icekeel_arrows_<module> lists what <module> may use.
set(icekeel_arrows_base "")
set(icekeel_arrows_config base)
set(icekeel_arrows_platforms base config)
set(icekeel_arrows_workloads base config platforms)
set(icekeel_arrows_power base config platforms)
set(icekeel_arrows_facility base config)
set(icekeel_arrows_scheduler base config platforms)
set(icekeel_arrows_reliability base config platforms power)
set(icekeel_arrows_lifecycle base config platforms)
set(icekeel_arrows_fmi base)
set(icekeel_arrows_scenario base config platforms workloads power facility reliability scheduler
  lifecycle fmi)
set(icekeel_arrows_engine base)
set(icekeel_arrows_result base)
set(icekeel_arrows_run base config platforms workloads power facility reliability scheduler lifecycle
  scenario engine result fmi)
set(icekeel_arrows_analysis base config platforms workloads power facility reliability scheduler
  lifecycle scenario result)
set(icekeel_arrows_studies base config platforms workloads power facility reliability scheduler
  lifecycle scenario result analysis)
set(icekeel_arrows_talks base config platforms workloads power facility reliability scheduler
  lifecycle scenario result analysis)
set(icekeel_arrows_commands base config scenario run result analysis studies talks)

# libraries that only these modules may include, as "<regex of the header>|modules".
set(icekeel_fenced
  "simgrid/|engine"
  "boost/graph/|platforms power"
  "yaml-cpp/|config"
  "ceres/|analysis"
  "nlopt|studies"
  "hdf5|result"
  "zip.h|fmi"
  "pugixml|fmi"
  "dlfcn|fmi"
  "chakra.pb|workloads"
  "google/protobuf|workloads")

set(icekeel_folders_base simulator/base)
set(icekeel_folders_config simulator/config)
set(icekeel_folders_platforms platforms)
set(icekeel_folders_workloads workloads)
set(icekeel_folders_power simulator/power)
set(icekeel_folders_facility simulator/facility)
set(icekeel_folders_reliability simulator/reliability)
set(icekeel_folders_scheduler simulator/scheduler)
set(icekeel_folders_lifecycle simulator/lifecycle)
set(icekeel_folders_scenario simulator/scenario)
set(icekeel_folders_engine simulator/engine)
set(icekeel_folders_result simulator/result)
set(icekeel_folders_run simulator/run)
set(icekeel_folders_fmi simulator/fmi)
set(icekeel_folders_analysis analysis)
set(icekeel_folders_studies analysis/studies)
set(icekeel_folders_talks analysis/talks)
set(icekeel_folders_commands simulator/commands)
set(icekeel_modules base config platforms workloads power facility reliability scheduler lifecycle fmi scenario engine
  result run analysis studies talks commands)

set(icekeel_module_file ${CMAKE_CURRENT_LIST_FILE})
set(icekeel_root ${CMAKE_CURRENT_LIST_DIR})

# Fails if a source of the module includes what the arrows do not allow.
function(icekeel_check_includes module)
  file(GLOB_RECURSE sources ${icekeel_root}/${icekeel_folders_${module}}/*.h
    ${icekeel_root}/${icekeel_folders_${module}}/*.cpp)
  foreach(other IN LISTS icekeel_modules)  # a module in a folder of this one is checked by itself
    if(icekeel_folders_${other} MATCHES "^${icekeel_folders_${module}}/")
      list(FILTER sources EXCLUDE REGEX "^${icekeel_root}/${icekeel_folders_${other}}/")
    endif()
  endforeach()
  foreach(source IN LISTS sources)
    file(STRINGS ${source} includes REGEX "^[ \t]*#[ \t]*include")
    foreach(include IN LISTS includes)
      string(REGEX REPLACE "^[^<\"]*[<\"]([^>\"]*)[>\"].*" "\\1" header "${include}")
      foreach(fence IN LISTS icekeel_fenced)
        string(REPLACE "|" ";" fence "${fence}")
        list(GET fence 0 pattern)
        list(GET fence 1 owners)
        string(REPLACE " " ";" owners "${owners}")
        if(header MATCHES "^${pattern}" AND NOT module IN_LIST owners)
          message(FATAL_ERROR "${source}: '${header}' may only be included by: ${owners}")
        endif()
      endforeach()
      foreach(other IN LISTS icekeel_modules)
        if(header MATCHES "^${icekeel_folders_${other}}/[^/]+$" AND NOT other STREQUAL module
            AND NOT other IN_LIST icekeel_arrows_${module})
          message(FATAL_ERROR "${source}: module '${module}' may not use '${other}' "
            "('${header}'): allowed are '${icekeel_arrows_${module}}'")
        endif()
      endforeach()
    endforeach()
  endforeach()
endfunction()

# As a script (cmake -DMODULE=... -DSTAMP=... -P IcekeelModule.cmake): the check at build time.
if(CMAKE_SCRIPT_MODE_FILE)
  icekeel_check_includes(${MODULE})
  file(TOUCH ${STAMP})
  return()
endif()

# icekeel_module(NAME SOURCES a.cpp ... [MODULES base ...] [LIBRARIES target ...])
function(icekeel_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;MODULES;LIBRARIES" ${ARGN})
  foreach(used IN LISTS ARG_MODULES)
    if(NOT used IN_LIST icekeel_arrows_${name})
      message(FATAL_ERROR
        "Module '${name}' may not use '${used}': allowed are '${icekeel_arrows_${name}}'")
    endif()
  endforeach()
  icekeel_check_includes(${name})
  add_library(icekeel_${name} STATIC ${ARG_SOURCES})
  target_include_directories(icekeel_${name} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
  list(TRANSFORM ARG_MODULES PREPEND icekeel_)
  target_link_libraries(icekeel_${name} PUBLIC ${ARG_MODULES} ${ARG_LIBRARIES}
    PRIVATE icekeel_options)
  file(GLOB headers CONFIGURE_DEPENDS *.h)
  set(stamp ${CMAKE_CURRENT_BINARY_DIR}/${name}-arrows.stamp)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -DMODULE=${name} -DSTAMP=${stamp} -P ${icekeel_module_file}
    DEPENDS ${ARG_SOURCES} ${headers} ${icekeel_module_file}
    COMMENT "Checking the arrows of ${name}")
  add_custom_target(icekeel_${name}_arrows DEPENDS ${stamp})
  add_dependencies(icekeel_${name} icekeel_${name}_arrows)
endfunction()

# icekeel_test(LABEL NAME SOURCES a_test.cpp ... MODULES base ...): one executable, one ctest a case.
# The target LABEL builds all tests of that label.
# Every case runs in a process of its own (a process holds one simulation).
function(icekeel_test label name)
  cmake_parse_arguments(ARG "" "" "SOURCES;MODULES;LIBRARIES" ${ARGN})
  set(target ${label}_${name})
  add_executable(${target} ${ARG_SOURCES})
  if(NOT TARGET ${label})
    add_custom_target(${label})
  endif()
  add_dependencies(${label} ${target})
  list(TRANSFORM ARG_MODULES PREPEND icekeel_)
  target_link_libraries(${target} PRIVATE ${ARG_MODULES} ${ARG_LIBRARIES} GTest::gmock
    GTest::gtest_main rapidcheck icekeel_options)
  target_compile_definitions(${target} PRIVATE ICEKEEL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${target} TEST_PREFIX "${label}." PROPERTIES LABELS ${label}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} DISCOVERY_TIMEOUT 60)
endfunction()
