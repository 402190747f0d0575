# Bare SQLite is the peer of the comparison, so it is linked here beside the ledger. The files lie
# in the build folder: a temporary folder may be memory, where a sync costs nothing.
find_package(SQLite3 REQUIRED)

keqian_program(bench_ledger OUTPUT bench_ledger
  SOURCES ledger_benchmark.cpp
  LINK large_ledger SQLite::SQLite3)
target_compile_definitions(bench_ledger PRIVATE KEQIAN_BENCHMARK_FOLDER="${CMAKE_BINARY_DIR}")
