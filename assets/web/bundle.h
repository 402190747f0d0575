// The bureau's web pages as they lie in the program: bundled by esbuild, compressed, unchangeable.
// Any thread may call; everything lives as long as the program.
#pragma once

#include <span>
#include <string_view>

namespace keqian {

struct WebFile {
  std::string_view path;           // "/table", "/assets/table-3F2A9C1D.js"
  std::string_view content_type;   // with its charset
  std::string_view gzip_bytes;     // to be sent with Content-Encoding: gzip
  std::string_view etag;           // strong, of the compressed bytes, with its quotes
  std::string_view cache_control;  // a name with a hash in it never changes
  bool runs_wasm = false;          // a page with the reader of codes
};

// Ordered by path.
std::span<const WebFile> web_files();

// What every page is to be sent with. The pages need nothing else: no inline script or style, no
// other address; pictures of codes are made in the page.
inline constexpr std::string_view kWebContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

// Likewise for a page with runs_wasm: compiling WebAssembly of our own is allowed there, evaluating
// scripts from texts is not.
inline constexpr std::string_view kWasmContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

}  // namespace keqian
