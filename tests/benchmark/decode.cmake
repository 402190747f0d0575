# The peer of the comparison is linked here only for its own plain defaults.
find_package(ZXing REQUIRED)

keqian_program(bench_decode OUTPUT bench_decode
  SOURCES decode_benchmark.cpp decode_corpus.cpp
  LINK qr drawn_frames ZXing::ZXing)
