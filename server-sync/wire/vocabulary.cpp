#include "server-sync/wire/vocabulary.h"

#include <cstddef>

#include "server-sync/base/assert.h"

namespace keqian {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 6> kCategoryNames = {
    "public", "youth", "professional", "science_worker", "volunteer", "other_staff"};
constexpr std::array<std::string_view, 4> kMethodNames = {"camera", "scanner", "tap", "manual"};
constexpr std::array<std::string_view, 3> kAudienceNames = {"public", "business", "internal"};
constexpr std::array<std::string_view, 9> kVenueKindNames = {"museum",     "research_institute",
                                                             "university", "enterprise",
                                                             "school",     "square",
                                                             "vehicle",    "village",
                                                             "other"};
static_assert(static_cast<std::size_t>(VenueKind::kOther) + 1 == kVenueKindNames.size());
static_assert(kCategories.size() == kCategoryNames.size());
static_assert(kMethods.size() == kMethodNames.size());

template <typename Enum, std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  KEQIAN_ASSERT(index < N);
  return names[index];
}

template <typename Enum, std::size_t N>
std::optional<Enum> find_in(const std::array<std::string_view, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(Category category) {
  return name_in(kCategoryNames, category);
}
std::string_view name(Method method) {
  return name_in(kMethodNames, method);
}
std::string_view name(Audience audience) {
  return name_in(kAudienceNames, audience);
}
std::string_view name(VenueKind kind) {
  return name_in(kVenueKindNames, kind);
}

std::optional<Category> parse_category(std::string_view text) {
  return find_in<Category>(kCategoryNames, text);
}
std::optional<Method> parse_method(std::string_view text) {
  return find_in<Method>(kMethodNames, text);
}
std::optional<Audience> parse_audience(std::string_view text) {
  return find_in<Audience>(kAudienceNames, text);
}
std::optional<VenueKind> parse_venue_kind(std::string_view text) {
  return find_in<VenueKind>(kVenueKindNames, text);
}

}  // namespace keqian
