# Every package, from Debian. docs/dependencies.md says what each does for us.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(CAF 0.17.6 REQUIRED)
find_package(SOCI 4.0 REQUIRED COMPONENTS core sqlite3 postgresql)
find_package(PostgreSQL REQUIRED)
if(SMARTFIN_SANITIZE MATCHES undefined)
  # The packaged library hides the type information that the check of virtual calls asks for.
  set_property(TARGET SOCI::core APPEND PROPERTY INTERFACE_COMPILE_OPTIONS -fno-sanitize=vptr)
endif()
find_package(XGBoost REQUIRED)
find_package(ZLIB REQUIRED)
find_package(boost_json 1.81 CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED) # has no version file: asking for one finds nothing
find_package(Catch2 3 CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(tomlplusplus CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
# With the package's own flags: without them the library's structures have other sizes than ours.
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
find_package(OpenSSL REQUIRED)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
find_library(SQLITE3_LIBRARY sqlite3 REQUIRED)

# The program's allocator; the sanitizers bring their own.
add_library(smartfin_allocator INTERFACE)
if(NOT SMARTFIN_SANITIZE)
  pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
  target_link_libraries(smartfin_allocator INTERFACE -Wl,--no-as-needed PkgConfig::jemalloc -Wl,--as-needed)
endif()
