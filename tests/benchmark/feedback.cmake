# Needs a display: window_benchmark.mjs starts it on a virtual one.
keqian_program(feedback_benchmark OUTPUT keqian-feedback-benchmark
  SOURCES feedback_benchmark.cpp visitor_camera.cpp
  LINK hall_view kiosk_platform kiosk_runtime kiosk_screens large_ledger qr transfer
       Threads::Threads)
target_compile_definitions(feedback_benchmark PRIVATE
  KEQIAN_BENCHMARK_FOLDER="${CMAKE_BINARY_DIR}")
