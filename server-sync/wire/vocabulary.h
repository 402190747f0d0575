// The words of the glossary that travel: one spelling each in the database, on the wire and in
// commands. `name` gives that spelling, `parse_…` reads it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace keqian {

// Who was counted (类别). Youth are counted in 群众 (form row 13) too; the four staff roles feed
// rows 9–12 of the form (Jincheng 2024, 附件1).
enum class Category { kPublic, kYouth, kProfessional, kScienceWorker, kVolunteer, kOtherStaff };
inline constexpr std::array kCategories = {Category::kPublic,       Category::kYouth,
                                           Category::kProfessional, Category::kScienceWorker,
                                           Category::kVolunteer,    Category::kOtherStaff};
constexpr bool is_staff(Category category) {
  return category != Category::kPublic && category != Category::kYouth;
}

// How a check-in came about.
enum class Method { kCamera, kScanner, kTap, kManual };
inline constexpr std::array kMethods = {Method::kCamera, Method::kScanner, Method::kTap,
                                        Method::kManual};

// Whom a session is for. Participants of business and internal sessions are not 群众: the session
// counts in row 1 and its visitors do not count in row 13.
enum class Audience { kPublic, kBusiness, kInternal };

// What a venue is, classified once. The first three feed rows 17–19.
enum class VenueKind {
  kMuseum,             // 科普场馆
  kResearchInstitute,  // 科研机构
  kUniversity,         // 大学
  kEnterprise,
  kSchool,
  kSquare,
  kVehicle,
  kVillage,
  kOther
};

std::string_view name(Category category);  // "public" "youth" "professional" "science_worker"
                                           // "volunteer" "other_staff"
std::string_view name(Method method);      // "camera" "scanner" "tap" "manual"
std::string_view name(Audience audience);  // "public" "business" "internal"
std::string_view name(VenueKind kind);  // "museum" "research_institute" "university" "enterprise"
                                        // "school" "square" "vehicle" "village" "other"
std::optional<Category> parse_category(std::string_view text);
std::optional<Method> parse_method(std::string_view text);
std::optional<Audience> parse_audience(std::string_view text);
std::optional<VenueKind> parse_venue_kind(std::string_view text);

inline constexpr int kPartySizeMax = 500;         // persons on one pass or one tap
inline constexpr int kPartySizeUnconfirmed = 10;  // above it the head count is confirmed on screen

}  // namespace keqian
