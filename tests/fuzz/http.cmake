keqian_fuzzer(fuzz_http_request
  SOURCES fuzz_http_request.cpp
  LINK bureau_http)
