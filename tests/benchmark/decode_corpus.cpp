#include "tests/benchmark/decode_corpus.h"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "server-sync/base/files.h"
#include "server-sync/base/text.h"
#include "server-sync/qr/decode.h"
#include "server-sync/qr/decode_files.h"

namespace keqian::benchmark {
namespace {

struct Expected {
  std::string group;
  std::vector<std::string> texts;
};
using Manifest = std::map<std::string, Expected>;
using Reader = std::function<std::vector<std::string>(const qr::GrayImage&)>;

struct Score {
  int right = 0;
  int wrong = 0;
  std::vector<double> ms;
  std::map<std::string, int> right_by_group;
};

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

std::string comparable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c > ' ' && c < 0x7F) result += c;
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

std::vector<std::string> read_ours(const qr::GrayImage& picture) {
  std::vector<std::string> texts;
  for (auto& code : qr::decode_picture(picture)) texts.push_back(std::move(code.text));
  return texts;
}

std::vector<std::string> read_plain(const qr::GrayImage& picture) {
  const ZXing::ImageView view(picture.pixels, picture.width, picture.height,
                              ZXing::ImageFormat::Lum, picture.stride);
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode);
  std::vector<std::string> texts;
  for (const auto& result : ZXing::ReadBarcodes(view, hints)) {
    if (result.isValid()) texts.push_back(result.text());
  }
  // Its one-symbol mode reads smaller copies too, which the other does not.
  if (texts.empty()) {
    const auto result = ZXing::ReadBarcode(view, hints);
    if (result.isValid()) texts.push_back(result.text());
  }
  return texts;
}

void judge(const Expected& expected, const std::vector<std::string>& texts, Score& score) {
  std::vector<std::string> open = expected.texts;
  for (const auto& text : texts) {
    const auto hit = std::find(open.begin(), open.end(), comparable(text));
    if (hit == open.end()) {
      // Some pictures show a code twice and their manifests name it once: that is no misreading.
      const bool again = std::find(expected.texts.begin(), expected.texts.end(),
                                   comparable(text)) != expected.texts.end();
      score.wrong += again ? 0 : 1;
      continue;
    }
    open.erase(hit);
    ++score.right;
    ++score.right_by_group[expected.group];
  }
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void print(const char* name, const Score& score, int codes) {
  std::cout << "  " << std::left << std::setw(14) << name << std::right << std::setw(4)
            << score.right << " of " << codes << " right, " << score.wrong << " wrong, median "
            << std::fixed << std::setprecision(1) << percentile(score.ms, 0.5) << " ms, p99 "
            << percentile(score.ms, 0.99) << " ms\n";
}

}  // namespace

bool measure_corpus(const std::filesystem::path& directory) {
  const auto manifest = read_manifest(directory / "manifest.tsv");
  if (!manifest) {
    std::cerr << manifest.error().text() << '\n';
    return false;
  }
  const std::pair<const char*, Reader> readers[] = {{"keqian", read_ours},
                                                    {"ZXing defaults", read_plain}};
  Score scores[2];
  int codes = 0;
  std::map<std::string, int> codes_by_group;
  for (const auto& [path, expected] : *manifest) {
    const auto picture = qr::read_picture(directory / path);
    if (!picture) {
      std::cerr << picture.error().text() << '\n';
      return false;
    }
    codes += static_cast<int>(expected.texts.size());
    codes_by_group[expected.group] += static_cast<int>(expected.texts.size());
    for (std::size_t i = 0; i < 2; ++i) {
      const auto start = std::chrono::steady_clock::now();
      const auto texts = readers[i].second(picture->view());
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - start;
      scores[i].ms.push_back(took.count());
      judge(expected, texts, scores[i]);
    }
  }
  std::cout << "corpus " << directory.filename().string() << ": " << manifest->size()
            << " pictures, every attempt on each\n";
  for (std::size_t i = 0; i < 2; ++i) print(readers[i].first, scores[i], codes);
  std::cout << "  by group (keqian / ZXing defaults / codes):\n";
  for (const auto& [group, count] : codes_by_group) {
    if (count == 0) continue;
    std::cout << "    " << std::left << std::setw(24) << group << std::right << std::setw(4)
              << scores[0].right_by_group[group] << std::setw(5) << scores[1].right_by_group[group]
              << std::setw(5) << count << '\n';
  }
  return true;
}

}  // namespace keqian::benchmark
