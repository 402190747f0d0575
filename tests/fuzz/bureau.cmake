keqian_fuzzer(fuzz_definitions
  SOURCES fuzz_definitions.cpp
  LINK bureau_definitions)
