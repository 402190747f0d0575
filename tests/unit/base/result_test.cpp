#include "server-sync/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace keqian {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return invalid("odd", "give an even number");
  return number / 2;
}

Result<int> quarter(int number) {
  KEQIAN_TRY(const int once, half(number));
  KEQIAN_TRY(const int twice, half(once));
  return twice;
}

Status check(int number) {
  KEQIAN_CHECK_OK(half(number));
  return ok();
}

TEST(Result, PassesTheFirstErrorOn) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_TRUE(check(2));
  EXPECT_FALSE(check(3));
}

TEST(Result, MovesItsValueOut) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  const std::unique_ptr<int> value = *std::move(result);
  EXPECT_EQ(*value, 7);
}

TEST(Error, SaysItsHintInBrackets) {
  EXPECT_EQ(half(1).error().text(), "odd (give an even number)");
  EXPECT_EQ(invalid("odd").text(), "odd");
}

TEST(ResultDeathTest, TakingAValueThatIsNotThereEndsTheProgram) {
  EXPECT_DEATH(static_cast<void>(*half(1)), "programming error");
}

}  // namespace
}  // namespace keqian
