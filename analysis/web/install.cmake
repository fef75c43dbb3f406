# SPDX-License-Identifier: Apache-2.0
# Installs the packages of package-lock.json into TO, or says what is missing.
file(COPY ${FROM}/package.json ${FROM}/package-lock.json ${FROM}/.npmrc
  DESTINATION ${TO})
execute_process(COMMAND ${NPM} ci --ignore-scripts --prefer-offline --no-audit --no-fund
  WORKING_DIRECTORY ${TO} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(failed)
  message(FATAL_ERROR "npm could not fetch the packages of ${FROM}/package-lock.json:\n${said}\n"
    "The build needs the npm registry once, or a filled npm cache. Without it, build pages without "
    "scripts with -DICEKEEL_WEB=OFF.")
endif()
file(TOUCH ${STAMP})
