#include "tests/benchmark/decode_corpus.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/qr/decode_files.h"
#include "tests/benchmark/decode_score.h"

namespace keqian::benchmark {
namespace {

constexpr const char* kManifest = "manifest.tsv";

struct Expected {
  std::string group;
  std::vector<std::string> texts;
};
using Manifest = std::map<std::string, Expected>;

std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    ++i;
    result += text[i] == 't' ? '\t' : text[i] == 'n' ? '\n' : text[i] == 'r' ? '\r' : text[i];
  }
  return result;
}

Result<Manifest> read_manifest(const std::filesystem::path& path) {
  constexpr std::size_t kBytesMax = 16 * 1024 * 1024;
  KEQIAN_TRY(const std::string bytes, read_file(path, kBytesMax));
  Manifest manifest;
  bool head = true;
  for (const auto line : split(bytes, '\n')) {
    const auto fields = split(line, '\t');
    if (std::exchange(head, false) || fields.size() < 2) continue;
    Expected& expected = manifest[std::string(fields[0])];
    if (fields.size() > 4) expected.group = fields[4];
    if (!fields[1].empty()) expected.texts.push_back(comparable(unescaped(fields[1])));
  }
  return manifest;
}

bool measure_folder(const std::filesystem::path& folder) {
  const auto manifest = read_manifest(folder / kManifest);
  if (!manifest) {
    std::cerr << manifest.error().text() << '\n';
    return false;
  }
  Scores scores(code_readers());
  for (const auto& [path, expected] : *manifest) {
    const auto picture = qr::read_picture(folder / path);
    if (!picture) {
      std::cerr << picture.error().text() << '\n';
      return false;
    }
    scores.measure(picture->view(), expected.group, expected.texts);
  }
  std::cout << "pictures in " << folder.filename().string() << ": " << manifest->size() << '\n';
  scores.print();
  return true;
}

}  // namespace

bool measure_corpus(const std::filesystem::path& directory) {
  std::error_code none;
  std::vector<std::filesystem::path> folders;
  if (exists(directory / kManifest, none)) folders.push_back(directory);
  for (const auto& entry : std::filesystem::directory_iterator(directory, none)) {
    if (exists(entry.path() / kManifest, none)) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  if (folders.empty()) {
    std::cout << "no pictures with a " << kManifest << " in " << directory.string() << '\n';
  }
  return std::all_of(folders.begin(), folders.end(), measure_folder);
}

}  // namespace keqian::benchmark
