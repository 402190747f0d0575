// gallery DIR [NAME-PART]: every screen in three sizes and two languages as PNG, without a display.
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

#include "tests/screens/examples.h"
#include "tests/screens/stage.h"

namespace {

struct Size {
  int width, height;
};
constexpr std::array kSizes = {Size{1080, 1920}, Size{1280, 800}, Size{480, 800}};

}  // namespace

int main(int argc, char** argv) {
  using namespace keqian::kiosk;
  if (argc < 2 || argc > 3) {
    std::fprintf(stderr, "usage: gallery DIR [NAME-PART]\n");
    return 2;
  }
  const std::filesystem::path directory = argv[1];
  const std::string part = argc == 3 ? argv[2] : "";
  std::filesystem::create_directories(directory);
  for (const auto& size : kSizes) {
    for (const auto language : {Language::kChinese, Language::kEnglish}) {
      Stage stage;
      stage.resize(size.width, size.height);
      for (const auto& example : examples(language)) {
        const std::string name = example.name + "-" + std::to_string(size.width) + "x" +
                                 std::to_string(size.height) +
                                 (language == Language::kChinese ? "-zh.png" : "-en.png");
        if (name.find(part) == std::string::npos) continue;
        stage.show(example.model);
        if (!write_png(directory / name, stage.picture())) {
          std::fprintf(stderr, "gallery: %s cannot be written\n", name.c_str());
          return 1;
        }
      }
    }
  }
  return 0;
}
