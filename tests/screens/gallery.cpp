// gallery DIR [PART…]: every screen in every size, language and dress as PNG, without a display.
// With parts, only pictures whose names contain them all. What is wrong with a picture is printed,
// a line each, and the exit status is 1 then. With "-" for DIR nothing is drawn, only looked at.
//
// gallery --targets WxH LANGUAGE: where a finger finds what, as one JSON object
// {picture: {id: {x, y, width, height}}} in pixels of a screen of that size.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/screens/checks.h"
#include "tests/screens/dressed.h"
#include "tests/screens/examples.h"
#include "tests/screens/stage.h"

namespace {

// Names and ids are ASCII without quotes: they need no escaping.
void print_targets(keqian::kiosk::Size size, keqian::kiosk::Language language) {
  using namespace keqian::kiosk;
  Stage stage;
  stage.resize(size);
  const auto all = examples(language);
  std::vector<Model> models;
  models.reserve(all.size());
  for (const auto& example : all) models.push_back(example.model);
  stage.prepare(models);
  const char* between = "{";
  for (const auto& example : all) {
    stage.show(example.model);
    std::printf("%s\n\"%s\": {", between, example.name.c_str());
    const float scale = stage.ui().layout().scale;
    const char* comma = "";
    for (const auto& [id, rect, in_list] : stage.ui().touch_targets()) {
      std::printf("%s\n  \"%s\": {\"x\": %.1f, \"y\": %.1f, \"width\": %.1f, \"height\": %.1f}",
                  comma, id.c_str(), static_cast<double>(rect.left * scale),
                  static_cast<double>(rect.top * scale), static_cast<double>(rect.width * scale),
                  static_cast<double>(rect.height * scale));
      comma = ",";
    }
    std::printf("}");
    between = ",";
  }
  std::printf("\n}\n");
}

// `size` as "1280x800"; the exit status.
int targets_command(const std::string& size_words, const std::string& language) {
  keqian::kiosk::Size size{};
  if (std::sscanf(size_words.c_str(), "%dx%d", &size.width, &size.height) != 2 || size.width <= 0 ||
      size.height <= 0 || (language != "zh" && language != "en")) {
    std::fprintf(stderr, "usage: gallery --targets WxH zh|en\n");
    return 2;
  }
  print_targets(size, language == "zh" ? keqian::kiosk::Language::kChinese
                                       : keqian::kiosk::Language::kEnglish);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace keqian::kiosk;
  if (argc == 4 && std::string(argv[1]) == "--targets") return targets_command(argv[2], argv[3]);
  // A mistyped option is no folder.
  if (argc < 2 || std::string(argv[1]).starts_with("--")) {
    std::fprintf(stderr, "usage: gallery DIR|- [PART...] | gallery --targets WxH zh|en\n");
    return 2;
  }
  const std::filesystem::path directory = argv[1];
  const std::vector<std::string> parts(argv + 2, argv + argc);
  const bool list_only = directory == "-";
  bool clean = true;
  if (!list_only) std::filesystem::create_directories(directory);
  for (const auto& size : kGallerySizes) {
    for (const auto language : {Language::kChinese, Language::kEnglish}) {
      Stage stage;
      stage.resize(size);
      for (const auto& dress : kDresses) {
        const auto all = examples(language);
        if (parts.empty()) {
          std::vector<Model> models;
          models.reserve(all.size());
          for (const auto& example : all) models.push_back(dressed(example.model, dress));
          stage.prepare(models);
        }
        for (const auto& example : all) {
          const std::string name =
              example.name + "-" + std::to_string(size.width) + "x" + std::to_string(size.height) +
              (language == Language::kChinese ? "-zh-" : "-en-") + dress.name + ".png";
          const bool wanted = std::ranges::all_of(
              parts, [&](const std::string& part) { return name.find(part) != std::string::npos; });
          if (!wanted) continue;
          const Model model = dressed(example.model, dress);
          const CheckOptions options{.may_shorten = example.name == "welcome-long-names"};
          for (const auto& finding : findings_of(stage, model, options)) {
            std::printf("%s: %s\n", name.c_str(), finding.c_str());
            clean = false;
          }
          if (list_only) continue;
          stage.show(model);
          if (!write_png(directory / name, stage.picture())) {
            std::fprintf(stderr, "gallery: %s cannot be written\n", name.c_str());
            return 1;
          }
        }
      }
    }
  }
  return clean ? 0 : 1;
}
