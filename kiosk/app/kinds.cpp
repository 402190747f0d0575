#include "kiosk/app/action.h"
#include "kiosk/app/effect.h"

namespace keqian::kiosk {

StaffTouch::StaffTouch(const StaffTouch&) = default;
StaffTouch::StaffTouch(StaffTouch&&) noexcept = default;
StaffTouch& StaffTouch::operator=(const StaffTouch&) = default;
StaffTouch& StaffTouch::operator=(StaffTouch&&) noexcept = default;
StaffTouch::~StaffTouch() = default;
bool StaffTouch::operator==(const StaffTouch& other) const {
  return static_cast<const variant&>(*this) == static_cast<const variant&>(other);
}

StaffNews::StaffNews(const StaffNews&) = default;
StaffNews::StaffNews(StaffNews&&) noexcept = default;
StaffNews& StaffNews::operator=(const StaffNews&) = default;
StaffNews& StaffNews::operator=(StaffNews&&) noexcept = default;
StaffNews::~StaffNews() = default;
bool StaffNews::operator==(const StaffNews& other) const {
  return static_cast<const variant&>(*this) == static_cast<const variant&>(other);
}

Touch::Touch(const Touch&) = default;
Touch::Touch(Touch&&) noexcept = default;
Touch& Touch::operator=(const Touch&) = default;
Touch& Touch::operator=(Touch&&) noexcept = default;
Touch::~Touch() = default;
bool Touch::operator==(const Touch& other) const {
  return static_cast<const variant&>(*this) == static_cast<const variant&>(other);
}

News::News(const News&) = default;
News::News(News&&) noexcept = default;
News& News::operator=(const News&) = default;
News& News::operator=(News&&) noexcept = default;
News::~News() = default;
bool News::operator==(const News& other) const {
  return static_cast<const variant&>(*this) == static_cast<const variant&>(other);
}

Effect::Effect(const Effect&) = default;
Effect::Effect(Effect&&) noexcept = default;
Effect& Effect::operator=(const Effect&) = default;
Effect& Effect::operator=(Effect&&) noexcept = default;
Effect::~Effect() = default;
bool Effect::operator==(const Effect& other) const {
  return static_cast<const variant&>(*this) == static_cast<const variant&>(other);
}

}  // namespace keqian::kiosk
