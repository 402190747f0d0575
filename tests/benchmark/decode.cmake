# The peers of the comparison, each linked here only, as its plain defaults; ./run bench installs
# them, and the benchmark says which it does without.
find_package(ZXing REQUIRED)
pkg_check_modules(ZBAR QUIET IMPORTED_TARGET zbar)
find_path(OPENCV_INCLUDE_DIR opencv2/objdetect.hpp PATH_SUFFIXES opencv4)
find_library(OPENCV_CORE_LIBRARY opencv_core)
find_library(OPENCV_OBJDETECT_LIBRARY opencv_objdetect)

keqian_program(bench_decode OUTPUT bench_decode
  SOURCES decode_benchmark.cpp decode_corpus.cpp decode_drawn.cpp decode_peers.cpp decode_score.cpp
  LINK qr drawn_frames ZXing::ZXing)
if(ZBAR_FOUND)
  target_link_libraries(bench_decode PRIVATE PkgConfig::ZBAR)
  target_compile_definitions(bench_decode PRIVATE KEQIAN_HAS_ZBAR)
endif()
if(OPENCV_INCLUDE_DIR AND OPENCV_CORE_LIBRARY AND OPENCV_OBJDETECT_LIBRARY)
  target_include_directories(bench_decode SYSTEM PRIVATE ${OPENCV_INCLUDE_DIR})
  target_link_libraries(bench_decode PRIVATE ${OPENCV_OBJDETECT_LIBRARY} ${OPENCV_CORE_LIBRARY})
  target_compile_definitions(bench_decode PRIVATE KEQIAN_HAS_OPENCV)
endif()
