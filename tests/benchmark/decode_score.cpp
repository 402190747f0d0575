#include "tests/benchmark/decode_score.h"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <iostream>

namespace keqian::benchmark {

double processor_ms() {
  return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

std::string comparable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c > ' ' && c < 0x7F) result += c;
  }
  return result;
}

Scores::Scores(std::vector<CodeReader> readers)
    : readers_(std::move(readers)), scores_(readers_.size()) {}

void Scores::measure(const qr::GrayImage& picture, const std::string& group,
                     const std::vector<std::string>& expected) {
  codes_ += static_cast<int>(expected.size());
  codes_by_group_[group] += static_cast<int>(expected.size());
  for (std::size_t i = 0; i < readers_.size(); ++i) {
    const double start = processor_ms();
    const auto texts = readers_[i].read(picture);
    scores_[i].ms.push_back(processor_ms() - start);
    judge(texts, group, expected, scores_[i]);
  }
}

void Scores::judge(const std::vector<std::string>& texts, const std::string& group,
                   const std::vector<std::string>& expected, Score& score) {
  std::vector<std::string> open = expected;
  for (const auto& text : texts) {
    const auto hit = std::find(open.begin(), open.end(), comparable(text));
    if (hit == open.end()) {
      // Some pictures show a code twice and their manifests name it once: that is no misreading.
      const bool again =
          std::find(expected.begin(), expected.end(), comparable(text)) != expected.end();
      score.wrong += again ? 0 : 1;
      continue;
    }
    open.erase(hit);
    ++score.right;
    ++score.right_by_group[group];
  }
}

void Scores::print() const {
  for (std::size_t i = 0; i < readers_.size(); ++i) {
    const Score& score = scores_[i];
    std::cout << "  " << std::left << std::setw(10) << readers_[i].name << std::right
              << std::setw(5) << score.right << " of " << codes_ << " right (" << std::fixed
              << std::setprecision(1) << 100.0 * score.right / std::max(codes_, 1) << " %), "
              << score.wrong << " wrong; processor time a picture: median "
              << percentile(score.ms, 0.5) << " ms, p95 " << percentile(score.ms, 0.95)
              << " ms, p99 " << percentile(score.ms, 0.99) << " ms\n";
  }
  std::cout << "  by group (";
  for (const CodeReader& reader : readers_) std::cout << reader.name << " / ";
  std::cout << "codes):\n";
  for (const auto& [group, count] : codes_by_group_) {
    if (count == 0) continue;
    std::cout << "    " << std::left << std::setw(22) << group << std::right;
    for (const Score& score : scores_) {
      const auto right = score.right_by_group.find(group);
      std::cout << std::setw(6) << (right == score.right_by_group.end() ? 0 : right->second);
    }
    std::cout << std::setw(6) << count << '\n';
  }
}

}  // namespace keqian::benchmark
