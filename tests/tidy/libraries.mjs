// Each third-party library is included by the one folder that wraps it.
// A header of no known family is a finding too: a new library is entered here on purpose.
import { finding, includes_of, is_cpp, list_files, read_text } from './project.mjs';

// [family, its headers, the folders that may include it]
const kFamilies = [
  ['SQLiteCpp', /^(SQLiteCpp\/|sqlite3\.h)/, [/^kiosk\/ledger\//]],
  ['SOCI', /^soci\//, [/^server-sync\/bureau\/store\//]],
  ['libcurl', /^curl\//, [/^server-sync\/transfer\//]],
  ['Boost.JSON', /^boost\/json/, [/^server-sync\/wire\//]],
  ['Boost.Beast and Asio', /^boost\/(asio|beast|system)/, [/^server-sync\/bureau\/http\//]],
  ['OpenSSL', /^openssl\//, [/^server-sync\/bureau\/http\//]],
  ['libsodium', /^sodium/, [/^server-sync\/wire\//]],
  ['toml++', /^toml\+\+\//, [/^server-sync\/bureau\/definitions\//]],
  ['spdlog', /^(spdlog|fmt)\//, [/^server-sync\/base\//]],
  ['ZXing', /^ZXing\//, [/^server-sync\/qr\//]],
  ['stb', /^stb\//, [/^server-sync\/qr\//]],
  ['libxlsxwriter', /^xlsxwriter/, [/^server-sync\/bureau\/exports\//]],
  ['zlib', /^zlib\.h/, [/^server-sync\/wire\//]],
  // The window owns the backends, the widgets own the drawing: two halves of one library.
  ['Dear ImGui', /^(backends\/)?imgui/, [/^kiosk\/ui\//, /^kiosk\/platform\//]],
  ['GLFW, OpenGL, Xlib', /^(GLFW|GL|X11)\//, [/^kiosk\/platform\//]],
  ['GStreamer', /^(gst|glib)/, [/^kiosk\/platform\//]],
  ['OpenAL', /^AL\//, [/^kiosk\/platform\//]],
  ['Cairo', /^cairo/, [/^kiosk\/paper\//]],
  ['V4L2', /^linux\/videodev2\.h/, [/^kiosk\/platform\//]],
  // Each program reads its own arguments.
  ['CLI11', /^CLI\//, [/^kiosk\/cli\//, /^server-sync\/bureau\/cli\//]],
];

const kStandard = new Set(`algorithm any array atomic barrier bit bitset cassert cctype cerrno
  charconv chrono cinttypes climits clocale cmath compare complex concepts condition_variable
  coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime cwchar deque
  exception execution filesystem forward_list fstream functional future initializer_list iomanip
  ios iosfwd iostream istream iterator latch limits list locale map memory memory_resource mutex new
  numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore set
  shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view
  strstream syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map
  unordered_set utility valarray variant vector version`.split(/\s+/));
const kPosix = new RegExp('^(unistd|fcntl|signal|poll|time|errno|pwd|dirent|pthread|limits|string|stdlib|' +
                          'stdio|stdint|termios|netdb|sys/\\w+|arpa/inet|netinet/\\w+)\\.h$');

export function check(root) {
  const findings = [];
  for (const path of list_files(root).filter(is_cpp)) {
    if (!/^(kiosk|server-sync|assets)\//.test(path)) continue;
    for (const include of includes_of(read_text(root, path))) {
      if (include.quoted || kStandard.has(include.path) || kPosix.test(include.path)) continue;
      findings.push(...check_family(path, include));
    }
  }
  return findings;
}

function check_family(path, include) {
  const family = kFamilies.find(([, headers]) => headers.test(include.path));
  if (!family) {
    return [finding(path, include.line,
                    `<${include.path}> belongs to no library known to tests/tidy/libraries.mjs`)];
  }
  const [name, , folders] = family;
  if (folders.some((folder) => folder.test(path))) return [];
  return [finding(path, include.line, `<${include.path}>: ${name} is wrapped by another folder`)];
}
