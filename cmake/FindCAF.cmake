# Debian's libcaf-dev 0.17.6 ships neither a CMake package nor a .pc file.
# find_package(CAF 0.17.6 REQUIRED) -> CAF::core. SMARTFIN_CAF_ROOT names another build of it (one made with TSan, say).
find_path(CAF_INCLUDE_DIR NAMES caf/config.hpp HINTS "${SMARTFIN_CAF_ROOT}/include")
find_library(CAF_core_LIBRARY NAMES caf_core HINTS "${SMARTFIN_CAF_ROOT}/lib")
if(CAF_INCLUDE_DIR)
  file(STRINGS "${CAF_INCLUDE_DIR}/caf/config.hpp" caf_version_line REGEX "^#define CAF_VERSION [0-9]+")
  string(REGEX MATCH "[0-9]+$" caf_version_number "${caf_version_line}")
  math(EXPR caf_major "${caf_version_number} / 10000")
  math(EXPR caf_minor "(${caf_version_number} / 100) % 100")
  math(EXPR caf_patch "${caf_version_number} % 100")
  set(CAF_VERSION "${caf_major}.${caf_minor}.${caf_patch}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CAF REQUIRED_VARS CAF_INCLUDE_DIR CAF_core_LIBRARY VERSION_VAR CAF_VERSION)
if(CAF_FOUND AND NOT TARGET CAF::core)
  find_package(Threads REQUIRED)
  # IMPORTED makes its headers system headers: CAF is not clean under our warnings.
  add_library(CAF::core UNKNOWN IMPORTED)
  set_target_properties(CAF::core PROPERTIES
    IMPORTED_LOCATION "${CAF_core_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${CAF_INCLUDE_DIR}")
  target_link_libraries(CAF::core INTERFACE Threads::Threads)
endif()
mark_as_advanced(CAF_INCLUDE_DIR CAF_core_LIBRARY)
