keqian_program(bench_uploads OUTPUT bench_uploads
  SOURCES uploads_benchmark.cpp
  LINK bureau_handlers Threads::Threads)
