# Bare SQLite is the peer of the comparison, so it is linked here beside the store.
find_package(SQLite3 REQUIRED)

keqian_program(bench_bureau_store OUTPUT bench_bureau_store
  SOURCES bureau_store_benchmark.cpp
  LINK bureau_store SQLite::SQLite3)
