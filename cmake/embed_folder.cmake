# cmake -D BASE=dir -D FUNCTION=name -D OUTPUT=file.cpp -P embed_folder.cmake: the source that puts every file of a folder,
# whose names are known only once it is built, into the program.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/SmartfinEmbed.cmake)
file(GLOB_RECURSE files RELATIVE ${BASE} ${BASE}/*)
list(SORT files)
smartfin_embedded_source(${OUTPUT} ${FUNCTION} ROOT "" BASE ${BASE} FILES ${files})
