# smartfin_web_client(target function): builds the web client when its sources have changed and puts what comes out, whose
# names carry hashes, into the program as smartfin_embed() does. Output and installed packages stay out of each other's way:
# the one is in the build folder, the other beside the lock file, where Node looks for them.
include(SmartfinEmbed)

find_program(SMARTFIN_NPM npm DOC "npm, for the web client")
if(NOT SMARTFIN_NPM)
  message(FATAL_ERROR "The web client needs Node.js 18 or newer with npm, and there is none: `ops/setup` installs both.")
endif()

set(SMARTFIN_WEB ${CMAKE_SOURCE_DIR}/web)
set(SMARTFIN_WEB_PACKAGES ${SMARTFIN_WEB}/node_modules/.package-lock.json)
add_custom_command(OUTPUT ${SMARTFIN_WEB_PACKAGES}
  COMMAND ${SMARTFIN_NPM} ci --no-audit --no-fund --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${SMARTFIN_WEB_PACKAGES}
  DEPENDS ${SMARTFIN_WEB}/package.json ${SMARTFIN_WEB}/package-lock.json
  WORKING_DIRECTORY ${SMARTFIN_WEB}
  COMMENT "Fetching the web client's packages"
  VERBATIM)
add_custom_target(web_packages DEPENDS ${SMARTFIN_WEB_PACKAGES})

function(smartfin_web_client target function)
  set(built ${CMAKE_BINARY_DIR}/web)
  set(embedded ${CMAKE_CURRENT_BINARY_DIR}/embedded_${function}.cpp)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${SMARTFIN_WEB}/src/* ${SMARTFIN_WEB}/public/*)
  list(APPEND sources ${SMARTFIN_WEB}/index.html ${SMARTFIN_WEB}/vite.config.ts ${SMARTFIN_WEB}/first_view_budget.ts
    ${SMARTFIN_WEB}/tsconfig.json)
  add_custom_command(OUTPUT ${embedded}
    COMMAND ${CMAKE_COMMAND} -E env SMARTFIN_WEB_OUT=${built} ${SMARTFIN_NPM} run --silent build
    COMMAND ${CMAKE_COMMAND} -D BASE=${built} -D FUNCTION=${function} -D OUTPUT=${embedded}
      -P ${CMAKE_SOURCE_DIR}/cmake/embed_folder.cmake
    DEPENDS ${sources} web_packages ${SMARTFIN_WEB_PACKAGES} ${CMAKE_SOURCE_DIR}/cmake/embed_folder.cmake
      ${CMAKE_SOURCE_DIR}/cmake/SmartfinEmbed.cmake
    WORKING_DIRECTORY ${SMARTFIN_WEB}
    COMMENT "Building the web client"
    VERBATIM)
  target_sources(${target} PRIVATE ${embedded})
endfunction()
