# What nearly every source reads, compiled once for each target; PCH adds what that folder's sources read besides.
set(SMARTFIN_PCH <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view>
  <utility> <vector>)

# smartfin_folder(name LINKS targets... [PCH headers...] [EXCEPT sources...]): the library of one folder, from all its
# sources.
function(smartfin_folder name)
  cmake_parse_arguments(arg "" "" "LINKS;PRIVATE_LINKS;PCH;EXCEPT" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  foreach(source IN LISTS arg_EXCEPT)
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  endforeach()
  if(sources)
    add_library(smartfin_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(smartfin_${name} PRIVATE ${arg_PRIVATE_LINKS})
    target_precompile_headers(smartfin_${name} PRIVATE ${SMARTFIN_PCH} ${arg_PCH})
  else()
    add_library(smartfin_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(smartfin_${name} ${scope} ${CMAKE_SOURCE_DIR})
  target_link_libraries(smartfin_${name} ${scope} ${arg_LINKS})
endfunction()

# smartfin_tests(name LINKS targets... [PCH headers...] [SPEC spec]): one Catch2 program from all sources of this folder;
# each case (that SPEC selects) is a ctest of its own.
include(Catch)
function(smartfin_tests name)
  cmake_parse_arguments(arg "" "SPEC" "LINKS;PCH" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name}_tests ${sources})
  target_include_directories(${name}_tests PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name}_tests PRIVATE ${arg_LINKS} Catch2::Catch2WithMain)
  target_precompile_headers(${name}_tests PRIVATE <catch2/catch_test_macros.hpp> <filesystem> ${SMARTFIN_PCH} ${arg_PCH})
  # Assertions are most of what the compiler reads there: optimising them takes longer than running them.
  # At -Og g++ 12 sees uninitialised members where std::optional is empty.
  target_compile_definitions(${name}_tests PRIVATE CATCH_CONFIG_FAST_COMPILE)
  target_compile_options(${name}_tests PRIVATE $<$<CONFIG:Release>:-Og> -Wno-maybe-uninitialized)
  catch_discover_tests(${name}_tests TEST_SPEC ${arg_SPEC} TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 4)
endfunction()
