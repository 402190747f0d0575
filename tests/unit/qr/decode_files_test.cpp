#include "server-sync/qr/decode_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

#include "server-sync/base/files.h"
#include "server-sync/qr/encode.h"

namespace keqian::qr {
namespace {

namespace fs = std::filesystem;

class DecodeFiles : public ::testing::Test {
 protected:
  DecodeFiles() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~DecodeFiles() override { fs::remove_all(folder_); }

  fs::path picture_of(const std::string& text, const std::string& name) {
    return file_of(qr_png(*encode_qr(text), 4), name);
  }
  fs::path file_of(const std::string& bytes, const std::string& name) {
    EXPECT_TRUE(write_file(folder_ / name, bytes).ok());
    return folder_ / name;
  }
  bool decode(const std::vector<fs::path>& paths) { return decode_files(paths, lines_, messages_); }

  fs::path folder_ = fs::temp_directory_path() / ("keqian-decode-" + std::to_string(::getpid()));
  std::ostringstream lines_;
  std::ostringstream messages_;
};

TEST_F(DecodeFiles, PrintsOneLineACodeInTheOrderGiven) {
  const auto first = picture_of("FIRST", "b.png");
  const auto second = picture_of("第二", "a.png");
  EXPECT_TRUE(decode({first, second}));
  EXPECT_EQ(lines_.str(), first.string() + "\tFIRST\n" + second.string() + "\t第二\n");
  EXPECT_EQ(messages_.str(), "");
}

TEST_F(DecodeFiles, EscapesTabsAndLines) {
  const auto path = picture_of("a\tb\nc\rd\\e", "x.png");
  EXPECT_TRUE(decode({path}));
  EXPECT_EQ(lines_.str(), path.string() + "\ta\\tb\\nc\\rd\\\\e\n");
}

TEST_F(DecodeFiles, APictureWithoutACodeGetsAnEmptyTextAndFalse) {
  const auto with = picture_of("HERE", "with.png");
  const auto without = file_of("P5 64 64 255\n" + std::string(64 * 64, 'z'), "without.pgm");
  EXPECT_FALSE(decode({without, with}));
  EXPECT_EQ(lines_.str(), without.string() + "\t\n" + with.string() + "\tHERE\n");
}

TEST_F(DecodeFiles, UnreadableFilesGetALineAndAReason) {
  const auto garbage = file_of("no picture at all", "garbage.jpg");
  const auto missing = folder_ / "missing.png";
  EXPECT_FALSE(decode({garbage, missing}));
  EXPECT_EQ(lines_.str(), garbage.string() + "\t\n" + missing.string() + "\t\n");
  EXPECT_NE(messages_.str().find("garbage.jpg"), std::string::npos);
  EXPECT_NE(messages_.str().find("missing.png"), std::string::npos);
}

TEST_F(DecodeFiles, EveryTruncationOfAPictureIsSurvived) {
  const std::string png = qr_png(*encode_qr("TRUNCATED"), 2);
  for (std::size_t length = 0; length < png.size(); ++length) {
    decode({file_of(png.substr(0, length), "cut.png")});
  }
  const std::string lines = lines_.str();
  EXPECT_GE(static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n')), png.size());
}

TEST_F(DecodeFiles, RefusesPicturesOfAbsurdSize) {
  const auto path = file_of("P5 60000 60000 255\n", "huge.pgm");
  const auto picture = read_picture(path);
  ASSERT_FALSE(picture.ok());
  EXPECT_NE(picture.error().message.find("too many pixels"), std::string::npos);
}

TEST_F(DecodeFiles, TransparentPixelsAreWhitePaper) {
  // A 1×1 TGA with 32 bits: black, fully transparent.
  std::string tga(18, '\0');
  tga[2] = 2;
  tga[12] = 1;
  tga[14] = 1;
  tga[16] = 32;
  tga[17] = 8;
  const auto picture = read_picture(file_of(tga + std::string(4, '\0'), "clear.tga"));
  ASSERT_TRUE(picture.ok()) << picture.error().text();
  EXPECT_EQ(picture->pixels, std::vector<std::uint8_t>{255});
}

}  // namespace
}  // namespace keqian::qr
