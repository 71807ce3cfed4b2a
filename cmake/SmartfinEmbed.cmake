# smartfin_embed(target function ROOT /docs BASE dir FILES a.html b.js ...): puts the files into the program, so that it
# needs none beside it. Defines `std::span<const embedded_file> smartfin::http::function()`, which the caller declares; a
# file is served as ROOT/<its path below BASE>. The assembler copies the bytes: nothing to compile, whatever their size.
function(smartfin_embed target function)
  cmake_parse_arguments(arg "" "ROOT;BASE" "FILES" ${ARGN})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded_${function}.cpp)
  smartfin_embedded_source(${generated} ${function} ${ARGN})
  list(TRANSFORM arg_FILES PREPEND ${arg_BASE}/)
  set_source_files_properties(${generated} PROPERTIES OBJECT_DEPENDS "${arg_FILES}")
  target_sources(${target} PRIVATE ${generated})
endfunction()

# The source alone. It names each file's hash, so that it changes whenever one of them does.
function(smartfin_embedded_source generated function)
  cmake_parse_arguments(arg "" "ROOT;BASE" "FILES" ${ARGN})
  set(declarations "")
  set(assembly "")
  set(entries "")
  set(index 0)
  foreach(file IN LISTS arg_FILES)
    set(path ${arg_BASE}/${file})
    set(symbol smartfin_embedded_${function}_${index})
    file(MD5 ${path} hash)
    string(APPEND declarations "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
    string(APPEND assembly
      "__asm__(\".pushsection .rodata\\n.balign 16\\n.globl ${symbol}\\n${symbol}:\\n.incbin \\\"${path}\\\"\\n\"\n"
      "        \".globl ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n.popsection\");\n")
    string(APPEND entries
      "      {\"${arg_ROOT}/${file}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},  // ${hash}\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
"// Made by smartfin_embed().
#include \"http/static_files.hpp\"

extern \"C\" {
@declarations@}
@assembly@
namespace smartfin::http {

std::span<const embedded_file> @function@();

std::span<const embedded_file> @function@() {
  static const embedded_file files[] = {
@entries@  };
  return files;
}

}  // namespace smartfin::http
")
endfunction()
