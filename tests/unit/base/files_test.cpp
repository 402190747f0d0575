#include "server-sync/base/files.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>

namespace keqian {
namespace {

class Files : public ::testing::Test {
 protected:
  Files() {
    std::string pattern = (std::filesystem::temp_directory_path() / "keqian-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~Files() override { std::filesystem::remove_all(folder_); }

  static mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 0777;
  }

  std::filesystem::path folder_;
};

TEST_F(Files, ComeBackAsWritten) {
  const std::string bytes("one\0two\xFF\n", 9);
  ASSERT_TRUE(write_file(folder_ / "a", bytes));
  EXPECT_EQ(*read_file(folder_ / "a", 9), bytes);
}

TEST_F(Files, AreReplacedAsAWholeWithoutLeftovers) {
  ASSERT_TRUE(write_file(folder_ / "a", "a long first text"));
  ASSERT_TRUE(write_file(folder_ / "a", "short"));
  EXPECT_EQ(*read_file(folder_ / "a", 100), "short");
  const auto begin = std::filesystem::directory_iterator(folder_);
  EXPECT_EQ(std::distance(begin, std::filesystem::directory_iterator()), 1);
}

TEST_F(Files, AreRefusedWhenTooLong) {
  ASSERT_TRUE(write_file(folder_ / "a", "12345"));
  const auto result = read_file(folder_ / "a", 4);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kInvalid);
}

TEST_F(Files, SayWhichOneIsMissing) {
  const auto result = read_file(folder_ / "nothing", 4);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(result.error().message.find("nothing"), std::string::npos);
}

TEST_F(Files, OfKeysAreTheirOwnersOnly) {
  ASSERT_TRUE(write_file(folder_ / "key", "secret", FileAccess::kOwnerOnly));
  EXPECT_EQ(mode_of(folder_ / "key"), 0600);
}

TEST_F(Files, OfKeysAreTheirOwnersOnlyAlsoOverAnOldTemporaryFile) {
  ASSERT_TRUE(write_file(folder_ / "key.new", "left by a power cut"));
  ASSERT_TRUE(write_file(folder_ / "key", "secret", FileAccess::kOwnerOnly));
  EXPECT_EQ(mode_of(folder_ / "key"), 0600);
}

TEST_F(Files, WantTheirFolder) {
  EXPECT_FALSE(write_file(folder_ / "no" / "such" / "a", "x"));
  ASSERT_TRUE(make_private_directory(folder_ / "no" / "such"));
  EXPECT_EQ(mode_of(folder_ / "no" / "such"), 0700);
  EXPECT_TRUE(write_file(folder_ / "no" / "such" / "a", "x"));
}

}  // namespace
}  // namespace keqian
