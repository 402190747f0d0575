// gallery DIR [PART…]: every screen in every size, language and dress as PNG, without a display.
// With parts, only pictures whose names contain them all. What is wrong with a picture is printed,
// a line each, and the exit status is 1 then. With "-" for DIR nothing is drawn, only looked at.
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

struct Size {
  int width, height;
};
constexpr std::array kSizes = {Size{1080, 1920}, Size{1280, 800}, Size{480, 800}, Size{3840, 2160}};

}  // namespace

int main(int argc, char** argv) {
  using namespace keqian::kiosk;
  if (argc < 2) {
    std::fprintf(stderr, "usage: gallery DIR [PART...]\n");
    return 2;
  }
  const std::filesystem::path directory = argv[1];
  const std::vector<std::string> parts(argv + 2, argv + argc);
  const bool list_only = directory == "-";
  bool clean = true;
  if (!list_only) std::filesystem::create_directories(directory);
  for (const auto& size : kSizes) {
    for (const auto language : {Language::kChinese, Language::kEnglish}) {
      Stage stage;
      stage.resize(size.width, size.height);
      for (const auto& dress : kDresses) {
        for (const auto& example : examples(language)) {
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
